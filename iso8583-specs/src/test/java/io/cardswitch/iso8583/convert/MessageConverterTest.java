package io.cardswitch.iso8583.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;

import io.cardswitch.iso8583.ResponseCode;
import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.describe.MessageJson;
import io.cardswitch.iso8583.spec.Dialects;
import io.cardswitch.iso8583.yaml.Problems;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Messages of {@code cases.txt}: there, and back where the arrow says so. */
class MessageConverterTest {
    private static final Path FOLDER = Path.of("src/test/resources/convert");
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int TODAY = 20261122;
    private static final int ROUNDS = 20_000;

    /** One block of the file: title, dialects, message, converted message. */
    record Case(String title, String from, String to, boolean isBothWays, List<String> texts) {
        static Case parse(String block) {
            final String[] lines = block.split("\n");
            final String[] words = lines[1].split(" ");
            final String lost = words.length > 3 ? words[4] : "";
            return new Case(
                    lines[0].substring(2),
                    words[0],
                    words[2],
                    words[1].equals("<->"),
                    List.of(lines[2], lines[3], lost));
        }

        @Override
        public String toString() {
            return from + " to " + to + ": " + title;
        }
    }

    static List<Case> cases() throws IOException {
        final String text = Files.readString(FOLDER.resolve("cases.txt"));
        final List<Case> cases = new ArrayList<>();
        for (final String block : text.split("\n\n")) {
            cases.add(Case.parse(block));
        }
        return cases;
    }

    private static MessageSpec spec(String name) {
        if (Dialects.names().contains(name)) return Dialects.bundled(name);
        final Problems problems = new Problems();
        final MessageSpec spec = Dialects.load(FOLDER.resolve(name + ".yaml"), problems);
        assertEquals(List.of(), problems.lines());
        return spec;
    }

    private static MessageDecoder decoded(MessageSpec spec, String json) {
        final StringBuilder hex = new StringBuilder();
        assertTrue(new MessageJson(spec, true).encode(json, hex), hex::toString);
        final byte[] message = HEX.parseHex(hex);
        final MessageDecoder decoder = new MessageDecoder(spec);
        assertTrue(decoder.wrap(new UnsafeBuffer(message), 0, message.length));
        return decoder;
    }

    /** Of an element that is lost in part, what is not written: {@code (13)}. */
    private static String inPart(MessageConverter converter, int de) {
        if (!converter.isLostInPart(de)) return "";
        final StringJoiner unwritten = new StringJoiner("+", "(", ")");
        for (int target = 2; target <= MessageSpec.LAST_ELEMENT; target++) {
            if (converter.isUnwritten(de, target)) unwritten.add(Integer.toString(target));
        }
        return unwritten.toString();
    }

