package io.cardswitch.iso8583.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.cardswitch.iso8583.Encoding;
import io.cardswitch.iso8583.spec.Dialects;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** What holds for every message, valid or not. {@code -Dseed=N} replays one run. */
class CodecPropertyTest {
    private static final long SEED = Long.getLong("seed", 87);
    private static final int POISON = 3;

    static List<String> dialects() {
        return Stream.concat(
                        Dialects.names().stream(),
                        Stream.of(
                                Messages.EVERY_LAYOUT,
                                Messages.EBCDIC,
                                "three-bitmaps",
                                "three-bitmaps-hex",
                                "three-bitmaps-ebcdic",
                                "mixed-bitmaps"))
                .toList();
    }

    /** The two that most links speak are tried with more messages and more changes of each byte. */
    private static boolean isThorough(String dialect) {
        return dialect.equals("iso87-ascii") || dialect.equals("iso87-binary");
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void shouldReadWhatItWroteWhereverItLies(String dialect) {
        final MessageSpec spec = Messages.spec(dialect);
        final MessageDecoder decoder = new MessageDecoder(spec);
        final MessageDecoder restored = new MessageDecoder(spec);
        final MessageEncoder encoder = new MessageEncoder(spec);
        final RandomMessages random = new RandomMessages(spec, SEED);
        final UnsafeBuffer outside = new UnsafeBuffer(ByteBuffer.allocateDirect(1 << 17));
        final UnsafeBuffer index = new UnsafeBuffer(new byte[MessageDecoder.MAX_INDEX_LENGTH]);
        for (int i = 0; i < 5_000; i++) {
            final String which = "seed=" + SEED + " message=" + i;
            final int mti = random.mti();
            final TreeMap<Integer, String> values = random.values();
            final byte[] message = Messages.encode(spec, mti, values);
            outside.putBytes(i, message);
            assertTrue(decoder.wrap(outside, i, message.length), which);
            assertEquals(values, Messages.values(decoder), which);
            assertArrayEquals(message, copied(decoder, encoder, mti, values), which);
            assertCopiesAlike(decoder, encoder, mti, random.bits(), which);

            final int saved = decoder.saveIndex(index, 0);
            assertTrue(saved <= MessageDecoder.MAX_INDEX_LENGTH, which);
            restored.restoreIndex(new UnsafeBuffer(message), 0, index, 0);
            assertEquals(mti, restored.mti(), which);
            assertEquals(values, Messages.values(restored), which);
        }
    }

    /** Some elements in as few copies as can be, or one by one: the same bytes. */
    private static void assertCopiesAlike(
            MessageDecoder source, MessageEncoder encoder, int mti, long bits, String which) {
        final long primary = source.primaryBitmap() & Long.MAX_VALUE & bits;
        final long secondary = source.secondaryBitmap() & Long.MAX_VALUE & bits;
        final long tertiary = source.tertiaryBitmap() & bits;
        final UnsafeBuffer together = new UnsafeBuffer(new byte[source.length()]);
        final UnsafeBuffer apart = new UnsafeBuffer(new byte[source.length()]);
        encoder.wrap(together, 0, together.capacity()).begin(mti, bitmaps(source));
        encoder.copyAll(source, primary, 1).copyAll(source, secondary, 1 + Long.SIZE);
        encoder.copyAll(source, tertiary, 1 + 2 * Long.SIZE);
        final int length = encoder.finish();
        encoder.wrap(apart, 0, apart.capacity()).begin(mti, bitmaps(source));
        final long[] chosen = {primary, secondary, tertiary};
        for (int de = 2; de <= MessageSpec.LAST_ELEMENT; de++) {
            if ((chosen[(de - 1) / 64] & Bitmaps.bit(de)) != 0) encoder.copy(source, de);
        }
        assertEquals(length, encoder.finish(), which);
        assertEquals(together, apart, which);
    }

    private static int bitmaps(MessageDecoder source) {
        if (source.secondaryBitmap() < 0) return 3;
        return source.primaryBitmap() < 0 ? 2 : 1;
    }

    private static byte[] copied(
            MessageDecoder source,
            MessageEncoder encoder,
            int mti,
            TreeMap<Integer, String> values) {
        final UnsafeBuffer target = new UnsafeBuffer(ByteBuffer.allocateDirect(source.length()));
        encoder.wrap(target, 0, target.capacity()).begin(mti, bitmaps(source));
        values.keySet().forEach(de -> encoder.copy(source, de));
        final byte[] message = new byte[encoder.finish()];
        target.getBytes(0, message);
        return message;
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void shouldRefuseEveryPrefixOfAMessage(String dialect) {
        final MessageSpec spec = Messages.spec(dialect);
        final MessageDecoder decoder = new MessageDecoder(spec);
        forMessages(
                spec,
                isThorough(dialect) ? 200 : 60,
                (message, name) -> {
                    for (int length = 0; length < message.length; length++) {
                        final byte[] prefix = Arrays.copyOf(message, length);
                        final String which = name + " length=" + length;
                        assertFalse(decoder.wrap(new UnsafeBuffer(prefix), 0, length), which);
                        assertEquals(ErrorReason.TRUNCATED, decoder.errorReason(), which);
                        assertTrue(decoder.errorOffset() <= length, which);
                    }
                    final byte[] longer = Arrays.copyOf(message, message.length + 1);
                    assertFalse(decoder.wrap(new UnsafeBuffer(longer), 0, longer.length));
                    assertEquals(ErrorReason.TRAILING_BYTES, decoder.errorReason());
                });
    }

    private static void forMessages(
            MessageSpec spec, int count, BiConsumer<byte[], String> messageAndName) {
        final RandomMessages random = new RandomMessages(spec, SEED);
        for (int i = 0; i < count; i++) {
            final byte[] message = Messages.encode(spec, random.mti(), random.values());
            messageAndName.accept(message, "seed=" + SEED + " message=" + i);
        }
    }

    /** Any byte changed: an answer, the same one wherever the message lies, never an exception. */
    @ParameterizedTest
    @MethodSource("dialects")
    void shouldAnswerEveryChangeOfAByteFromTheMessageAlone(String dialect) {
        final MessageSpec spec = Messages.spec(dialect);
        final Answers answers = new Answers(spec);
        final int step = isThorough(dialect) ? 5 : 23;
        forMessages(
                spec,
                isThorough(dialect) ? 20 : 10,
                (message, name) -> {
                    for (int at = 0; at < message.length; at++) {
                        final byte original = message[at];
                        for (int octet = 0; octet < 256; octet += at < 40 ? 1 : step) {
                            message[at] = (byte) octet;
                            final String which = name + " at=" + at + " octet=" + octet;
                            answers.assertSame(message, which);
                        }
                        message[at] = original;
                    }
                });
    }

    /** Whatever bit a line flips: the same message, another message, or an error with its place. */
    @ParameterizedTest
    @MethodSource("dialects")
    void shouldAnswerEveryFlippedBitOfAMessage(String dialect) {
        final MessageSpec spec = Messages.spec(dialect);
        final Answers answers = new Answers(spec);
        forMessages(
                spec,
                isThorough(dialect) ? 10 : 5,
                (message, name) -> {
                    for (int bit = 0; bit < Byte.SIZE * message.length; bit++) {
                        final int at = bit / Byte.SIZE;
                        message[at] ^= (byte) (1 << bit % Byte.SIZE);
                        answers.assertSame(message, name + " bit=" + bit);
                        message[at] ^= (byte) (1 << bit % Byte.SIZE);
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void shouldAnswerNoise(String dialect) {
        final MessageSpec spec = Messages.spec(dialect);
        final Answers answers = new Answers(spec);
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 20_000; i++) {
            final byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            answers.assertSame(noise, "seed=" + SEED + " noise=" + i);
        }
    }

    /**
     * Reads messages of one dialect by two decoders that have never seen the same: one that keeps
     * all it learns of one message after another, and one that meets a message cut short in between
     * and is made anew ever so often, before it has learned of any.
     */
    private static final class Answers {
        /** A prime, so that it meets each octet of a byte and each byte sooner or later. */
        private static final int UNTIL_ANEW = 13;

        private static final int SHORT = 100;

        private final MessageSpec spec;
        private final MessageDecoder exact;
        private MessageDecoder inside;
        private final UnsafeBuffer cutShort;
        private int count;
        private final MessageEncoder encoder;
        private final UnsafeBuffer target =
                new UnsafeBuffer(ByteBuffer.allocateDirect(MessageSpec.MAX_MESSAGE_LENGTH));
        private final byte[] text = new byte[2 * MessageSpec.MAX_MESSAGE_LENGTH];
        private final byte[] textInside = new byte[2 * MessageSpec.MAX_MESSAGE_LENGTH];
        private final UnsafeBuffer texts = new UnsafeBuffer(text);
        private final UnsafeBuffer textsInside = new UnsafeBuffer(textInside);

        Answers(MessageSpec spec) {
            this.spec = spec;
            exact = new MessageDecoder(spec);
            encoder = new MessageEncoder(spec);
            final RandomMessages random = new RandomMessages(spec, ~SEED);
            byte[] message = Messages.encode(spec, random.mti(), random.values());
            while (message.length > SHORT) {
                message = Messages.encode(spec, random.mti(), random.values());
            }
            cutShort = new UnsafeBuffer(message, 0, message.length - 1);
        }

        void assertSame(byte[] message, String which) {
            final boolean isValid = exact.wrap(new UnsafeBuffer(message), 0, message.length);
            assertEquals(isValid, exact.wrap(new UnsafeBuffer(message), 0, message.length), which);
            if (count++ % UNTIL_ANEW == 0) inside = new MessageDecoder(spec);
            else assertFalse(inside.wrap(cutShort, 0, cutShort.capacity()), which);
            final byte[] surrounded = new byte[message.length + 2 * POISON];
            Arrays.fill(surrounded, (byte) '1');
            System.arraycopy(message, 0, surrounded, POISON, message.length);
            final boolean isValidInside =
                    inside.wrap(new UnsafeBuffer(surrounded), POISON, message.length);
            assertEquals(isValid, isValidInside, which);
            assertEquals(isValid, exact.errorReason() == ErrorReason.NONE, which);
            assertEquals(exact.errorReason(), inside.errorReason(), which);
            assertEquals(exact.errorElement(), inside.errorElement(), which);
            assertEquals(exact.errorOffset(), inside.errorOffset(), which);
            assertTrue(exact.errorOffset() <= message.length, which);
            final boolean isLocated = exact.errorElement() <= MessageSpec.LAST_ELEMENT;
            assertTrue(isValid || exact.errorOffset() >= 0 && isLocated, which);
            assertSameValues(isValid, which);
            if (isValid) assertCopied(message, which);
        }

        /**
         * No byte belongs to two elements, and none of a valid message to no element: a walk along
         * the bitmap meets each byte once.
         */
        private void assertSameValues(boolean isValid, String which) {
            int end = -1;
            for (int de = 2; de <= MessageSpec.LAST_ELEMENT; de++) {
                final boolean isThere = exact.has(de);
                if (isThere != inside.has(de)) fail("DE" + de + " of " + which);
                if (!isThere) continue;
                if (end >= 0) assertEquals(end, exact.elementOffset(de), which);
                end = exact.elementOffset(de) + exact.elementLength(de);
                assertTrue(end <= exact.length(), which);
                final int length = exact.copyText(de, texts, 0);
                final int lengthInside = inside.copyText(de, textsInside, 0);
                if (!Arrays.equals(text, 0, length, textInside, 0, lengthInside)) {
                    fail("DE" + de + " of " + which);
                }
            }
            if (isValid && end >= 0) assertEquals(exact.length(), end, which);
        }

        private void assertCopied(byte[] message, String which) {
            encoder.wrap(target, 0, message.length).begin(exact.mti(), bitmaps(exact));
            for (int de = 2; de <= MessageSpec.LAST_ELEMENT; de++) {
                if (exact.has(de)) encoder.copy(exact, de);
            }
            final byte[] again = new byte[encoder.finish()];
            target.getBytes(0, again);
            assertArrayEquals(withUpperCaseBitmaps(message, exact, spec), again, which);
        }
    }

    /** Bitmaps are written so, whatever they were read from. */
    private static byte[] withUpperCaseBitmaps(
            byte[] message, MessageDecoder decoder, MessageSpec spec) {
        final byte[] upper = message.clone();
        final int from = spec.start().mtiBytes();
        final int next = from + spec.start().bitmapBytes(1);
        final int end = from + spec.start().bitmapBytes(bitmaps(decoder));
        toUpperCase(spec.start().bitmap(), upper, from, next);
        toUpperCase(spec.start().nextBitmap(), upper, next, end);
        return upper;
    }

    private static void toUpperCase(Encoding encoding, byte[] bitmaps, int from, int to) {
        if (encoding == Encoding.BINARY) return;
        for (int i = from; i < to; i++) {
            final int octet = bitmaps[i] & 0xFF;
            final boolean isAscii = encoding == Encoding.HEX;
            if (isAscii && octet >= 'a') bitmaps[i] = (byte) (octet - 'a' + 'A');
            else if (!isAscii && octet < 0xC1) bitmaps[i] = (byte) (octet + 0x40);
        }
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void shouldNotAllocateToDecodeAndEncode(String dialect) {
        final MessageSpec spec = Messages.spec(dialect);
        final RandomMessages random = new RandomMessages(spec, SEED);
        final byte[] message = Messages.encode(spec, random.mti(), random.values());
        final byte[] broken = Arrays.copyOf(message, message.length - 1);
        final Exchange exchange = new Exchange(spec, message, broken);
        for (int i = 0; i < 20_000; i++) {
            exchange.run();
        }
        final com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 20_000; i++) {
            exchange.run();
        }
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 20_000, allocated + " bytes for 20000 exchanges");
    }

    /** One request decoded, one refused, one answer encoded. */
    private static final class Exchange {
        private final MessageDecoder decoder;
        private final MessageDecoder refusing;
        private final MessageEncoder encoder;
        private final UnsafeBuffer message;
        private final UnsafeBuffer broken;
        private final UnsafeBuffer target = new UnsafeBuffer(ByteBuffer.allocateDirect(1 << 16));
        private final byte[] approved = {'0', '0'};
        private final int mti;

        Exchange(MessageSpec spec, byte[] message, byte[] broken) {
            decoder = new MessageDecoder(spec);
            refusing = new MessageDecoder(spec);
            encoder = new MessageEncoder(spec);
            mti = spec.versionDigit() << 12 | 0x0210;
            this.message = new UnsafeBuffer(message);
            this.broken = new UnsafeBuffer(broken);
        }

        void run() {
            assertTrue(decoder.wrap(message, 0, message.capacity()));
            assertFalse(refusing.wrap(broken, 0, broken.capacity()));
            encoder.wrap(target, 0, target.capacity()).begin(mti, false);
            for (int de = 2; de < 39; de++) {
                if (decoder.has(de)) encoder.copy(decoder, de);
            }
            encoder.text(39, approved, 0, approved.length).number(57, 840);
            assertTrue(encoder.finish() > 0);
        }
    }
}
