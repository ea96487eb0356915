package io.millrace.tools.torture.offline;

import io.millrace.tools.torture.Effort;
import io.millrace.tools.torture.Figure;
import io.millrace.tools.torture.Invariant;
import io.millrace.tools.torture.Round;
import io.millrace.tools.torture.reader.RawBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One bit turned over, in each part of the files in turn.
 *
 * <p>In a batch or in the length word before it: found always, at exactly its first record. In the queue's own structures, its
 * file headers and its table: found, or without any effect, now and when more is appended. In the newest snapshot: passed over for
 * the one before. In the state file: made again from the journal. In the end state, outputs and records are those of a run without
 * harm.
 */
final class BitFlips implements OfflineFault {
    /** What is hurt. */
    enum Part {
        PAYLOAD,
        BATCH_HEADER,
        LENGTH_WORD,
        INDEX,
        FILE_HEADER,
        METADATA,
        SNAPSHOT,
        STATE_FILE
    }

    private static final int LENGTH_BYTES = 4;
    private static final int BITS = 8;
    private static final int RECOVERED_ROUNDS = 6;
    private static final String METADATA_FILE = "journal/metadata.cq4t";
    private static final String STATE_FILE = "state/state.cm3";
    private static final int FILE_HEADER_BYTES = 200;

    private final Base base;

    BitFlips(final Base base) {
        this.base = base;
    }

    @Override
    public String name() {
        return "bit-flip";
    }

    @Override
    public String title() {
        return "one bit turned over in batches, queue structures, snapshots and state";
    }

    @Override
    public int rounds(final Effort effort) {
        return effort == Effort.FULL ? 1_000 : 100;
    }

    @Override
    public void round(final Round round) throws Exception {
        final DataCopy copy = base.copyTo(round.directory());
        final Part part = Part.values()[round.number() % Part.values().length];
        switch (part) {
            case PAYLOAD, BATCH_HEADER, LENGTH_WORD -> batch(part, copy, round);
            case INDEX, FILE_HEADER, METADATA -> queue(part, copy, round);
            case SNAPSHOT -> snapshot(copy, round);
            case STATE_FILE -> stateFile(copy, round);
        }
    }

    private void batch(final Part part, final DataCopy copy, final Round round) throws IOException {
        final SplittableRandom random = round.random();
        final RawBatch batch = base.batches().get(random.nextInt(base.batches().size()));
        final long bodyOffset = batch.offset() + LENGTH_BYTES;
        final long offset = switch (part) {
            case LENGTH_WORD -> batch.offset() + random.nextInt(LENGTH_BYTES);
            case BATCH_HEADER -> bodyOffset + random.nextInt(RawBatch.HEADER_BYTES);
            default ->
                bodyOffset + RawBatch.HEADER_BYTES + random.nextInt(batch.bytes().length - RawBatch.HEADER_BYTES);
        };
        final int bit = random.nextInt(BITS);
        copy.flip("journal/" + batch.file(), offset, bit);
        final Trial trial =
                new Trial(base, copy, round, part + ", " + batch.file() + " byte " + offset + " bit " + bit);
        final Outcome look = trial.look();
        trial.requireNamed(look, batch.firstSequence());
        if (part != Part.LENGTH_WORD) {
            Invariant.I5.require(
                    look.damagedFile().equals(batch.file()), "not " + batch.file() + " is named: " + look.answer());
        }
        // What follows is the same for each batch; some of the rounds are enough.
        if (round.number() / Part.values().length % RECOVERED_ROUNDS == 0) {
            trial.requireRefusal();
            trial.requireGoodPrefix(batch.firstSequence() - 1);
        }
    }

    private void queue(final Part part, final DataCopy copy, final Round round) throws IOException {
        final SplittableRandom random = round.random();
        final List<String> cycles = base.files().names(".cq4");
        final String file = part == Part.METADATA ? METADATA_FILE : cycles.get(random.nextInt(cycles.size()));
        final long offset = switch (part) {
            case FILE_HEADER -> random.nextInt(FILE_HEADER_BYTES);
            case METADATA -> random.nextInt(base.files().file(file).bytes().length);
            default -> usedIndexByte(base.files().file(file).bytes(), random);
        };
        final int bit = random.nextInt(BITS);
        copy.flip(file, offset, bit);
        final Trial trial = new Trial(base, copy, round, part + ", " + file + " byte " + offset + " bit " + bit);
        final Outcome look = trial.look();
        if (look.exitCode() == Outcome.DONE) {
            trial.requireHarmlessOrRefused(look);
        } else {
            trial.requireNamed(look);
            trial.requireRefusal();
            trial.requireGoodPrefix(part == Part.METADATA ? base.lastSequence() : 0);
        }
    }

    /** A byte between the file's header and its first batch, rather one that is in use. */
    private static long usedIndexByte(final byte[] bytes, final SplittableRandom random) {
        final int end = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("MLRC") - LENGTH_BYTES;
        for (int i = 0; i < 1_000; i++) {
            final int offset = FILE_HEADER_BYTES + random.nextInt(end - FILE_HEADER_BYTES);
            if (bytes[offset] != 0) {
                return offset;
            }
        }
        return FILE_HEADER_BYTES;
    }

    private void snapshot(final DataCopy copy, final Round round) throws IOException {
        Files.delete(copy.file("state/clean.json"));
        final SplittableRandom random = round.random();
        final List<String> snapshots = base.files().names(".snapshot");
        final String newest = snapshots.get(snapshots.size() - 1);
        final long offset = random.nextInt((int) base.files().file(newest).length());
        final int bit = random.nextInt(BITS);
        copy.flip(newest, offset, bit);
        final String where = "SNAPSHOT, " + newest + " byte " + offset + " bit " + bit;
        final Trial trial = new Trial(base, copy, round, where);
        final Outcome look = trial.look();
        look.requireDone(where);
        Invariant.I3.require(
                look.json().get("way").asText().equals("snapshot")
                        && look.json().get("passedOver").size() == 1
                        && look.json().get("passedOver").toString().contains(newest),
                where + ": not passed over for the one before, " + look.answer().out());
        round.count(Figure.CORRUPTIONS_DETECTED, 1);
        trial.requireWholeAgain();
    }

    private void stateFile(final DataCopy copy, final Round round) throws IOException {
        final SplittableRandom random = round.random();
        final FileImage image = base.files().file(STATE_FILE);
        long offset = random.nextInt(image.bytes().length);
        for (int i = 0; i < 1_000 && image.bytes()[(int) offset] == 0; i++) {
            offset = random.nextInt(image.bytes().length);
        }
        final int bit = random.nextInt(BITS);
        copy.flip(STATE_FILE, offset, bit);
        final String where = "STATE_FILE, byte " + offset + " bit " + bit;
        final Trial trial = new Trial(base, copy, round, where);
        trial.look().requireDone(where);
        final Outcome run = trial.requireWholeAgain();
        // Digests are those of a run without harm either way; a bit in free space of the map changes nothing.
        round.count(
                run.json().get("rebuilt").asBoolean() ? Figure.CORRUPTIONS_DETECTED : Figure.CORRUPTIONS_HARMLESS, 1);
    }
}
