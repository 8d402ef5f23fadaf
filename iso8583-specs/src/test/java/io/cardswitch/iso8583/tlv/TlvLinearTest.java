package io.cardswitch.iso8583.tlv;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Validating any bytes reads none of them more than twice on average, however they are nested. */
class TlvLinearTest {
    private static final int MOST_READS = 2;

    private static final TlvLayout[] LAYOUTS = {
        TlvLayout.BER,
        TlvLayout.tagFirst(2, 2, Numerals.EBCDIC),
        TlvLayout.tagFirst(4, 3, Numerals.ASCII),
        TlvLayout.tagFirst(1, 2, Numerals.BINARY),
        TlvLayout.lengthFirst(1, 1, Numerals.BCD)
    };

    /** Counts the bytes that are read of it. */
    private static final class Counting extends UnsafeBuffer {
        private long reads;

        Counting(byte[] bytes) {
            super(bytes);
        }

        @Override
        public byte getByte(int index) {
            reads++;
            return super.getByte(index);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1_000, 10_000})
    void shouldReadEachByteTwiceAtMost(int length) {
        final SplittableRandom random = new SplittableRandom(8583);
        final byte[] noise = new byte[length];
        for (int round = 0; round < 500; round++) {
            random.nextBytes(noise);
            assertLinear(noise);
        }
        final byte[] same = new byte[length];
        for (int octet = 0; octet < 256; octet++) {
            Arrays.fill(same, (byte) octet);
            assertLinear(same);
        }
        assertLinear(nested(length));
        assertLinear(empty(length));
    }

    private static void assertLinear(byte[] bytes) {
        for (final TlvLayout layout : LAYOUTS) {
            final Counting buffer = new Counting(bytes);
            new TlvDecoder(layout).wrap(buffer, 0, bytes.length).validate();
            assertTrue(
                    buffer.reads <= (long) MOST_READS * bytes.length,
                    () -> layout + ": " + buffer.reads + " reads of " + bytes.length + " bytes");
        }
    }

    /** Objects in objects, as deep as they may be, side by side. */
    private static byte[] nested(int length) {
        final byte[] bytes = new byte[length / 16 * 16];
        for (int at = 0; at < bytes.length; at += 16) {
            for (int level = 0; level < 8; level++) {
                bytes[at + 2 * level] = (byte) (level < 7 ? 0xE1 : 0x81);
                bytes[at + 2 * level + 1] = (byte) (14 - 2 * level);
            }
        }
        return bytes;
    }

    /** Tags without values. */
    private static byte[] empty(int length) {
        final byte[] bytes = new byte[length / 2 * 2];
        for (int at = 0; at < bytes.length; at += 2) {
            bytes[at] = (byte) 0x81;
        }
        return bytes;
    }
}
