package io.cardswitch.core.config;

import io.cardswitch.iso8583.yaml.Problems;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Reads a CSV file row by row, so that a file of millions of rows needs no memory: a fixed header
 * line, values without quotes, one record a line.
 */
public final class CsvReader {
    private static final int MAX_ROW_LENGTH = 512;
    private static final int SHOWN_DIGITS = 10;

    private final Path path;
    private final List<String> header;
    private final Problems problems;
    private String[] values;
    private int line;

    /** Takes one row; the reader answers for its columns during the call. */
    public interface RowHandler {
        /** Called for each complete row. */
        void onRow(CsvReader row);
    }

    /**
     * A reader of one file.
     *
     * @param header column names the file must start with
     */
    public CsvReader(Path path, List<String> header, Problems problems) {
        this.path = path;
        this.header = header;
        this.problems = problems;
    }

    /** Hands every complete row on. */
    public void forEach(RowHandler handler) {
        try (BufferedReader reader = Files.newBufferedReader(path, StandardCharsets.US_ASCII)) {
            final String expected = String.join(",", header);
            line = 1;
            if (!expected.equals(reader.readLine())) {
                problem("wrong header line", "write " + expected);
                return;
            }
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                line++;
                if (!text.isEmpty() && isComplete(text)) {
                    handler.onRow(this);
                }
            }
        } catch (final CharacterCodingException e) {
            line++;
            problem("row is not ASCII text", "save the file as ASCII");
        } catch (final IOException e) {
            line = 1;
            problem(
                    Files.exists(path) ? "file cannot be read" : "file is missing",
                    "create it, readable for the user that runs the switch");
        }
    }

    private boolean isComplete(String text) {
        values = text.length() > MAX_ROW_LENGTH ? new String[0] : text.split(",", -1);
        if (values.length == header.size()) {
            return true;
        }
        problem(
                "row does not have " + header.size() + " columns",
                "write " + String.join(",", header));
        return false;
    }

    /** Value of a column. */
    public String text(String column) {
        return values[header.indexOf(column)];
    }

    /**
     * Value of a column for a problem line. One with more digits than an account number has may be
     * a card number in the wrong column, in whatever notation: it is not shown.
     */
    String shown(String column) {
        final String text = text(column);
        final long digits = text.chars().filter(c -> c >= '0' && c <= '9').count();
        return digits > SHOWN_DIGITS ? "(not shown)" : "\"" + text + "\"";
    }

    /** Value as a whole number, both bounds included; {@code minimum}, with a problem, if not. */
    public long number(String column, long minimum, long maximum) {
        final String text = text(column);
        try {
            final long value = Long.parseLong(text);
            if (value >= minimum && value <= maximum) {
                return value;
            }
        } catch (final NumberFormatException e) {
            // The same problem as a number out of range.
        }
        problem(
                column + " is " + shown(column),
                String.format(
                        Locale.ROOT, "write a whole number from %,d to %,d", minimum, maximum));
        return minimum;
    }

    /** Records a problem of the current row. */
    public void problem(String what, String hint) {
        problems.add(path.toString(), line, what, hint);
    }
}
