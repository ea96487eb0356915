package io.millrace.tools.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How PostgreSQL, which refuses to run as root, is run by this user. Immutable, any thread.
 *
 * <p>An ordinary user runs it directly. Root runs it in a user namespace of its own ({@code unshare -U}), where the process
 * is nobody in name and still owns root's files; where the kernel or the container forbids that, as the user {@code nobody}
 * through {@code setpriv}, and the files then belong to that user.
 */
final class RunAs {
    private static final int ROOT = 0;
    private static final int NOBODY = 65534;
    private static final long PROBE_TIMEOUT_SECONDS = 10;

    private final List<String> prefix;
    private final int fileOwner;
    private final String description;

    private RunAs(List<String> prefix, int fileOwner, String description) {
        this.prefix = List.copyOf(prefix);
        this.fileOwner = fileOwner;
        this.description = description;
    }

    /**
     * Chooses the way for a cluster directory that may exist already: whose files they are decides.
     *
     * @throws EmbeddedDatabaseException when there is no way
     */
    static RunAs choose(Path cluster) throws IOException {
        int me = currentUser();
        int owner = Files.exists(cluster) ? userOf(cluster) : me;
        if (me != ROOT) {
            if (owner != me) {
                throw new EmbeddedDatabaseException(
                        "the embedded database in " + cluster + " belongs to user id " + owner + " and this is user id "
                                + me + "; run as that user or choose another --data directory");
            }
            return new RunAs(List.of(), me, "as user id " + me);
        }
        if (owner == ROOT && canUnshare()) {
            return new RunAs(List.of("unshare", "-U", "--"), ROOT, "as root in a user namespace (unshare)");
        }
        int user = owner == ROOT ? NOBODY : owner;
        List<String> prefix = setpriv(user);
        if (probe(prefix) != user) {
            throw new EmbeddedDatabaseException(
                    "PostgreSQL does not run as root, and here neither unshare nor setpriv may change the user;"
                            + " run millrace as an ordinary user or name a server with --database URL");
        }
        return new RunAs(prefix, user, "as user id " + user + " (setpriv; unshare is not permitted)");
    }

    /** As {@code nobody}, whatever the machine permits: for tests of the second way. */
    static RunAs nobody() {
        return new RunAs(setpriv(NOBODY), NOBODY, "as user id " + NOBODY + " (setpriv)");
    }

    private static List<String> setpriv(int user) {
        return List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups", "--");
    }

    static int currentUser() throws IOException {
        return userOf(Path.of("/proc/self"));
    }

    static int userOf(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid");
    }

    static boolean canUnshare() {
        int user = probe(List.of("unshare", "-U", "--"));
        return user > ROOT;
    }

    /** The effective user id that a command behind the prefix has; -1 when it does not run. */
    private static int probe(List<String> prefix) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of("id", "-u"));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(PROBE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return -1;
            }
            String output =
                    new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
            return process.exitValue() == 0 ? Integer.parseInt(output.strip()) : -1;
        } catch (IOException | NumberFormatException unusable) {
            return -1;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /** The command with what has to stand before it. */
    List<String> command(List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return whole;
    }

    /** Gives the file or directory, and all below it, to the user that PostgreSQL runs as. */
    void own(Path path) throws IOException {
        if (userOf(path) == fileOwner) {
            return;
        }
        UserPrincipal owner =
                path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(Integer.toString(fileOwner));
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : (Iterable<Path>) all::iterator) {
                Files.setOwner(each, owner);
            }
        }
    }

    /** Whether the user that PostgreSQL runs as can enter the directory. */
    boolean canEnter(Path directory) {
        try {
            Process process = new ProcessBuilder(command(List.of("test", "-x", directory.toString())))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(PROBE_TIMEOUT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException unusable) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public String toString() {
        return description;
    }
}