    /** What the message becomes, as JSON, and the elements that were lost. */
    private static List<String> converted(String from, String to, String json) {
        final MessageSpec source = spec(from);
        final MessageSpec target = spec(to);
        final MessageConverter converter = new MessageConverter(source, target);
        final UnsafeBuffer out = new UnsafeBuffer(new byte[4096]);
        final int length = converter.convert(decoded(source, json), TODAY, out, 3, out.capacity());
        final List<String> lost = new ArrayList<>();
        for (int de = 2; de <= MessageSpec.LAST_ELEMENT; de++) {
            if (converter.isLost(de)) lost.add(de + inPart(converter, de));
        }
        final StringBuilder text = new StringBuilder();
        assertTrue(new MessageJson(target, true).decode(out, 3, length, text), text::toString);
        return List.of(text.toString(), String.join(",", lost));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldConvertAsInTheFile(Case message) {
        final List<String> texts = message.texts;
        assertEquals(texts.subList(1, 3), converted(message.from, message.to, texts.get(0)));
        if (message.isBothWays) {
            final List<String> back = converted(message.to, message.from, texts.get(1));
            assertEquals(List.of(texts.get(0), ""), back);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldKeepEveryElementUnderItsOwnDialectButTheCode(Case message) {
        final String json = message.texts.get(0);
        final List<String> same = converted(message.from, message.from, json);
        assertEquals(json.contains("\"64\":") ? "64" : "", same.get(1));
        if (same.get(1).isEmpty()) assertEquals(json, same.get(0));
    }

    /** Causes of the table, 1987 by way of 1993 to 2003 and back. */
    @ParameterizedTest
    @CsvSource({
        "0110, 00, 000, 0000, 00",
        "0410, 00, 400, 4000, 00",
        "0230, 00, 900, 9000, 00",
        "0110, 05, 100, 1000, 05",
        "0110, 51, 116, 1016, 51",
        "0110, 55, 117, 1017, 55",
        "0110, 30, 904, 9104, 30",
        "0110, 15, 908, 9108, 92",
        "0110, 53, 114, 1014, 52",
        "0110, A0, 916, 9116, A0"
    })
    void shouldConvertResponseCodesByTheTable(
            String mti, String code, String code93, String code2003, String back) {
        final String json = "{\"mti\":\"%s\",\"fields\":{\"39\":\"%s\"}}";
        final String rest = mti.substring(1);
        final String first =
                converted("iso87-ascii", "test93-ascii", json.formatted(mti, code)).get(0);
        assertTrue(first.contains("\"1" + rest), first);
        assertTrue(first.contains("\"39\":\"" + code93 + '"'), first);
        final String second = converted("test93-ascii", "test2003-binary", first).get(0);
        assertTrue(second.contains("\"2" + rest), second);
        assertTrue(second.contains("\"39\":\"" + code2003 + '"'), second);
        final String third = converted("test2003-binary", "iso87-ascii", second).get(0);
        assertEquals(json.formatted(mti, back), third);
    }

    /** What several causes share in 1987 is converted as the first of them. */
    @ParameterizedTest
    @EnumSource(ResponseCode.class)
    void shouldAgreeWithTheCodesOfTheSwitch(ResponseCode code) {
        final ResponseCode first =
                Arrays.stream(ResponseCode.values())
                        .filter(other -> other.text87().equals(code.text87()))
                        .findFirst()
                        .orElseThrow();
        final int packed = CodeTable.packed(code.text87());
        assertEquals(CodeTable.packed(first.text93()), CodeTable.response(87, 93, packed));
        assertEquals(code.text87(), CodeTable.text(code, 87));
        assertEquals(code.text93(), CodeTable.text(code, 93));
        assertEquals(4, CodeTable.text(code, 2003).length());
    }

    @ParameterizedTest
    @CsvSource({
        "0101, 20261231, 270101",
        "1231, 20270101, 261231",
        "0630, 20261122, 260630",
        "1231, 20260101, 251231",
        "0101, 20260702, 260101",
        "0101, 20260703, 270101",
        "0229, 20280301, 280229",
        "0229, 20261231, 280229",
        "0229, 20260301, 280229",
        "0229, 20260227, 240229",
        "0229, 20260228, 240229",
        "0229, 20970301, 960229",
        "0301, 20270228, 270301"
    })
    void shouldTakeTheNearestYear(String date, int today, String expected) {
        final MessageSpec source = spec("iso87-ascii");
        final MessageSpec target = spec("test93-ascii");
        final UnsafeBuffer out = new UnsafeBuffer(new byte[4096]);
        final String json = "{\"mti\":\"0100\",\"fields\":{\"15\":\"" + date + "\"}}";
        final int length =
                new MessageConverter(source, target)
                        .convert(decoded(source, json), today, out, 0, out.capacity());
        final StringBuilder text = new StringBuilder();
        new MessageJson(target, true).decode(out, 0, length, text);
        assertTrue(text.toString().contains("\"15\":\"" + expected + '"'), text::toString);
    }

    /** Of a date without its year, today being in November 2026. */
    @ParameterizedTest
    @CsvSource({
        "20261123, false",
        "20270101, false",
        "20260101, true",
        "20251123, true",
        "19261123, true",
        "20280229, false",
        "20240229, true"
    })
    void shouldNameADateAsLessExactWhenItComesBackInAnotherYear(String date, boolean isBlurred) {
        final Leg leg = new Leg(spec("iso2003-ascii"), spec("iso87-ascii"));
        assertEquals(date.substring(4), leg.convert("2100", Map.of(15, date)).get(15));
        assertEquals(isBlurred, leg.converter().isBlurred(15));
        leg.convert("2100", Map.of(12, date + "101530"));
        assertEquals(isBlurred, leg.converter().isBlurred(12));
    }

    @Test
    void shouldRefuseWhatHasNoRoomAndAllocateNothing() throws IOException {
        final Case purchase = cases().get(0);
        final MessageSpec source = spec(purchase.from);
        final MessageDecoder message = decoded(source, purchase.texts.get(0));
        final MessageConverter converter = new MessageConverter(source, spec(purchase.to));
        final UnsafeBuffer out = new UnsafeBuffer(new byte[4096]);
        assertEquals(MessageConverter.REFUSED, converter.convert(message, TODAY, out, 0, 60));
        run(converter, message, out);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().threadId();
        final long before = threads.getThreadAllocatedBytes(thread);
        run(converter, message, out);
        assertEquals(0, (threads.getThreadAllocatedBytes(thread) - before) / ROUNDS);
    }

    private static void run(MessageConverter converter, MessageDecoder message, UnsafeBuffer out) {
        for (int i = 0; i < ROUNDS; i++) {
            assertTrue(converter.convert(message, TODAY, out, 0, out.capacity()) > 0);
        }
    }
}
