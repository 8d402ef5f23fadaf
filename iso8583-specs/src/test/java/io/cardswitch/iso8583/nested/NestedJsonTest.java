package io.cardswitch.iso8583.nested;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.describe.MessageJson;
import io.cardswitch.iso8583.spec.Dialects;
import io.cardswitch.iso8583.yaml.Problems;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;

/** Parts and tags inside of elements, as JSON has them and as they lie on the wire. */
class NestedJsonTest {
    private static final MessageSpec SPEC = load();
    private static final String START = "{\"mti\":\"0200\",\"fields\":{";

    private static MessageSpec load() {
        final Problems problems = new Problems();
        final MessageSpec spec =
                Dialects.load(Path.of("src/test/resources/dialects/nested.yaml"), problems);
        assertEquals(List.of(), problems.lines());
        return spec;
    }

    private static String decoded(String hex, boolean inClear, boolean isValid) {
        final StringBuilder out = new StringBuilder();
        assertEquals(isValid, new MessageJson(SPEC, inClear).decodeHex(hex, out), out::toString);
        return out.toString();
    }

    private static String encoded(String json) {
        final StringBuilder out = new StringBuilder();
        assertTrue(new MessageJson(SPEC, true).encode(json, out), out::toString);
        return out.toString();
    }

    private static String refused(String json) {
        final StringBuilder out = new StringBuilder();
        assertFalse(new MessageJson(SPEC, true).encode(json, out), out::toString);
        return out.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0007',
            value = {
                "\"60\":{\"1\":\"22\",\"2\":\"000123\",\"3\":\"600\"}|0010|0011022000123600",
                "\"60\":{\"1\":\"22\",\"2\":\"000123\"}|0010|000822000123",
                "\"48\":{\"1\":\"R\",\"2\":{\"42\":{\"1\":\"05\",\"2\":\"210\"},\"26\":\"102\"}}"
                        + "|010000|001752 34323035 3035323130 323630333130 32",
                "\"61\":{\"71\":\"11\",\"03\":\"\"}|0008|0007 0002 71 11 0001 03",
                "\"62\":{\"9F02\":\"0102\",\"71\":{\"9F18\":\"01\",\"86\":\"\"}}|0004"
                        + "|0013 9F02020102 7106 9F180101 8600",
                "\"63\":{\"1\":\"hello\",\"2\":\"abc\",\"3\":\"world\"}|0002"
                        + "|0015 68656C6C6F 0003 616263 A696999384",
                "\"120\":{\"2\":\"123\"}|0100|0019 34303030303030303030303030303030 313233",
                "\"120\":{\"2\":\"123\",\"66\":\"ab\",\"130\":\"BEEF\"}|0100|0059"
                        + " 43303030303030303030303030303030 43303030303030303030303030303030"
                        + " 34303030303030303030303030303030 313233 30326162 42454546",
                "\"127\":{\"2\":\"key\",\"25\":{\"4\":\"A0\",\"5\":{\"1\":\"0001\",\"24\":{\"8\":"
                        + "\"D0012\"}}}}|0002|303030303538 4000008000000000"
                        + " 3033 6B6579 30303431 31383030303030303030303030303030"
                        + " 30324130 3139 383030303031 30303031 3037 3031 4430303132",
            })
    void shouldWriteAndReadValuesInsideOfOneElement(String field, String bits, String wire) {
        final String json = START + field + "}}";
        final String hex = encoded(json);
        assertTrue(hex.endsWith(wire.replace(" ", "")), hex);
        assertEquals(json, decoded(hex, true, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0007',
            value = {
                "127|303030303038 2000000000000000|'127.3','offset':32,'reason':'element is not"
                        + " part",
                "127|303030303132 4000000000000000 30356B65|'127.2','offset':34,'reason':'message"
                        + " ends: 5 bytes needed, 2 left'",
                "127|303030303039 0000000000000000 4B|'127','offset':32,'reason':'1 bytes follow",
                "127|303030303034 40000000|'127','offset':24,'reason':'message ends: 8 bytes"
                        + " needed",
                "127|303030303134 0000008000000000 30303032 3132|'127.25','offset':36",
                "127|303030303332 0000008000000000 30303230 31303030303030303030303030303030"
                    + " 30324121|'127.25.4','offset':55,'reason':'character 0x21 is not allowed'",
                "48|0006 523432303130|'48.2.42.1','offset':17,'reason':'message ends: 2 bytes",
                "48|0002 525A|'48.2','offset':13,'reason':'field ends within a tag'",
                "60|0003 0220|'60.2','offset':13,'reason':'message ends",
                "61|0004 00030371|'61.03','offset':12",
                "62|0005 9F02050102|'62.9F02','offset':14,'reason':'length 5 exceeds the 2 bytes"
                        + " left'",
                "62|0006 7104 9F180501|'62.71.9F18','offset':16",
                "63|0009 68656C6C6F 0003 6162|'63.2','offset':19",
            })
    void shouldNameThePathOfWhatIsWrongInside(int de, String wire, String error) {
        final String bits = "0".repeat((de - 1) / 4) + "8421".charAt((de - 1) % 4);
        final boolean isLong = de > 64;
        final String bitmap = (bits + "0".repeat(32)).substring(0, isLong ? 32 : 16);
        final String start = "0200" + (isLong ? "8" + bitmap.substring(1) : bitmap);
        final String json = decoded(start + wire.replace(" ", ""), true, false);
        final String expected = "{\"error\":{\"de\":" + error.replace('\'', '"');
        assertTrue(json.startsWith(expected), json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0007',
            value = {
                "'127':{'3':'x'}|'127.3','reason':'element is not part of this dialect'",
                "'127':{'25':{'4':'A!'}}|'127.25.4','reason':'character 0x21 is not allowed'",
                "'127':{'2':{'3':'x'}}|'127.2','reason':'value is not text'",
                "'60':{'1':'22','3':'600'}|'60.2','reason':'missing before part 3'",
                "'60':{'1':'222'}|'60.1','reason':'length 3 exceeds 2'",
                "'61':{'7101':''}|'61.7101','reason':'this is no tag here'",
                "'61':{'71':'0'}|'61.71','reason':'value is not pairs of hexadecimal digits'",
                "'62':{'9F02':{'9F18':''}}|'62.9F02','reason':'value is not text'",
                "'48':{'1':'R','2':{'26':'x'}}|'48.2.26','reason'",
                "'41':{'1':'R'}|'41','reason':'nothing is known to be inside: write text'",
            })
    void shouldNameThePathOfWhatCannotBeWritten(String field, String error) {
        final String json = refused((START + field + "}}").replace('\'', '"'));
        final String expected = "{\"error\":{\"de\":" + error.replace('\'', '"');
        assertTrue(json.startsWith(expected), json);
    }

    @Test
    void shouldShowAsTextWhatAnObjectCannotTell() {
        final String start = "02000000000000000004";
        // A tag that stands twice; a length in more bytes than it needs; filler between objects.
        for (final String octets : List.of("950101950102", "95810101", "0095010100")) {
            final String wire = start + String.format("%04d", octets.length() / 2) + octets;
            final String json = decoded(wire, true, true);
            assertEquals(START + "\"62\":\"" + octets + "\"}}", json);
            assertEquals(wire, encoded(json));
        }
    }

    @Test
    void shouldHideWhatStandsInsideOfAnElementThatIsHidden() {
        final String hex = encoded(START + "\"60\":{\"1\":\"22\"},\"62\":{\"9F02\":\"0102\"}}}");
        assertEquals(
                START + "\"60\":{\"1\":\"**\"},\"62\":{\"9F02\":\"****\"}}}",
                decoded(hex, false, true));
    }
}
