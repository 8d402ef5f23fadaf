package io.cardswitch.iso8583.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;

import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.describe.MessageJson;
import io.cardswitch.iso8583.spec.Dialects;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.management.ManagementFactory;
import java.util.HexFormat;

/** The bundled rules of 1987: what is missing or too much is named, all else is accepted. */
class MessageValidatorTest {
    private static final int ROUNDS = 20_000;
    private static final MessageSpec SPEC = Dialects.bundled("iso87-ascii");

    private final MessageDecoder decoder = new MessageDecoder(SPEC);
    private final MessageValidator validator = new MessageValidator(MessageRules.bundled("iso87"));

    /** Elements as {@code 3=000000 4=1}. */
    private void wrap(String mti, String elements) {
        final StringBuilder json = new StringBuilder("{\"mti\":\"" + mti + "\",\"fields\":{");
        for (final String element : elements.split(" ")) {
            final String[] parts = element.split("=");
            if (json.charAt(json.length() - 1) != '{') json.append(',');
            json.append('"').append(parts[0]).append("\":\"").append(parts[1]).append('"');
        }
        final StringBuilder hex = new StringBuilder();
        assertTrue(new MessageJson(SPEC, true).encode(json + "}}", hex), hex::toString);
        final byte[] message = HexFormat.of().parseHex(hex);
        assertTrue(decoder.wrap(new UnsafeBuffer(message), 0, message.length));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "0200, 2=4761739001010119 3=000000 4=100 11=1 14=2712 22=010 25=00 41=T 49=840",
        "0200, 3=000000 4=100 11=1 22=021 25=00 35=4761739001010119=2712 41=T 49=840",
        "0100, 3=310000 11=1 22=021 25=00 35=4761739001010119=2712 41=T",
        "0220, 2=4761739001010119 3=000000 4=100 11=1 41=T 49=840",
        "0400, 3=000000 4=100 11=1 90=1",
        "0400, 3=000000 4=100 11=1 37=A 41=T",
        "0210, 3=000000 4=100 11=1 39=00 55=8A02",
        "0800, 7=1122040017 11=1 70=301",
        "0810, 11=1 39=00 70=301",
        "0520, 11=1 15=1122 97=C0000000000000000",
        "0644, 24=650"
    })
    void shouldAcceptWhatKeepsTheRules(String mti, String elements) {
        wrap(mti, elements);
        assertTrue(validator.check(decoder), validator::text);
        assertEquals(Breach.NONE, validator.breach());
        assertEquals(0, validator.element());
        assertEquals("", validator.text());
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "0200, 3=000000 4=100 11=1 22=021 25=00 41=T, 2, MISSING_BY_CONDITION,"
                + " element is missing: mandatory in 0200 when DE35 is absent",
        "0200, 2=4761739001010119 4=100 11=1, 3, MISSING, element is missing: mandatory in 0200",
        "0101, 2=4761739001010119 3=010000 11=1 14=2712 22=010 25=00 41=T, 4, MISSING,"
                + " element is missing: mandatory in 0101 where DE3 starts with 0 or 1 or 2 or 4"
                + " or 5",
        "0200, 2=4761739001010119 3=090000 4=100 11=1 14=2712 22=010 25=00 41=T 49=840, 54,"
                + " MISSING, element is missing: mandatory in 0200 where DE3 starts with 09",
        "0200, 2=4761739001010119 3=402010 4=100 11=1 14=2712 22=010 25=00 41=T 49=840 102=1,"
                + " 103, MISSING, element is missing: mandatory in 0200 where DE3 starts with 40",
        "0200, 2=4761739001010119 3=000000 4=100 5=90 11=1, 9, MISSING_BY_CONDITION,"
                + " element is missing: mandatory in 0200 when DE5 is present",
        "0420, 3=000000 4=100 11=1, 37, MISSING_BY_CONDITION,"
                + " element is missing: mandatory in 0420 when DE90 is absent",
        "0210, 11=1 35=4761739001010119=2712 39=00, 35, NOT_ALLOWED,"
                + " element is not allowed in 0210",
        "0210, 3=000000 11=1, 39, MISSING, element is missing: mandatory in 0210",
        "0800, 11=1 70=301 103=1, 103, NOT_ALLOWED, element is not allowed in 0800",
        "0800, 11=1 70=301 2=4761739001010119, 2, NOT_ALLOWED, element is not allowed in 0800"
    })
    void shouldNameTheElementAndTheRule(
            String mti, String elements, int element, Breach breach, String text) {
        wrap(mti, elements);
        assertFalse(validator.check(decoder));
        assertEquals(element, validator.element());
        assertEquals(breach, validator.breach());
        assertEquals(text, validator.text());
    }

    @Test
    void shouldAllocateNothingWhenWarm() {
        wrap("0200", "3=090000 4=100 11=1 22=021 25=00 35=4761739001010119=2712 41=T 49=840 54=1");
        run();
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().threadId();
        final long before = threads.getThreadAllocatedBytes(thread);
        run();
        assertEquals(0, (threads.getThreadAllocatedBytes(thread) - before) / ROUNDS);
    }

    private void run() {
        for (int i = 0; i < ROUNDS; i++) {
            assertTrue(validator.check(decoder));
        }
    }
}
