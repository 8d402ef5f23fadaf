package io.cardswitch.iso8583.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.describe.MessageJson;
import io.cardswitch.iso8583.framing.Framing;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Reading twice the bytes takes at most twice the steps, whatever they hold: steps are counted in
 * the code itself ({@link CountedClasses}), so the figures are the same on every machine.
 */
class LinearTest {
    private static final int SMALLEST = 1_600;
    private static final int DOUBLINGS = 3;

    /** The most that a byte may take, in the worst case: tiny objects within objects, as JSON. */
    private static final int STEPS_A_BYTE = 256;

    private static final MessageSpec SPEC = LinearTargets.dialect();

    private static Map<String, Predicate<byte[]>> targets;

    @BeforeAll
    @SuppressWarnings("unchecked")
    static void load() throws ReflectiveOperationException {
        final Class<?> counted = new CountedClasses().loadClass(LinearTargets.class.getName());
        assertNotSame(LinearTargets.class, counted);
        targets =
                ((Supplier<Map<String, Predicate<byte[]>>>)
                                counted.getDeclaredConstructor().newInstance())
                        .get();
    }

    /** How the bytes of a message are filled. */
    enum Filling {
        TEXT(length -> message(47, "A".repeat(length))),
        DIGITS(length -> message(60, "1".repeat(length))),
        BAD_LAST_BYTE(length -> withBadLastByte(message(60, "1".repeat(length)))),
        EMPTY_TAGS(length -> message(48, "01000".repeat(length / 5))),
        SHORT_TAGS(length -> message(48, "01001A".repeat(length / 6))),
        ONE_LONG_TAG_IN_TEN(
                length -> message(48, ("02100" + "B".repeat(100)).repeat(length / 105))),
        BAD_LAST_TAG(length -> message(48, "01000".repeat(length / 5) + "0100X")),
        BER_TAGS(length -> message(55, "9F3600".repeat(length / 3))),
        BER_SIDE_BY_SIDE(length -> message(55, nest(7, "9A00").repeat(length / 16))),
        BER_WITHIN_EACH_OTHER(length -> message(55, nest(7, "9A00".repeat(length / 2)))),
        HUNDRED_TAGS(length -> message(48, differentTags(length / 100))),
        PARTS(length -> message(127, "25011050703ABCDE".repeat(length / 16))),
        BAD_LAST_PART(length -> message(127, "25011050703ABCDE".repeat(length / 16) + "2500305X"));

        private final IntFunction<byte[]> bytes;

        Filling(IntFunction<byte[]> bytes) {
            this.bytes = bytes;
        }
    }

    private static byte[] message(int de, String value) {
        final StringBuilder hex = new StringBuilder();
        final String json = "{\"mti\":\"0200\",\"fields\":{\"" + de + "\":\"" + value + "\"}}";
        assertTrue(new MessageJson(SPEC, true).encode(json, hex), hex::toString);
        return HexFormat.of().parseHex(hex);
    }

    private static String differentTags(int bytes) {
        final StringBuilder tags = new StringBuilder();
        for (int tag = 100; tag < 200; tag++) {
            final String value = "C".repeat(bytes - 5);
            tags.append(Integer.toString(tag).substring(1));
            tags.append(Integer.toString(1_000 + value.length()).substring(1)).append(value);
        }
        return tags.toString();
    }

    private static byte[] withBadLastByte(byte[] message) {
        message[message.length - 1] = (byte) 0xFF;
        return message;
    }

    /** Objects that hold one object each, in hexadecimal. */
    private static String nest(int levels, String content) {
        String nested = content;
        for (int level = 0; level < levels; level++) {
            nested = "E183" + HexFormat.of().toHexDigits(nested.length() / 2, 6) + nested;
        }
        return nested;
    }

    @ParameterizedTest
    @EnumSource(Filling.class)
    void shouldReadMessagesInStepsThatGrowAsTheirBytes(Filling filling) {
        for (final String target : new String[] {"decode", "json", "text"}) {
            final boolean isRead = filling != Filling.BAD_LAST_BYTE && target.equals("decode");
            assertLinear(target, filling.bytes, isRead || !filling.name().startsWith("BAD"));
        }
    }

    @Test
    void shouldReadTagsInStepsThatGrowAsTheirBytes() {
        assertLinear("tlv", length -> HexFormat.of().parseHex("9F3600".repeat(length / 3)), true);
        final String deep = nest(7, "9A00");
        assertLinear("tlv", n -> HexFormat.of().parseHex(deep.repeat(2 * n / deep.length())), true);
        assertLinear("tlv", n -> HexFormat.of().parseHex(nest(7, "9A00".repeat(n / 2))), true);
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    void shouldCutFramesInStepsThatGrowAsTheirBytes(Framing framing) {
        assertLinear("many " + framing, LinearTest::text, true);
        if (framing.longestBody() >= SMALLEST << DOUBLINGS) {
            assertLinear("slow " + framing, LinearTest::text, true);
        }
    }

    private static byte[] text(int length) {
        final byte[] text = new byte[length];
        Arrays.fill(text, (byte) 'A');
        return text;
    }

    private static void assertLinear(String target, IntFunction<byte[]> input, boolean isValid) {
        final Predicate<byte[]> reading = targets.get(target);
        reading.test(input.apply(SMALLEST / 2)); // What is made once.
        long before = Long.MAX_VALUE / 4;
        for (int i = 0; i <= DOUBLINGS; i++) {
            final byte[] bytes = input.apply(SMALLEST << i);
            final long steps = Steps.of(() -> assertEquals(isValid, reading.test(bytes), target));
            final String told = target + ": " + steps + " steps of " + bytes.length + " bytes";
            assertTrue(steps > 0, told);
            assertTrue(steps <= (long) STEPS_A_BYTE * bytes.length, told);
            assertTrue(steps <= 2 * before + before / 20, told);
            before = steps;
        }
    }
}
