package io.millrace.tools.supervise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One child process and what became of it. The supervisor's thread.
 *
 * <p>The child's stdin is a pipe that nobody writes to: when this process dies, however it dies, the pipe closes and the child
 * ends itself in order. Its stdout and stderr go to a log file; that of the start before is kept beside it.
 */
public final class SupervisedChild {
    /** Where it stands. */
    public enum State {
        /** Not started, or pausing before another start. */
        WAITING,
        RUNNING,
        /** Ended by itself with exit code 0. */
        DONE,
        /** Ended in a way that another start cannot mend, or too often. */
        FAILED
    }

    /** Usage, damage and a lock that another process holds do not go away by trying again. */
    private static final Set<Integer> HOPELESS = Set.of(2, 3, 4);

    private final String name;
    private final List<String> command;
    private final Path log;
    private final boolean endsByItself;
    private final RestartPolicy policy = new RestartPolicy();
    private State state = State.WAITING;
    private Process process;
    private long startAfterNs;
    private int starts;
    private int exitCode;

    /**
     * A child that is not started yet.
     *
     * @param endsByItself whether exit code 0 means that its work is done, and not that it should have gone on
     */
    public SupervisedChild(String name, List<String> command, Path log, boolean endsByItself) {
        this.name = name;
        this.command = List.copyOf(command);
        this.log = log;
        this.endsByItself = endsByItself;
    }

    /** Starts it when its time has come, and notices its end. Returns a line when something has happened, else null. */
    String tick(long nowNs) throws IOException {
        if (state == State.WAITING && nowNs - startAfterNs >= 0) {
            start();
            return name + " started as process " + process.pid();
        }
        if (state == State.RUNNING && !process.isAlive()) {
            exitCode = process.exitValue();
            return ended(nowNs);
        }
        return null;
    }

    private void start() throws IOException {
        Files.createDirectories(log.getParent());
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        starts++;
        state = State.RUNNING;
    }

    private String ended(long nowNs) {
        if (exitCode == 0 && endsByItself) {
            state = State.DONE;
            return name + " has done its work";
        }
        String what = name + " ended with exit code " + exitCode + ", see " + log;
        if (HOPELESS.contains(exitCode)) {
            state = State.FAILED;
            return what;
        }
        long pauseNs = policy.pauseNsAfterDeath(nowNs);
        if (pauseNs < 0) {
            state = State.FAILED;
            return what + "; it has died too often and is not started again";
        }
        state = State.WAITING;
        startAfterNs = nowNs + pauseNs;
        return what + "; starting again in " + pauseNs / 1_000_000 + " ms";
    }

    /** Asks it to end in order, waits, and kills it when it does not. */
    void stop(long patienceMs) throws InterruptedException {
        if (process == null || !process.isAlive()) {
            return;
        }
        process.destroy();
        if (!process.waitFor(patienceMs, TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
        }
        exitCode = process.exitValue();
    }

    /** What it is called. */
    public String name() {
        return name;
    }

    /** Where it stands. */
    public State state() {
        return state;
    }

    /** How often it was started. */
    public int starts() {
        return starts;
    }

    /** How it ended last. */
    public int exitCode() {
        return exitCode;
    }

    /** Its process now or last; 0 before the first start. */
    public long processId() {
        return process == null ? 0 : process.pid();
    }
}
