package io.cardswitch.iso8583.nested;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.Encoding;
import io.cardswitch.iso8583.PartBitmap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.BitSet;
import java.util.HexFormat;

/** Bitmaps of any width; those of 24 octets are from rkbalgi/go, {@code iso_bitmap_test.go}. */
class PartBitsTest {
    private static final HexFormat HEX = HexFormat.of();

    private static Span span(byte[] content) {
        return new Span(content, new Place(null, 0, Encoding.BINARY), 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HEX|24|464530303030303030303030303331303830303030303230303030303030303038303030"
                        + "303030303030303030303031|1,2,3,4,5,6,7,55,56,60,65,91,129,192",
                "EBCDIC_HEX|24|C6C5F0F0F0F0F0F0F0F0F0F0F0F3F1F0F8F0F0F0F0F0F2F0F0F0F0F0F0F0F0F0"
                        + "F8F0F0F0F0F0F0F0F0F0F0F0F0F0F0F1|1,2,3,4,5,6,7,55,56,60,65,91,129,192",
                "BINARY|24|F000001018010002E0200000100201000000200004040201|1,2,3,4,28,36,37,48,63,"
                        + "65,66,67,75,100,111,120,147,166,174,183,192",
                "BINARY|1|81|1,8",
                "BINARY|3|800001|1,24",
            })
    void shouldReadAndWriteBitmapsOfAnyWidth(
            Encoding encoding, int octets, String hex, String bits) {
        final PartBits read = new PartBits(new PartBitmap(encoding, octets, 1));
        final byte[] content = HEX.parseHex(hex);
        assertTrue(read.read(span(content), new NestedError()));
        assertEquals("{" + bits.replace(",", ", ") + "}", read.parts().toString());
        assertEquals(content.length, read.length());
        assertArrayEquals(content, read.write());
    }

    @Test
    void shouldChainAsManyBitmapsAsAreAnnounced() {
        final PartBitmap bitmap = new PartBitmap(Encoding.BINARY, 8, 3);
        for (final int last : new int[] {2, 64, 66, 128, 130, 192}) {
            final PartBits written = new PartBits(bitmap);
            written.announce(2);
            written.announce(last);
            final byte[] octets = written.write();
            assertEquals((last + 63) / 64 * 8, octets.length);
            final PartBits read = new PartBits(bitmap);
            assertTrue(read.read(span(octets), new NestedError()));
            final BitSet expected = new BitSet();
            expected.set(2);
            expected.set(last);
            assertEquals(expected, read.parts());
        }
    }

    @Test
    void shouldRefuseABitmapThatHasNoRoom() {
        final PartBits bits = new PartBits(new PartBitmap(Encoding.BINARY, 1, 2));
        assertFalse(bits.read(span(HEX.parseHex("8080")), new NestedError()));
        assertFalse(bits.read(span(HEX.parseHex("80")), new NestedError()));
        final PartBits digits = new PartBits(new PartBitmap(Encoding.HEX, 1, 1));
        assertFalse(digits.read(span(HEX.parseHex("3047")), new NestedError()));
    }

    /** Bits of ISO 8583:2003: 16, then 8 each, the last bit of all for tags. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4000|1|true",
                "4002|1,14|true",
                "4001|1,193|true",
                "0001|193|true",
                "C00000|1|false",
                "C00140|1,15,16|true",
                "800002|21|true",
                "80008040|23|true",
                "80008140|22,23|true",
                "80008001|193|false",
                "C0008041|1,23,193|true",
            })
    void shouldReadAndWriteBitmapsOfDatasets(String hex, String bits, boolean isShortest) {
        final PartBits read = new PartBits(PartBitmap.DATASET);
        final byte[] content = HEX.parseHex(hex);
        assertTrue(read.read(span(content), new NestedError()));
        assertEquals("{" + bits.replace(",", ", ") + "}", read.parts().toString());
        assertEquals(content.length, read.length());
        assertEquals(isShortest, HEX.formatHex(read.write()).equalsIgnoreCase(hex));
    }

    @Test
    void shouldRefuseBitmapsOfDatasetsThatDoNotEnd() {
        final PartBits bits = new PartBits(PartBitmap.DATASET);
        assertFalse(bits.read(span(HEX.parseHex("40")), new NestedError()));
        assertFalse(bits.read(span(HEX.parseHex("8000")), new NestedError()));
        assertFalse(bits.read(span(HEX.parseHex("80".repeat(100))), new NestedError()));
    }
}
