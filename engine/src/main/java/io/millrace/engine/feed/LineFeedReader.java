package io.millrace.engine.feed;

import io.millrace.engine.feed.source.ByteSource;
import io.millrace.engine.feed.source.Damage;
import io.millrace.engine.feed.source.FeedFile;
import io.millrace.engine.feed.source.LineReader;
import io.millrace.engine.feed.text.Ascii;
import io.millrace.engine.feed.text.Utf8;
import io.millrace.engine.input.FeedEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.openhft.hashing.LongHashFunction;

/**
 * Turns the lines of one file into events and keeps the account of them.
 *
 * <p>Feed thread. No allocation per line once warm; the first few rejections allocate their texts.
 */
final class LineFeedReader implements FeedReader {

    private final FeedSpec spec;
    private final FeedFile file;
    private final LineReader lines;
    private final LineParser parser;
    private final FeedTally tally = new FeedTally();
    private final long fingerprint;
    private byte[] header = new byte[0];
    private boolean lineWaiting;
    private long skipThrough;

    LineFeedReader(FeedSpec spec, FeedFile file, int maxLineBytes) {
        this.spec = spec;
        this.file = file;
        this.lines = new LineReader(file.source(), maxLineBytes);
        this.fingerprint = fingerprint(spec, file);
        OpenedFormat opened = Formats.open(spec, file, firstLine());
        this.parser = opened.parser();
        if (opened.headerTaken()) {
            header = Arrays.copyOfRange(lines.buffer(), lines.start(), lines.end());
            lineWaiting = false;
            tally.count(NotUsed.HEADER);
        }
    }

    private static long fingerprint(FeedSpec spec, FeedFile file) {
        String identity = String.join("\n", spec.format().label(), spec.symbol(), spec.venue(), file.entryName());
        byte[] bytes = identity.getBytes(StandardCharsets.UTF_8);
        return LongHashFunction.xx3(file.contentHash()).hashBytes(bytes);
    }

    /** Reads up to the first line that is not blank, which then waits to be used. */
    private FirstLine firstLine() {
        while (readLine()) {
            if (lines.kind() != LineReader.Kind.TEXT) {
                lineWaiting = true;
                return FirstLine.none();
            }
            if (!blank()) {
                lineWaiting = true;
                return FirstLine.of(lines.buffer(), lines.start(), lines.end());
            }
            tally.count(NotUsed.BLANK);
        }
        return FirstLine.none();
    }

    @Override
    public boolean next(FeedEvent event) {
        while (lineWaiting || readLine()) {
            lineWaiting = false;
            if (lines.lineNumber() <= skipThrough) {
                passOver();
                continue;
            }
            Outcome outcome = judge(event);
            if (outcome == Taken.TAKEN) {
                event.position = lines.lineNumber();
                tally.countTaken();
                return true;
            }
            if (outcome instanceof NotUsed kind) {
                tally.count(kind);
            } else {
                reject((RejectReason) outcome);
            }
        }
        return false;
    }

    private void passOver() {
        if (lines.kind() == LineReader.Kind.TEXT && !blank() && readable()) {
            parser.observe(lines.buffer(), lines.start(), lines.end());
        }
        tally.countSkipped();
    }

    private Outcome judge(FeedEvent event) {
        if (lines.kind() == LineReader.Kind.TOO_LONG) {
            return RejectReason.LINE_TOO_LONG;
        }
        if (lines.kind() == LineReader.Kind.DAMAGED) {
            return lines.source().damage() == Damage.TRUNCATED ? RejectReason.TRUNCATED : RejectReason.CORRUPT;
        }
        if (blank()) {
            return NotUsed.BLANK;
        }
        if (!readable()) {
            return RejectReason.BAD_UTF8;
        }
        Outcome outcome = parser.parse(lines.buffer(), lines.start(), lines.end(), event);
        return outcome instanceof RejectReason && headerAgain() ? NotUsed.HEADER : outcome;
    }

    private boolean blank() {
        return Ascii.skipBlanks(lines.buffer(), lines.start(), lines.end()) == lines.end();
    }

    private boolean readable() {
        return lines.ascii() || Utf8.valid(lines.buffer(), lines.start(), lines.end());
    }

    private boolean headerAgain() {
        return header.length > 0 && Arrays.equals(header, 0, header.length, lines.buffer(), lines.start(), lines.end());
    }

    private void reject(RejectReason reason) {
        tally.count(reason);
        if (!spec.strict() && !tally.keepsMore()) {
            return;
        }
        String excerpt = Ascii.excerpt(lines.buffer(), lines.start(), lines.end());
        if (lines.kind() == LineReader.Kind.DAMAGED) {
            excerpt = lines.source().damageDetail() + (excerpt.isEmpty() ? "" : ": " + excerpt);
        }
        Rejection rejection = new Rejection(spec.path().toString(), lines.lineNumber(), reason, excerpt);
        if (tally.keepsMore()) {
            tally.keep(rejection);
        }
        if (spec.strict()) {
            throw new FeedRejectedException(rejection);
        }
    }

    private boolean readLine() {
        try {
            return lines.next();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "feed file " + spec.path() + ": cannot be read on behind line " + lines.lineNumber() + " ("
                            + e.getMessage() + "); check the disk",
                    e);
        }
    }

    @Override
    public void skipTo(long position) {
        skipThrough = Math.max(skipThrough, position);
    }

    @Override
    public long fingerprint() {
        return fingerprint;
    }

    @Override
    public FeedTally tally() {
        return tally;
    }

    @Override
    public long bytesRead() {
        return file.source().bytesRead();
    }

    @Override
    public long sizeBytes() {
        return file.sizeBytes();
    }

    @Override
    public void close() {
        ByteSource source = file.source();
        try {
            source.close();
        } catch (IOException e) {
            throw new UncheckedIOException("feed file " + spec.path() + ": cannot be closed", e);
        }
    }
}
