package io.cardswitch.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns: the first to the left, the others to the right. */
public final class Table {
    private static final String GAP = "  ";

    private final List<String[]> rows = new ArrayList<>();

    /** A table with these headings. */
    public Table(String... headings) {
        rows.add(headings);
    }

    /** Adds a row with as many cells as there are headings. */
    public void row(String... cells) {
        if (cells.length != rows.getFirst().length) {
            throw new IllegalArgumentException("a row has " + cells.length + " cells");
        }
        rows.add(cells);
    }

    @Override
    public String toString() {
        final int[] widths = new int[rows.getFirst().length];
        for (final String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        final StringBuilder text = new StringBuilder();
        for (final String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                final String blanks = " ".repeat(widths[i] - row[i].length());
                text.append(i == 0 ? row[i] + blanks : GAP + blanks + row[i]);
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }
}
