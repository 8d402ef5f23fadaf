package io.cardswitch.iso8583.describe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.spec.Dialects;
import io.cardswitch.iso8583.validate.MessageRules;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HexFormat;
import java.util.StringJoiner;

/** Messages as JSON: what is hidden, and what is said of bad input. */
class MessageJsonTest {
    private static final MessageSpec ASCII = Dialects.bundled("iso87-ascii");
    private static final MessageSpec BINARY = Dialects.bundled("iso87-binary");

    private static String decoded(MessageSpec spec, boolean inClear, String hex) {
        final StringBuilder out = new StringBuilder();
        new MessageJson(spec, inClear).decodeHex(hex, out);
        return out.toString();
    }

    private static String encoded(MessageSpec spec, String json) {
        final StringBuilder out = new StringBuilder();
        new MessageJson(spec, true).encode(json, out);
        return out.toString();
    }

    @Test
    void shouldMaskCardTrackPinChipAndPrivateData() {
        final String message =
                "{\"mti\":\"0200\",\"fields\":{\"2\":\"4761739001010119\",\"3\":\"000000\","
                        + "\"35\":\"4761739001010119=27122\",\"45\":\"B4761739001010119^DOE\","
                        + "\"48\":\"CVV2 123\",\"52\":\"0123456789ABCDEF\","
                        + "\"55\":\"9F36020042570247615A084761739001010119\",\"127\":\"PAN\"}}";
        final String hex = encoded(BINARY, message);
        assertEquals(message, decoded(BINARY, true, hex));
        assertEquals(
                "{\"mti\":\"0200\",\"fields\":{\"2\":\"476173******0119\",\"3\":\"000000\","
                        + "\"35\":\"**********************\",\"45\":\"*********************\","
                        + "\"48\":\"********\",\"52\":\"****************\","
                        + "\"55\":\"9F360200425702****5A08476173******0119\",\"127\":\"***\"}}",
                decoded(BINARY, false, hex));
    }

