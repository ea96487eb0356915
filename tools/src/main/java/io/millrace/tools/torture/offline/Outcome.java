package io.millrace.tools.torture.offline;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.tools.supervise.CommandProcess;
import io.millrace.tools.torture.Invariant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a command gave, and what is demanded of it. Any thread; nothing of it changes. */
record Outcome(CommandProcess.Answer answer) {
    static final int DONE = 0;
    static final int USAGE = 2;
    static final int DAMAGED = 3;

    private static final Pattern SEQUENCE = Pattern.compile("sequence (\\d+)");
    private static final Pattern FILE = Pattern.compile("[\\w.-]+\\.(cq4t?|discard)");

    int exitCode() {
        return answer.exitCode();
    }

    JsonNode json() {
        return answer.json();
    }

    void requireDone(final String where) {
        Invariant.I5.require(exitCode() == DONE, where + ": exit code 0 expected, " + answer);
    }

    /** The damage is named as such: exit code, sequence and file. */
    void requireDamage(final String where) {
        Invariant.I5.require(exitCode() == DAMAGED, where + ": exit code 3 expected, " + answer);
        final String said = said();
        Invariant.I5.require(
                SEQUENCE.matcher(said).find() && FILE.matcher(said).find(),
                where + ": sequence and file are not named in " + answer);
    }

    /** The first record that the command does not trust. */
    long damagedSequence() {
        final Matcher matcher = SEQUENCE.matcher(said());
        return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
    }

    /** The file that the command names. */
    String damagedFile() {
        final Matcher matcher = FILE.matcher(said());
        return matcher.find() ? matcher.group() : "";
    }

    private String said() {
        return json().path("damage").asText("") + " " + json().path("error").asText("");
    }
}
