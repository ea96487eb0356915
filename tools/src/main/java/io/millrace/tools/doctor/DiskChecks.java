package io.millrace.tools.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The place of the data directory: writable, local, with room. Any thread; leaves nothing behind. */
final class DiskChecks {
    private static final long FREE_PROBLEM_BYTES = 512L << 20;
    private static final long FREE_WARNING_BYTES = 4L << 30;
    private static final Set<String> REMOTE = Set.of(
            "nfs",
            "nfs4",
            "cifs",
            "smb3",
            "smbfs",
            "9p",
            "ceph",
            "glusterfs",
            "afs",
            "lustre",
            "fuse.sshfs",
            "fuse.s3fs",
            "fuse.glusterfs");
    private static final Set<String> VOLATILE = Set.of("tmpfs", "ramfs");

    private final Path dataDirectory;

    DiskChecks(Path dataDirectory) {
        this.dataDirectory = dataDirectory;
    }

    List<Finding> examine() {
        Path place = dataDirectory;
        while (!Files.exists(place)) {
            place = place.getParent();
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(writable(place));
        try {
            FileStore store = Files.getFileStore(place);
            findings.add(kind(store));
            findings.add(room(store));
        } catch (IOException unknown) {
            findings.add(Finding.warning(
                    "disk", "cannot ask for the file system of " + place + ": " + unknown, "check the mount"));
        }
        return findings;
    }

    private Finding writable(Path place) {
        String detail = dataDirectory + (Files.exists(dataDirectory) ? "" : " (not there yet)");
        String remedy = "choose another --data directory, or give this user the right to write in " + place;
        if (!Files.isDirectory(place)) {
            return Finding.problem("data directory", place + " is not a directory", "choose another --data directory");
        }
        try {
            Files.delete(Files.createTempFile(place, ".millrace-doctor", ""));
            return Finding.ok("data directory", detail + " is writable");
        } catch (IOException refused) {
            return Finding.problem("data directory", detail + " cannot be written: " + refused, remedy);
        }
    }

    private static Finding kind(FileStore store) {
        String type = store.type();
        if (REMOTE.contains(type)) {
            return Finding.problem(
                    "file system",
                    type + " is not local: memory-mapped journals break there",
                    "choose a --data directory on a local disk");
        }
        if (VOLATILE.contains(type)) {
            return Finding.warning("file system", type + " is lost at a reboot", "choose a --data directory on a disk");
        }
        return Finding.ok("file system", type);
    }

    private static Finding room(FileStore store) throws IOException {
        long bytes = store.getUsableSpace();
        String detail = (bytes >> 20) + " MiB free";
        if (bytes < FREE_PROBLEM_BYTES) {
            return Finding.problem("disk", detail, "free 512 MiB or more, or choose another --data directory");
        }
        if (bytes < FREE_WARNING_BYTES) {
            return Finding.warning(
                    "disk", detail, "a day of ticks needs gigabytes: free some, or choose another --data directory");
        }
        return Finding.ok("disk", detail);
    }
}
