package io.cardswitch.iso8583.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Everything that is wrong in a set of files, collected so that the reader sees all of it at once.
 * Card numbers and keys that a file holds never appear in clear in {@link #lines()}.
 */
public final class Problems {
    /** Problems kept; the rest is only counted. */
    public static final int MAX_COUNT = 1000;

    private static final Pattern LONG_HEX = Pattern.compile("(?<![0-9A-Za-z])[0-9A-Fa-f]{13,}");
    private static final Pattern ALL_DIGITS = Pattern.compile("[0-9]{13,19}");

    private record Problem(String file, int line, String what, String hint) {
        String text() {
            return file + ":" + line + ": " + what + ": " + hint;
        }
    }

    private final List<Problem> problems = new ArrayList<>();
    private int dropped;

    /**
     * Records one problem.
     *
     * @param file as the user named it
     * @param line 1-based; 1 when the file as a whole is meant
     * @param what is wrong
     * @param hint what to do about it
     */
    public void add(String file, int line, String what, String hint) {
        if (problems.size() == MAX_COUNT) {
            dropped++;
            return;
        }
        problems.add(new Problem(file, line, masked(what), masked(hint)));
    }

    /** True as long as nothing is wrong. */
    public boolean isEmpty() {
        return problems.isEmpty();
    }

    /** Problems so far, those not kept too: it grows when a part that is read has any. */
    public int count() {
        return problems.size() + dropped;
    }

    /** What was read, null when there are more problems than {@code before}. */
    public <T> T soundSince(int before, T read) {
        return count() == before ? read : null;
    }

    /** One line a problem, {@code file:line: what: hint}, by file and line; each line once. */
    public List<String> lines() {
        final List<String> lines = new ArrayList<>();
        problems.stream()
                .sorted(Comparator.comparing(Problem::file).thenComparingInt(Problem::line))
                .map(Problem::text)
                .distinct()
                .forEach(lines::add);
        if (dropped > 0) {
            lines.add("and " + dropped + " more problems");
        }
        return lines;
    }

    private static String masked(String text) {
        return LONG_HEX.matcher(text).replaceAll(match -> maskedRun(match.group()));
    }

    private static String maskedRun(String run) {
        if (!ALL_DIGITS.matcher(run).matches()) {
            return "*".repeat(run.length());
        }
        final int end = run.length() - 4;
        return run.substring(0, 6) + "*".repeat(end - 6) + run.substring(end);
    }
}
