package io.cardswitch.iso8583.describe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageEncoder;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.convert.MessageConverter;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.spec.Dialects;
import io.cardswitch.iso8583.yaml.Problems;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HexFormat;

/** Elements of no length: a bit says all there is, or a length of zero behind it. */
class EmptyElementsTest {
    private static final int TODAY = 2026_11_22;

    private static final String START =
            """
            dialect: empty
            version: %s
            encoding: {mti: ascii, bitmap: hex, length: ascii, n: bcd, x+n: ascii, z: ascii,
              text: ascii, b: binary}
            elements:
            """;

    private static MessageSpec dialect(String version, String elements) {
        final Problems problems = new Problems();
        final MessageSpec spec =
                Dialects.parse("empty.yaml", START.formatted(version) + elements, problems);
        assertNotNull(spec, problems::toString);
        return spec;
    }

    private static String encoded(MessageSpec spec, String json) {
        final StringBuilder hex = new StringBuilder();
        assertTrue(new MessageJson(spec, true).encode(json, hex), hex::toString);
        return hex.toString();
    }

    private static String decoded(MessageSpec spec, String hex) {
        final StringBuilder json = new StringBuilder();
        new MessageJson(spec, true).decodeHex(hex, json);
        return json.toString();
    }

    /** No code that explains, masks, checks or converts a value needs a character of it. */
    @ParameterizedTest
    @CsvSource({
        "1987,ans 0", "1987,n 0", "1987,b 0", "1987,z 0", "1987,n ..0", "1987,b ...0",
        "1993,ans 0", "1993,n 0", "1993,b 0", "1993,z 0", "1993,n ..0", "1993,b ...0",
        "2003,ans 0", "2003,n 0", "2003,b 0", "2003,z 0", "2003,n ..0", "2003,b ...0"
    })
    void shouldCarryAnyElementThatIsEmpty(String version, String type) {
        final StringBuilder elements = new StringBuilder();
        final StringBuilder fields = new StringBuilder();
        for (int de = 2; de <= 128; de++) {
            if (de == 65) continue;
            elements.append("  %d: {type: %s, name: Element}\n".formatted(de, type));
            if (!fields.isEmpty()) fields.append(',');
            fields.append("\"%d\":\"\"".formatted(de));
        }
        final MessageSpec spec = dialect(version, elements.toString());
        final char digit = version.equals("1987") ? '0' : version.equals("1993") ? '1' : '2';
        final String json = "{\"mti\":\"" + digit + "200\",\"fields\":{" + fields + "}}";
        final String hex = encoded(spec, json);
        final int prefix = type.replaceAll("[^.]", "").length();
        assertEquals(4 + 32 + 126 * prefix, hex.length() / 2);
        assertEquals(json, decoded(spec, hex));
        for (final boolean inClear : new boolean[] {true, false}) {
            final StringBuilder text = new StringBuilder();
            assertTrue(new MessageText(spec, Header.NONE, inClear).describeHex(hex, text), hex);
            assertFalse(text.toString().contains("error"), text::toString);
        }
        for (final String to : Dialects.names()) {
            convert(spec, Dialects.bundled(to), hex);
        }
    }

    private static void convert(MessageSpec from, MessageSpec to, String hex) {
        final byte[] message = HexFormat.of().parseHex(hex);
        final MessageDecoder decoder = new MessageDecoder(from);
        assertTrue(decoder.wrap(new UnsafeBuffer(message), 0, message.length));
        final UnsafeBuffer target = new UnsafeBuffer(new byte[1 << 16]);
        final int length =
                new MessageConverter(from, to)
                        .convert(decoder, TODAY, target, 0, target.capacity());
        assertTrue(length > MessageEncoder.REFUSED);
    }

    @Test
    void shouldSayThatAnElementHasNoBytes() {
        final MessageSpec spec =
                dialect(
                        "1987",
                        """
                          3: {type: ans 0, name: Mark}
                          44: {type: ans ..0, name: Reserved}
                          60: {type: ans 4, name: More,
                            parts: {1: {type: ans 0, name: None}, 2: {type: ans rest, name: All}}}
                        """);
        final String hex =
                encoded(
                        spec,
                        "{\"mti\":\"0200\",\"fields\":{\"3\":\"\",\"44\":\"\",\"60\":\"ABCD\"}}");
        final StringBuilder text = new StringBuilder();
        assertTrue(new MessageText(spec, Header.NONE, true).describeHex(hex, text));
        assertEquals(
                """
                empty, 26 bytes
                0-3        MTI         0200
                                       = ISO 8583:1987, financial, request, acquirer
                4-19       bitmap      2000000000100010
                no bytes   3           Mark: ""
                20-21      44          Reserved: ""
                22-25      60          More: "ABCD"
                no bytes   60.1        None: ""
                22-25      60.2        All: "ABCD"
                """,
                text.toString());
    }

    @ParameterizedTest
    @CsvSource({"ans 0,X", "n 0,1", "b 0,00", "ans ..0,X", "n ..0,1", "b ..0,00"})
    void shouldRefuseAnythingLonger(String type, String value) {
        final MessageSpec spec = dialect("1987", "  3: {type: " + type + ", name: Mark}\n");
        final StringBuilder out = new StringBuilder();
        final String json = "{\"mti\":\"0200\",\"fields\":{\"3\":\"" + value + "\"}}";
        assertFalse(new MessageJson(spec, true).encode(json, out));
        assertEquals("{\"error\":{\"de\":3,\"reason\":\"length 1 exceeds 0\"}}", out.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "ans ..0,3031,length 1 exceeds 0",
        "ans ..0,3030,",
        "ans 0,,",
        "ans 0,41,1 bytes follow the last element"
    })
    void shouldReadNoByteOfIt(String type, String behind, String reason) {
        final MessageSpec spec = dialect("1987", "  3: {type: " + type + ", name: Mark}\n");
        final String start = HexFormat.of().formatHex("02002000000000000000".getBytes(US_ASCII));
        final String message = decoded(spec, start + (behind == null ? "" : behind));
        final String expected =
                reason == null
                        ? "{\"mti\":\"0200\",\"fields\":{\"3\":\"\"}}"
                        : "{\"error\":{\"de\":3,\"offset\":20,\"reason\":\""
                                + reason
                                + "\"},\"mti\":\"0200\"}";
        assertEquals(expected, message);
    }
}
