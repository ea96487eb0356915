package io.millrace.tools.torture.reader;

/**
 * The first place where a journal is not what its format says.
 *
 * @param file name of the cycle file
 * @param offset byte of the file where the excerpt begins, its length word included
 * @param sequence first record that cannot be trusted
 * @param why what is wrong
 */
public record BadPlace(String file, long offset, long sequence, String why) {
    @Override
    public String toString() {
        return "sequence " + sequence + ", " + file + " at byte " + offset + ": " + why;
    }
}
