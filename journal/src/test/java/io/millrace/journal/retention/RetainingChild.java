package io.millrace.journal.retention;

import java.nio.file.Path;
import java.util.List;

/** The child of {@link RetentionCrashIT}: compresses the oldest two closed cycles and removes the oldest piece. */
final class RetainingChild {
    private RetainingChild() {}

    public static void main(final String[] args) {
        final JournalRetention retention = new JournalRetention(Path.of(args[0]));
        retention.sweep();
        for (int i = 0; i < 2; i++) {
            final List<JournalPart> hot =
                    retention.parts().stream().filter(part -> !part.cold()).toList();
            if (hot.size() > 2) {
                retention.compress(hot.get(0));
            }
        }
        final List<JournalPart> parts = retention.parts();
        if (parts.size() > 4) {
            retention.removeBefore(parts.get(parts.size() - 4).firstSequence());
        }
    }
}
