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

/** The bundled rules: what is missing, too much or no date is named, all else is accepted. */
class MessageValidatorTest {
    private static final int ROUNDS = 20_000;

    private static final String[] DIALECTS = {"iso87-ascii", "iso93-binary", "iso2003-ebcdic"};
    private static final String[] RULES = {"iso87", "iso93", "iso2003"};

    private MessageDecoder decoder;
    private MessageValidator validator;

    /** Elements as {@code 3=000000 4=1}, of the version that the message type tells. */
    private void wrap(String mti, String elements) {
        final int version = mti.charAt(0) - '0';
        final MessageSpec spec = Dialects.bundled(DIALECTS[version]);
        decoder = new MessageDecoder(spec);
        validator = new MessageValidator(MessageRules.bundled(RULES[version]));
        final StringBuilder json = new StringBuilder("{\"mti\":\"" + mti + "\",\"fields\":{");
        for (final String element : elements.split(" ")) {
            final String[] parts = element.split("=");
            if (json.charAt(json.length() - 1) != '{') json.append(',');
            json.append('"').append(parts[0]).append("\":\"").append(parts[1]).append('"');
        }
        final StringBuilder hex = new StringBuilder();
        assertTrue(new MessageJson(spec, true).encode(json + "}}", hex), hex::toString);
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
        "0644, 24=650",
        "0200, 2=4761739001010119 3=000000 4=100 7=0229235959 11=1 12=235959 13=0229 14=9912"
                + " 15=1231 16=0101 17=0430 22=010 25=00 41=T 49=840 73=000229",
        "1200, 3=000000 11=1 12=240229235959 13=2701 14=2712 15=261231 28=270101",
        "1210, 11=1 39=000",
        "2200, 3=000000 11=1 12=20240229235959 13=202701 14=2712 15=20261231 28=20270101"
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
        "0800, 11=1 70=301 2=4761739001010119, 2, NOT_ALLOWED, element is not allowed in 0800",
        "0800, 7=0230120000 11=1 70=301, 7, BAD_DATE,"
                + " value is no MMDDhhmmss: day is none of the month",
        "0400, 3=000000 4=100 11=1 12=240000 13=9099 90=1, 12, BAD_DATE,"
                + " value is no hhmmss: hour is not 00 to 23",
        "0400, 3=000000 4=100 11=1 12=235959 13=9099 90=1, 13, BAD_DATE,"
                + " value is no MMDD: month is not 01 to 12",
        "0644, 14=0000, 14, BAD_DATE, value is no YYMM: month is not 01 to 12",
        "0644, 15=0000, 15, BAD_DATE, value is no MMDD: month is not 01 to 12",
        "0644, 16=0631, 16, BAD_DATE, value is no MMDD: day is none of the month",
        "0644, 17=1301, 17, BAD_DATE, value is no MMDD: month is not 01 to 12",
        "0644, 73=230229, 73, BAD_DATE, value is no YYMMDD: day is none of the month",
        "1200, 11=1 12=230229000000, 12, BAD_DATE,"
                + " value is no YYMMDDhhmmss: day is none of the month",
        "1200, 12=230228000000, 11, MISSING, element is missing: mandatory in 1200",
        "1644, 13=2700, 13, BAD_DATE, value is no YYMM: month is not 01 to 12",
        "1644, 28=270100, 28, BAD_DATE, value is no YYMMDD: day is none of the month",
        "1210, 11=1 35=4761739001010119=2712 39=000, 35, NOT_ALLOWED,"
                + " element is not allowed in 1210",
        "2644, 12=21000229000000, 12, BAD_DATE,"
                + " value is no CCYYMMDDhhmmss: day is none of the month",
        "2644, 13=202713, 13, BAD_DATE, value is no CCYYMM: month is not 01 to 12",
        "2400, 11=1 12=20240228236000, 12, BAD_DATE,"
                + " value is no CCYYMMDDhhmmss: minute is not 00 to 59",
        "2410, 11=1, 39, MISSING, element is missing: mandatory in 2410"
    })
    void shouldNameTheElementAndTheRule(
            String mti, String elements, int element, Breach breach, String text) {
        wrap(mti, elements);
        assertFalse(validator.check(decoder));
        assertEquals(element, validator.element());
        assertEquals(breach, validator.breach());
        assertEquals(text, validator.text());
    }

    /** Elements lie behind a type of 4 bytes, and a bitmap of 16, or 32 when there is a second. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        // What is there and should not be, or is no date.
        "0210, 11=1 35=4761739001010119=2712 39=00, 35, 26",
        "0800, 11=1 70=301 103=1, 103, 45",
        "0644, 2=4761739001010119 13=9099, 13, 38",
        // What is missing: in front of the next, at the end.
        "0200, 2=4761739001010119 4=100 11=1, 3, 38",
        "0200, 2=4761739001010119 3=000000 4=100, 11, 56",
        "0200, 11=1 70=301, 3, 36",
        "0210, 3=000000 11=1, 39, 32",
        "0800, 11=1, 70, 26"
    })
    void shouldTellWhereTheElementBeginsOrWouldBegin(
            String mti, String elements, int element, int offset) {
        wrap(mti, elements);
        assertFalse(validator.check(decoder));
        assertEquals(element, validator.element());
        assertEquals(offset, validator.offset(decoder, 0));
    }

    @Test
    void shouldAllocateNothingWhenWarm() {
        wrap(
                "0200",
                "3=090000 4=100 7=1122040017 11=1 12=120000 13=1231 14=9912 15=0101 22=021 25=00"
                        + " 35=4761739001010119=2712 41=T 49=840 54=1 73=240229");
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
