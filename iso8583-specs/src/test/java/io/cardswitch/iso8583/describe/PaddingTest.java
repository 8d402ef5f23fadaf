package io.cardswitch.iso8583.describe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.spec.Dialects;
import io.cardswitch.iso8583.yaml.Problems;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** {@code padding: none}: what is shorter than its fixed length is refused, and not filled. */
class PaddingTest {
    private static final String START =
            """
            dialect: strict
            extends: iso87-ascii
            padding: %s
            elements:
            """;

    private static MessageSpec dialect(String padding, String type) {
        final Problems problems = new Problems();
        final String file =
                START.formatted(padding) + "  63: {type: " + type + ", name: Element}\n";
        final MessageSpec spec = Dialects.parse("strict.yaml", file, problems);
        assertNotNull(spec, problems::toString);
        return spec;
    }

    private static String encoded(MessageSpec spec, String value) {
        final StringBuilder out = new StringBuilder();
        final String json = "{\"mti\":\"0200\",\"fields\":{\"63\":\"" + value + "\"}}";
        new MessageJson(spec, true).encode(json, out);
        return out.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "ans 3,ab,abc",
        "ans 1,'',a",
        "n 3,12,123",
        "n 3,'',123",
        "z 4,12=,12=3",
        "'ans 3, encoding: ebcdic-500',ab,abc",
        "'n 4, encoding: bcd',123,1234",
        "'n 3, encoding: ebcdic',12,123"
    })
    void shouldRefuseWhatIsShort(String type, String value, String whole) {
        final MessageSpec spec = dialect("none", type);
        final String reason = "length " + value.length() + " is not " + whole.length();
        assertEquals("{\"error\":{\"de\":63,\"reason\":\"" + reason + "\"}}", encoded(spec, value));
        final String hex = encoded(spec, whole);
        assertEquals(encoded(dialect("left", type), whole), hex);
        final StringBuilder json = new StringBuilder();
        assertTrue(new MessageJson(spec, true).decodeHex(hex, json), json::toString);
    }

    /** In a dialect that fills nothing, too. */
    @ParameterizedTest
    @CsvSource({"ans 3,ab,616220", "n 3,12,303132", "'n 3, encoding: bcd',12,0012"})
    void shouldFillWhatSaysSo(String type, String value, String octets) {
        final String hex = encoded(dialect("none", type + ", padding: left"), value);
        assertEquals(octets, hex.substring(hex.length() - octets.length()));
    }

    @Test
    void shouldRefuseDialectsThatLeaveAHalfByteOpen() {
        final Problems problems = new Problems();
        final String file =
                START.formatted("none")
                        + "  63: {type: b ..9, name: Tags, tags: {layout: ber, values: n rest}}\n"
                        + "encoding: {n: bcd}\n";
        assertNull(Dialects.parse("strict.yaml", file, problems));
        final String what = "padding: none of an odd number of digits in BCD: ";
        final List<String> lines = problems.lines();
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("strict.yaml:5: " + what)));
    }
}