    /** One secret in every element that has room for it. */
    @ParameterizedTest
    @ValueSource(strings = {"iso87-ascii", "iso87-binary"})
    void shouldHideSecretInEveryElementOfFreeUse(String dialect) {
        final MessageSpec spec = Dialects.bundled(dialect);
        final String secret = "4761739001010119";
        int hidden = 0;
        for (int de = 2; de <= MessageSpec.LAST_ELEMENT; de++) {
            final ElementSpec element = spec.element(de);
            if (element == null || element.isFixed() || element.units() < secret.length()) continue;
            final String value = element.content() == Content.B ? secret + secret : secret;
            final String json = "{\"mti\":\"0200\",\"fields\":{\"" + de + "\":\"" + value + "\"}}";
            final String shown = decoded(spec, false, encoded(spec, json));
            assertFalse(shown.contains(secret), shown);
            hidden++;
        }
        assertEquals(46, hidden);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // DE and byte in which the bad digit stands, and where in the line.
                "x|{'error':{'de':0,'offset':0,'reason':'character 1 is not a hexadecimal digit'}}",
                "0200 200000000000000z"
                        + "|{'error':{'de':1,'offset':9,'reason':'character 21 is not a hexadecimal"
                        + " digit'}}",
                "0200 2000000000000000 0000"
                        + "|{'error':{'de':3,'offset':10,'reason':'message ends: 3 bytes needed,"
                        + " 2 left'},'mti':'0200'}",
                "0200 2000000000000000 0000g0"
                        + "|{'error':{'de':3,'offset':12,'reason':'character 27 is not a"
                        + " hexadecimal digit'}}",
                "0200 2000000000000000 000000 0"
                        + "|{'error':{'de':3,'offset':13,'reason':'odd number of hexadecimal"
                        + " digits'}}",
                "0200 2000000000000000 0A00 zz"
                        + "|{'error':{'de':3,'offset':12,'reason':'character 28 is not a"
                        + " hexadecimal digit'}}",
                "2200 2000000000000000 000000 zz"
                        + "|{'error':{'de':0,'offset':0,'reason':'message type version 2 is not"
                        + " 0'},'mti':'2200'}"
            })
    void shouldNameElementAndByteOfBadHexadecimal(String line, String expected) {
        assertEquals(expected.replace('\'', '"'), decoded(BINARY, false, line));
    }

    /** Element 0 is what stands in front of the bitmap. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TPDU|600000|0|TPDU header is cut: 5 bytes needed, 3 left",
                "TPDU|0200000000|0|the bytes do not begin as a TPDU header does",
                "BASE24|4953|0|BASE24 header is cut: 12 bytes needed, 2 left",
                "BASE24|495350|0|the bytes do not begin as a BASE24 header does",
                "BASE1||0|BASE1 header is cut: 22 bytes needed, 0 left",
                "BASE1|1601|0|BASE1 header is cut: 22 bytes needed, 2 left",
                "BASE1|02000000|0|the bytes do not begin as a BASE1 header does",
                "BASE1|1A81+24|26|second BASE1 header is cut: 22 bytes needed, 0 left",
                "BASE1|1A81+24 1601|26|second BASE1 header is cut: 22 bytes needed, 2 left",
                "BASE1|1681+20 0100|22|the bytes do not begin as a second BASE1 header does"
            })
    void shouldSayWhatIsWrongWithAHeader(Header header, String bytes, int offset, String reason) {
        final String zeros = "00".repeat(20);
        final String hex =
                bytes == null ? "" : bytes.replace("+20", zeros).replace("+24", zeros + "00000000");
        final MessageJson json = new MessageJson(BINARY, header, null, false);
        final StringBuilder out = new StringBuilder();
        assertFalse(json.decodeHex(hex, out));
        final String error = "{\"error\":{\"de\":0,%s\"reason\":\"%s\"}}";
        assertEquals(error.formatted("\"offset\":" + offset + ",", reason), out.toString());
        out.setLength(0);
        final String message = "{\"header\":\"" + hex + "\",\"mti\":\"0800\",\"fields\":{}}";
        assertFalse(json.encode(message, out));
        assertEquals(error.formatted("", "\\\"header\\\": " + reason), out.toString());
    }

    @Test
    void shouldRefuseAMessageThatIsLongerThanItsHeaderCanSay() {
        final MessageSpec spec = Dialects.bundled("unionpay-cups");
        final String most = "{\"mti\":\"0800\",\"fields\":{%s}}";
        final String longest = "x".repeat(999);
        final StringJoiner fields = new StringJoiner(",");
        for (int de = 112; de < 121; de++) fields.add("\"" + de + "\":\"" + longest + "\"");
        final String right = encoded(spec, most.formatted(fields));
        assertEquals(2 * (46 + 20 + 9 * 1002), right.length(), right);
        fields.add("\"124\":\"" + longest + "\"");
        assertEquals(
                "{\"error\":{\"de\":0,\"reason\":\"\\\"header\\\": the CUPS header says 86 bytes"
                        + " with the message, 10086 are there\"}}",
                encoded(spec, most.formatted(fields)));
    }

    /** The total that a header states counts itself and the message. */
    @ParameterizedTest
    @CsvSource({"visa-base1, 3, 35", "unionpay-cups, 2, 64"})
    void shouldNameBothLengthsWhenAHeaderStatesAnother(String dialect, int offset, int bytes) {
        final MessageSpec spec = Dialects.bundled(dialect);
        final String json = "{\"mti\":\"0800\",\"fields\":{\"11\":\"000001\"}}";
        final byte[] message = HexFormat.of().parseHex(encoded(spec, json));
        assertEquals(bytes, message.length);
        message[spec.header() == Header.CUPS ? 5 : 4]++;
        final String reason =
                "the %s header says %d bytes with the message, %d are there"
                        .formatted(spec.header(), bytes + 1, bytes);
        final String hex = HexFormat.of().withUpperCase().formatHex(message);
        final String header = hex.substring(0, 2 * spec.header().answerLength());
        assertEquals(
                ("{\"error\":{\"de\":0,\"offset\":%d,\"reason\":\"%s\"},"
                                + "\"header\":\"%s\",\"mti\":\"0800\"}")
                        .formatted(offset, reason, header),
                decoded(spec, true, hex));
        assertEquals(
                "{\"error\":{\"de\":0,\"reason\":\"\\\"header\\\": " + reason + "\"}}",
                encoded(spec, json.replace("{\"mti", "{\"header\":\"" + header + "\",\"mti")));
        final String broken = "{\"error\":{\"de\":11,";
        assertTrue(decoded(spec, true, hex.substring(0, hex.length() - 1)).startsWith(broken));
    }

    @ParameterizedTest
    @CsvSource({
        "6000000001,value is not text",
        "'\"60\"','TPDU header is cut: 5 bytes needed, 1 left'",
        "'\"6x\"',character 2 is not a hexadecimal digit",
        "'\"600000000102\"',1 bytes too many for a TPDU header"
    })
    void shouldSayWhatIsWrongWithAHeaderThatIsWritten(String header, String reason) {
        final StringBuilder out = new StringBuilder();
        final MessageJson json = new MessageJson(BINARY, Header.TPDU, null, false);
        assertFalse(json.encode("{\"header\":" + header + ",\"mti\":\"0800\",\"fields\":{}}", out));
        final String error = "{\"error\":{\"de\":0,\"reason\":\"\\\"header\\\": " + reason + "\"}}";
        assertEquals(error, out.toString());
    }

    /** Bytes count from the start of the frame, the header included. */
    @ParameterizedTest
    @CsvSource({"iso87-binary, 30", "iso87-ascii, 60", "base24, 72"})
    void shouldNameElementAndByteOfABrokenRule(String dialect, int offset) {
        final MessageSpec spec = Dialects.bundled(dialect);
        final String fields =
                "\"3\":\"000000\",\"4\":\"000000000100\",\"11\":\"000001\",\"13\":\"9099\","
                        + "\"90\":\"020000000100000000000000000000000000000000\"";
        final String hex = encoded(spec, "{\"mti\":\"0400\",\"fields\":{" + fields + "}}");
        final byte[] message = HexFormat.of().parseHex("FFFFFF" + hex);
        final MessageJson json =
                new MessageJson(spec, spec.header(), MessageRules.bundled("iso87"), false);
        final StringBuilder out = new StringBuilder();
        assertFalse(json.decode(new UnsafeBuffer(message), 3, message.length - 3, out));
        final String error =
                "{\"error\":{\"de\":13,\"offset\":%d,\"reason\":\"%s\"},"
                        .formatted(offset, "value is no MMDD: month is not 01 to 12");
        assertTrue(out.toString().startsWith(error), out::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|'reason':'an object is expected'",
                "{'mti':'0200'}|'reason':'\\'fields\\' is not an object'",
                "{'mti':'200','fields':{}}|'de':0,'reason':'\\'mti\\' is not text of four digits'",
                "{'mti':'1200','fields':{}}|'de':0,'reason':'message type version 1 is not 0'",
                "{'mti':'0200','fields':{'3':3}}|'de':3,'reason':'value is not text'",
                "{'mti':'0200','fields':{'65':'1'}}|'de':65,'reason':'\\'65\\': element is not part"
                        + " of this dialect'",
                "{'mti':'0200','fields':{'a':'1'}}|'reason':'\\'a\\': element is not part of this"
                        + " dialect'",
                "{'mti':'0200','fields':{'52':'0'}}|'de':52,'reason':'value is not pairs of"
                        + " hexadecimal digits'",
                "{'mti':'0200','fields':{'41':'é'}}|'de':41,'reason':'value is not ASCII'",
                "{'mti':'0200','fields':{},'x':1}|'reason':'unknown key \\'x\\'; known are"
                        + " header, mti, fields'",
                "{'mti':'0200',}|'offset':14,'reason':'a quoted key is expected'",
                "{'mti':'0200','fields':{'3':'000000','3':'000000'}}|'offset':49,'reason':'key"
                        + " \\'3\\' stands twice'"
            })
    void shouldSayWhatIsWrongWithJson(String json, String expected) {
        assertEquals(
                "{\"error\":{" + expected.replace('\'', '"') + "}}",
                encoded(ASCII, json.replace('\'', '"')));
    }

    /** A key that is a card number is input of a person, who may have taken the wrong column. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'PAN':'x'}",
                "{'mti':'0200','fields':{'PAN':'x'}}",
                "{'mti':'0200','PAN':'x'}",
                "{'PAN':1,'PAN':2}",
                "{'mti':'0200','fields':{'127':{'PAN':'x'}}}",
                "{'mti':'0200','fields':{'127':{'22':{'PAN':1}}}}"
            })
    void shouldMaskACardNumberThatStandsInPlaceOfAKey(String json) {
        final String error =
                encoded(
                        Dialects.bundled("postilion"),
                        json.replace('\'', '"').replace("PAN", "4761739001010119"));
        assertTrue(error.startsWith("{\"error\":{"), error);
        assertFalse(error.contains("4761739001010119"), error);
        assertTrue(error.contains("******0119"), error);
    }

    @Test
    void shouldEscapeWhatIsNotPrintable() {
        final StringBuilder out = new StringBuilder();
        JsonText.quote("a\"b\\c\u001bé", out);
        assertEquals("\"a\\\"b\\\\c\\u001b\\u00e9\"", out.toString());
    }
}
