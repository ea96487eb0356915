package io.millrace.engine.config;

import java.util.Collection;

/** Finds the known word that was probably meant. Any thread. */
final class Suggestion {
    private Suggestion() {}

    /** {@code did you mean 'x'?} when a known word is near, else the list of the known words. */
    static String of(String word, String what, Collection<String> known) {
        String nearest = null;
        int nearestDistance = Math.max(2, word.length() / 3) + 1;
        for (String candidate : known) {
            int distance = distance(word, candidate);
            if (distance < nearestDistance) {
                nearest = candidate;
                nearestDistance = distance;
            }
        }
        if (nearest != null) {
            return "did you mean '" + nearest + "'?";
        }
        return known.isEmpty() ? "there are no " + what : "the " + what + " are " + String.join(", ", known);
    }

    /** Levenshtein distance: insertions, deletions and replacements of single characters. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[b.length()];
    }
}
