package io.cardswitch.iso8583.tlv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** Goal: any bytes give objects or an error, never more; what was written reads back. */
class TlvPropertyTest {
    private static final TlvLayout[] LAYOUTS = {
        TlvLayout.BER,
        TlvLayout.tagFirst(4, 3, Numerals.ASCII),
        TlvLayout.tagFirst(2, 2, Numerals.EBCDIC),
        TlvLayout.tagFirst(1, 2, Numerals.BINARY),
        TlvLayout.lengthFirst(2, 3, Numerals.ASCII),
        TlvLayout.lengthFirst(1, 1, Numerals.BCD)
    };

    private static final int[] TAGS = {0x82, 0x9F26, 0x5F2A, 0xDF8101, 0xDF818201, 0x9A, 0xC1};
    private static final int[] TEMPLATES = {0x71, 0xE1, 0x7F21, 0xBF8101, 0xFF8106};
    private static final int MAX_READS_A_BYTE = 3;

    private final UnsafeBuffer target = new UnsafeBuffer(new byte[1 << 16]);

    /** Counts what is read and fails outside of the field. */
    private static final class Reads {
        int count;

        DirectBuffer of(byte[] bytes, int from, int to) {
            return (DirectBuffer)
                    Proxy.newProxyInstance(
                            Reads.class.getClassLoader(),
                            new Class<?>[] {DirectBuffer.class},
                            (proxy, method, arguments) -> {
                                if (method.getName().equals("boundsCheck")) return null;
                                assertEquals("getByte", method.getName());
                                final int index = (int) arguments[0];
                                assertTrue(index >= from && index < to, () -> "read at " + index);
                                count++;
                                return bytes[index];
                            });
        }
    }

    @Test
    void shouldReadBackWhatWasWritten() {
        LongStream.range(0, 500)
                .forEach(seed -> {
                    final SplittableRandom random = new SplittableRandom(seed);
                    for (final TlvLayout layout : LAYOUTS) {
                        final StringBuilder expected = new StringBuilder();
                        final TlvEncoder encoder = new TlvEncoder(layout).wrap(target, 0, 1 << 16);
                        write(layout, random, encoder, 0, expected);
                        final int length = encoder.finish();
                        assertTrue(length >= 0, () -> "seed=" + seed + " " + encoder.errorText());
                        final byte[] field = Arrays.copyOf(target.byteArray(), length);
                        final StringBuilder read = new StringBuilder();
                        read(layout, field, read);
                        assertEquals(expected.toString(), read.toString(), () -> "seed=" + seed);
                        assertArrayEquals(field, rewritten(layout, field), () -> "seed=" + seed);
                    }
                });
    }

    private static void write(
            TlvLayout layout,
            SplittableRandom random,
            TlvEncoder encoder,
            int depth,
            StringBuilder expected) {
        for (int i = random.nextInt(5); i > 0; i--) {
            final boolean isTemplate =
                    layout.isBer() && depth < TlvDecoder.MAX_DEPTH && random.nextInt(3) == 0;
            if (isTemplate) {
                final int tag = TEMPLATES[random.nextInt(TEMPLATES.length)];
                expected.append(depth).append(':').append(tag).append(' ');
                encoder.begin(tag);
                write(layout, random, encoder, depth + 1, expected);
                encoder.end();
                continue;
            }
            final int tag =
                    layout.isBer() ? TAGS[random.nextInt(TAGS.length)] : tag(layout, random);
            final byte[] value = new byte[random.nextInt(layout.tagBytes() == 1 ? 90 : 300) % 90];
            random.nextBytes(value);
            expected.append(depth).append(':').append(tag).append('=');
            expected.append(Arrays.hashCode(value)).append(' ');
            encoder.put(tag, new UnsafeBuffer(value), 0, value.length);
        }
    }

    private static int tag(TlvLayout layout, SplittableRandom random) {
        int tag = random.nextInt();
        while (!layout.isTag(tag)) {
            int digits = 0;
            for (int i = 0; i < layout.tagBytes(); i++) {
                final int zero = layout.numerals() == Numerals.EBCDIC ? 0xF0 : 0x30;
                digits = digits << Byte.SIZE | zero + random.nextInt(10);
            }
            tag = digits;
        }
        return tag;
    }

    private static void read(TlvLayout layout, byte[] field, StringBuilder read) {
        final TlvDecoder decoder = new TlvDecoder(layout);
        decoder.wrap(new UnsafeBuffer(field), 0, field.length);
        assertTrue(decoder.validate(), decoder::errorText);
        while (decoder.next()) {
            final int from = decoder.valueOffset();
            final byte[] value = Arrays.copyOfRange(field, from, from + decoder.valueLength());
            final boolean isTemplate =
                    layout.isBer()
                            && TlvLayout.isConstructed(decoder.tag(), layout.bytes(decoder.tag()));
            read.append(decoder.depth()).append(':').append(decoder.tag());
            if (!isTemplate) read.append('=').append(Arrays.hashCode(value));
            read.append(' ');
        }
    }

