package io.cardswitch.core.cli.secrets;

import io.cardswitch.core.config.TestCards;

import org.agrona.collections.IntHashSet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * First eight digits of the card numbers that a site knows, packed as they stand in four bytes.
 * Eight bytes of any binary file can be a card number by chance; with one of these in front hardly
 * once in a hundred gigabytes.
 */
final class BinTable {
    private static final int DIGITS = 8;
    private static final int HEXADECIMAL = 16;

    private static final Pattern ROW = Pattern.compile("[0-9]{" + DIGITS + "}.*");

    private final IntHashSet packed = new IntHashSet();

    private BinTable() {}

    /** The BINs of the demonstration. */
    static BinTable ofTests() {
        final BinTable table = new BinTable();
        TestCards.bins().forEach(table::add);
        return table;
    }

    /**
     * The BINs of a site's own cards.
     *
     * @param configuration directory with a {@code cards.csv}
     */
    static BinTable of(Path configuration) throws IOException {
        final BinTable table = new BinTable();
        try (Stream<String> rows = Files.lines(configuration.resolve("cards.csv"))) {
            rows.filter(row -> ROW.matcher(row).matches()).forEach(table::add);
        }
        return table;
    }

    private void add(String number) {
        packed.add(Integer.parseUnsignedInt(number.substring(0, DIGITS), HEXADECIMAL));
    }

    /** Whether four bytes are the start of one of its card numbers. */
    boolean holds(int firstBytes) {
        return packed.contains(firstBytes);
    }
}
