package io.millrace.archiver.testing;

/** How often a test with chance in it is to be repeated: few times in a build, more where somebody has the time. */
public final class Rounds {
    private Rounds() {}

    /** The number that {@code -Dmillrace.rounds.<name>} gives, or the one of the build. */
    public static int of(String name, int inABuild) {
        return Integer.getInteger("millrace.rounds." + name, inABuild);
    }
}