    /** Top-level objects copied one by one. */
    private byte[] rewritten(TlvLayout layout, byte[] field) {
        final UnsafeBuffer source = new UnsafeBuffer(field);
        final TlvDecoder decoder = new TlvDecoder(layout).wrap(source, 0, field.length);
        final TlvEncoder encoder = new TlvEncoder(layout).wrap(target, 0, 1 << 16);
        while (decoder.next()) {
            encoder.put(decoder.tag(), source, decoder.valueOffset(), decoder.valueLength());
            decoder.skip();
        }
        return Arrays.copyOf(target.byteArray(), encoder.finish());
    }

    @Test
    void shouldStayInsideAndReadEachByteFewTimesWhateverTheBytes() {
        LongStream.range(0, 4_000)
                .forEach(seed -> {
                    final SplittableRandom random = new SplittableRandom(seed);
                    final byte[] bytes = randomField(random);
                    final int from = random.nextInt(8);
                    final int length = random.nextInt(bytes.length - from + 1);
                    for (final TlvLayout layout : LAYOUTS) {
                        final Reads reads = new Reads();
                        final TlvDecoder decoder = new TlvDecoder(layout);
                        decoder.wrap(reads.of(bytes, from, from + length), from, length);
                        int objects = 0;
                        while (decoder.next()) {
                            objects++;
                            final int end = decoder.valueOffset() + decoder.valueLength();
                            assertTrue(decoder.offset() >= from && end <= from + length);
                        }
                        final int most = MAX_READS_A_BYTE * length;
                        assertTrue(
                                reads.count <= most,
                                () -> "seed=" + seed + " reads " + reads.count);
                        assertTrue(objects <= length, () -> "seed=" + seed);
                        assertEquals(decoder.isSound(), decoder.errorText().isEmpty());
                        assertTrue(decoder.errorOffset() >= 0 && decoder.errorOffset() <= length);
                        assertTrue(decoder.errorPath().length() < 100);
                    }
                });
    }

    /** Bytes that look like fields often enough to be read far into. */
    private static byte[] randomField(SplittableRandom random) {
        final byte[] bytes = new byte[8 + random.nextInt(300)];
        random.nextBytes(bytes);
        final byte[] likely = {0, -1, 1, 2, 0x71, (byte) 0x9F, 0x26, '0', '1', (byte) 0xF0, 5};
        final int share = random.nextInt(4);
        for (int i = 0; i < bytes.length; i++) {
            if (random.nextInt(4) < share) bytes[i] = likely[random.nextInt(likely.length)];
        }
        return bytes;
    }

    @Test
    void shouldReadFillerAndDeepNestsInLinearTime() {
        final byte[] nest = new byte[60_000];
        for (int i = 0; i < 8; i++) {
            nest[i * 4] = 0x71;
            nest[i * 4 + 1] = (byte) 0x82;
            final int left = nest.length - i * 4 - 4;
            nest[i * 4 + 2] = (byte) (left >> 8);
            nest[i * 4 + 3] = (byte) left;
        }
        final byte[] ones = new byte[60_000];
        Arrays.fill(ones, (byte) -1);
        for (final byte[] field : new byte[][] {nest, ones, new byte[60_000]}) {
            final Reads reads = new Reads();
            final TlvDecoder decoder = new TlvDecoder(TlvLayout.BER);
            assertTrue(decoder.wrap(reads.of(field, 0, 60_000), 0, 60_000).validate());
            assertTrue(reads.count <= 2 * field.length, () -> "reads " + reads.count);
        }
    }

    @Test
    void shouldAllocateNothing() {
        final UnsafeBuffer field = new UnsafeBuffer(new byte[1 << 12]);
        final UnsafeBuffer value = new UnsafeBuffer(new byte[64]);
        final TlvDecoder decoder = new TlvDecoder(TlvLayout.BER);
        final TlvEncoder encoder = new TlvEncoder(TlvLayout.BER);
        final Runnable round =
                () -> {
                    encoder.wrap(field, 0, field.capacity()).begin(0x71).put(0x86, value, 0, 64);
                    final int length = encoder.end().put(0x9F26, value, 0, 8).finish();
                    decoder.wrap(field, 0, length);
                    if (!decoder.validate() || !decoder.find(0x9F26)) throw new AssertionError();
                };
        final var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 20 && least > 0; attempt++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++) {
                round.run();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least);
    }
}
