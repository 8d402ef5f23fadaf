package io.cardswitch.iso8583.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.Inside;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.describe.MessageJson;
import io.cardswitch.iso8583.framing.Frames;
import io.cardswitch.iso8583.framing.Framing;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.framing.MessageHeader;
import io.cardswitch.iso8583.spec.Dialects;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Of all that explains a frame, what it was made with stands first. */
class ProbeOrderTest {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int[] ELEMENTS = {2, 3, 4, 7, 11, 22, 25, 32, 37, 41, 42, 49};

    private final Probe probe =
            new Probe(Dialects.names().stream().map(Dialects::bundled).toList());

    static List<String> dialects() {
        return Dialects.names();
    }

    private static String value(ElementSpec element) {
        final int units = element.isFixed() ? element.units() : 6;
        return element.content() == Content.B ? "1A".repeat(units) : "1".repeat(units);
    }

    /** Without a header, with what the dialect alone has inside of its elements. */
    private static byte[] message(MessageSpec spec) {
        final List<String> fields = new ArrayList<>();
        for (final int de : ELEMENTS) {
            if (spec.inside(de) != null) continue;
            fields.add("\"%d\":\"%s\"".formatted(de, value(spec.element(de))));
        }
        if (spec.name().equals("mastercard-cis")) {
            fields.add("\"48\":{\"1\":\"R\",\"2\":{\"92\":\"123\"}}");
        } else if (spec.inside(48) == null) {
            fields.add("\"48\":\"" + "A".repeat(24) + "\"");
        }
        if (spec.inside(127) instanceof Inside.Parts) fields.add("\"127\":{\"2\":\"0000000042\"}");
        final StringBuilder hex = new StringBuilder();
        final String text =
                "{\"mti\":\"%d200\",\"fields\":{%s}}"
                        .formatted(spec.versionDigit(), String.join(",", fields));
        assertTrue(new MessageJson(spec, true).encode(text, hex), hex::toString);
        return HEX.parseHex(hex.substring(2 * spec.header().answerLength()));
    }

    /** A framing that always brings the header, where it writes the same bytes. */
    private static Framing named(Framing framing, MessageHeader header) {
        if (framing == Framing.BIN2 && header == Header.TPDU) return Framing.BIN2_TPDU;
        return framing == Framing.ASC4 && header == Header.CUPS ? Framing.CUPS : framing;
    }

    private Reading first(byte[] frame) {
        return probe.read(new UnsafeBuffer(frame), 0, frame.length).getFirst();
    }

    private static String name(Framing framing, MessageHeader header, String dialect) {
        return framing + " " + header + " " + dialect;
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void shouldPutWhatMadeTheFrameFirst(String dialect) {
        final MessageSpec spec = Dialects.bundled(dialect);
        final byte[] message = message(spec);
        int count = 0;
        for (final Framing framing : Framing.values()) {
            for (final Header header : Header.values()) {
                final MessageHeader stated = spec.header();
                final boolean isUsed =
                        stated == Header.NONE
                                ? header == Header.NONE || header == Header.TPDU
                                : header == stated;
                final Header own = framing.header();
                if (!isUsed || own != Header.NONE && own != header) continue;
                final byte[] frame = Frames.frame(framing, header, message);
                if (frame == null) continue;
                final Reading first = first(frame);
                assertTrue(first.isWhole());
                assertEquals(
                        name(named(framing, header), header, dialect),
                        name(first.framing(), first.header(), first.dialect()));
                count++;
            }
        }
        assertTrue(count >= 10, "frames: " + count);
    }

    /** A reading that does not look at the length, having another fault, is no better. */
    @ParameterizedTest
    @CsvSource({"visa-base1, 4", "unionpay-cups, 5"})
    void shouldPutAMessageWhoseHeaderAloneIsWrongFirst(String dialect, int totalEnd) {
        final MessageSpec spec = Dialects.bundled(dialect);
        final MessageHeader header = spec.header();
        final byte[] message = message(spec);
        for (final Framing framing : new Framing[] {null, Framing.BIN2, Framing.BIN2_00}) {
            final int prefix = framing == null ? 0 : framing.prefixLength();
            final byte[] framed =
                    Frames.frame(framing == null ? Framing.BIN2 : framing, header, message);
            final byte[] frame = Arrays.copyOfRange(framed, framing == null ? 2 : 0, framed.length);
            frame[prefix + totalEnd] ^= 1;
            final List<Reading> readings = probe.read(new UnsafeBuffer(frame), 0, frame.length);
            final Reading first = readings.getFirst();
            assertEquals(
                    name(framing, header, dialect),
                    name(first.framing(), first.header(), first.dialect()));
            assertNull(first.frameError());
            assertEquals(Reading.Failure.IN_FRONT, first.messageError().element());
            assertTrue(
                    readings.stream()
                            .filter(reading -> reading.header() == header)
                            .allMatch(reading -> reading.messageError() != null));
        }
    }

    @Test
    void shouldRefuseAReadingWhosePartsAreWrong() {
        final MessageSpec spec = Dialects.bundled("mastercard-cis");
        final byte[] frame = Frames.frame(Framing.BIN2, Header.NONE, message(spec));
        final byte[] digits = HEX.parseHex("D9F9F2F0F3F1F2F3"); // R, 92, 03, 123
        final String bytes = HEX.formatHex(frame);
        final int at = bytes.indexOf(HEX.formatHex(digits)) / 2;
        frame[at + 3] = (byte) 0xF9; // The length says 93.
        final List<Reading> readings = probe.read(new UnsafeBuffer(frame), 0, frame.length);
        assertEquals("iso87-ebcdic", readings.getFirst().dialect());
        final Reading.Failure failure =
                readings.stream()
                        .filter(reading -> reading.framing() == Framing.BIN2)
                        .filter(reading -> "mastercard-cis".equals(reading.dialect()))
                        .findFirst()
                        .orElseThrow()
                        .messageError();
        assertEquals(
                "DE48.2.92 at byte " + (at + 3) + ": length 93 exceeds the 3 bytes left",
                failure.text());
    }

    @Test
    void shouldSayThatNothingTellsReadingsApart() {
        final MessageSpec spec = Dialects.bundled("iso87-ebcdic");
        final StringBuilder hex = new StringBuilder();
        new MessageJson(spec, true)
                .encode("{\"mti\":\"0800\",\"fields\":{\"11\":\"000001\"}}", hex);
        final byte[] frame = Frames.frame(Framing.BIN2, Header.NONE, HEX.parseHex(hex));
        final StringBuilder table = new StringBuilder();
        new ProbeText(probe, 2).table(HEX.formatHex(frame), table);
        final List<String> lines = table.toString().lines().toList();
        assertTrue(lines.get(2).startsWith("BIN2       NONE    iso87-ebcdic "), table::toString);
        assertTrue(lines.get(2).endsWith(" whole message valid"), table::toString);
        assertTrue(lines.get(3).startsWith("BIN2       NONE    mastercard-cis "), table::toString);
        assertTrue(lines.get(3).endsWith("; nothing here tells it from the line above"));
        final StringBuilder json = new StringBuilder();
        new ProbeText(probe, 2).json(HEX.formatHex(frame), json);
        assertTrue(json.toString().endsWith("\"announced\":1,\"tied\":true}]}"), json::toString);
    }
}
