package io.cardswitch.architecture;

import java.util.ArrayList;
import java.util.List;

/** What a check found: one line each, {@code file:line: what is wrong: what to do}. */
final class Findings {
    private final List<String> lines = new ArrayList<>();

    void add(String path, long line, String what, String hint) {
        lines.add(path + ":" + line + ": " + what + ": " + hint);
    }

    List<String> lines() {
        return lines;
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    @Override
    public String toString() {
        return lines.size() + " found\n" + String.join("\n", lines);
    }
}
