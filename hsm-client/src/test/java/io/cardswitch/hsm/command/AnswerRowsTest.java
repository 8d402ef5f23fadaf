package io.cardswitch.hsm.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.LmkPin;
import io.cardswitch.hsm.command.Rows.Row;
import io.cardswitch.hsm.command.card.CardValueDecoder;
import io.cardswitch.hsm.command.card.CryptogramDecoder;
import io.cardswitch.hsm.command.data.CipherDecoder;
import io.cardswitch.hsm.command.key.CheckValueDecoder;
import io.cardswitch.hsm.command.key.KeyDecoder;
import io.cardswitch.hsm.command.key.KeyPairDecoder;
import io.cardswitch.hsm.command.mac.MacDecoder;
import io.cardswitch.hsm.command.newpin.OffsetDecoder;
import io.cardswitch.hsm.command.newpin.PvvDecoder;
import io.cardswitch.hsm.command.pin.PinBlockDecoder;
import io.cardswitch.hsm.command.pin.StoredPinDecoder;
import io.cardswitch.hsm.command.pin.TranslatedPinDecoder;
import io.cardswitch.hsm.command.status.DiagnosticsDecoder;
import io.cardswitch.hsm.command.status.OctetsDecoder;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Every answer of the published rows is read, and nothing that is a byte shorter or longer is. */
final class AnswerRowsTest {
    /** Commands of priority 3: only their error codes are read. */
    private static final Set<String> LEFT_OUT =
            Set.of("BH", "BT", "EJ", "GN", "LP", "PF", "QL", "TB");

    /** Its source cuts a check value out of a key of 32 digits; it is the key and none. */
    private static final String KEY_WITHOUT_CHECK_VALUE = "utps-translateKeyLmkLmkDecode-0";

    private static final int FORMAT_ISO_0 = 1;

    @TestFactory
    Stream<DynamicTest> shouldReadAnswerAsPublished() {
        return answers().map(row -> DynamicTest.dynamicTest(row.toString(), () -> assertRead(row)));
    }

    private static Stream<Row> answers() {
        return Rows.all().stream()
                .filter(row -> row.text("kind").equals("parse_response"))
                .filter(row -> !LEFT_OUT.contains(row.text("command")));
    }

    private static String wire(Row row) {
        return Rows.latin(row.text("response_wire_hex")).substring(4);
    }

    private static void assertRead(Row row) {
        final String error = row.inner("expected").text("error_code");
        final Map<String, String> fields = new TreeMap<>();
        final HsmResult result = read(Rows.answer(wire(row)), fields);
        final boolean isAdvised = error.equals("02") && "BLDFEFEBDB".contains(row.text("command"));
        if (error.equals("null")) { // Cut off behind or before the error code.
            assertEquals(HsmResult.MALFORMED_ANSWER, result);
        } else if (row.toString().equals(KEY_WITHOUT_CHECK_VALUE)) {
            assertEquals(HsmResult.OK, result);
            assertEquals("U50264D103DE27A54770944AFEAA9CEEF", fields.get("key"));
        } else if (error.equals("00") || isAdvised) {
            assertEquals(HsmResult.OK, result);
            final Row expected = row.inner("expected").inner("fields");
            fields.forEach((name, value) -> {
                if (expected.has(name)) {
                    assertEquals(expected.text(name), value, name);
                }
            });
            assertTrue(
                    expected.members().keySet().stream()
                            .filter(name -> !name.toString().matches("error_?[cC]ode|checkLength"))
                            .filter(name ->
                                    !name.toString().matches("messageLength|macErrorCode|result"))
                            .allMatch(fields::containsKey),
                    () -> expected.members() + " is more than " + fields);
        } else {
            final int code = Integer.parseInt(error);
            assertEquals(
                    HsmResult.ofDevice((code / 10 + '0') << 8 | code % 10 + '0'), result, error);
            assertTrue(result != HsmResult.OK);
        }
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseAnswerThatIsShortOrLong() {
        return answers()
                .filter(row -> row.inner("expected").text("error_code").equals("00"))
                .map(row -> DynamicTest.dynamicTest(row.toString(), () -> assertStrict(row)));
    }

    private static void assertStrict(Row row) {
        final String wire = wire(row);
        // Of these every length up to the whole is well formed: nothing, six or sixteen digits.
        for (int length = 0; length < wire.length(); length++) {
            final HsmResult result = read(Rows.answer(wire.substring(0, length)), new TreeMap<>());
            final boolean isShorterForm = result == HsmResult.OK && isOptionalTail(row, length);
            assertTrue(
                    result == HsmResult.MALFORMED_ANSWER || isShorterForm,
                    () -> row + " cut: " + result);
        }
        assertEquals(
                HsmResult.MALFORMED_ANSWER, read(Rows.answer(wire + "\u0000"), new TreeMap<>()));
        assertEquals(HsmResult.MALFORMED_ANSWER, read(Rows.answer(wire + "0"), new TreeMap<>()));
    }

    private static boolean isOptionalTail(Row row, int length) {
        final String wire = wire(row);
        final boolean isKey = "A1A5A7A9BX".contains(row.text("command"));
        final int second = wire.length() - 6 - (wire.length() - 10) / 2;
        return isKey && (length == wire.length() - 6 || length == second)
                || "GPGR".contains(row.text("command")) && length == wire.length() - 2
                || row.text("command").equals("EF") && length >= 9
                || row.toString().equals("utps-generateMacDecode-0");
    }

    private static HsmResult read(HsmAnswer answer, Map<String, String> fields) {
        final MutableDirectBuffer bytes = new UnsafeBuffer(new byte[64]);
        final int code = answer.responseCode();
        final String name = "" + (char) (code >> 8) + (char) (code & 0xFF);
        return switch (name) {
            case "CB", "CD", "G1" -> translated(answer, fields, bytes);
            case "JD", "JF", "JB", "EF" -> stored(answer, fields);
            case "JH" -> new PinBlockDecoder().decode(answer, Rows.format("0" + FORMAT_ISO_0));
            case "DF", "BL", "DV" -> offset(answer, fields);
            case "DH", "FX" -> pvv(answer, fields);
            case "CX" -> cardValue(answer, fields);
            case "KX" -> new CryptogramDecoder().decode(answer);
            case "A1" -> generated(answer, fields);
            case "A5", "A7", "A9", "BX" -> key(answer, fields);
            case "BV" -> new CheckValueDecoder().decode(answer);
            case "M7" -> mac(answer, fields, bytes);
            case "M3", "M5" -> message(answer, fields, bytes);
            case "ND" -> new DiagnosticsDecoder().decode(answer);
            case "B3" -> new OctetsDecoder().decode(answer);
            case "DB", "DD", "EB", "ED", "GP", "GR", "CZ", "M9" -> VerdictDecoder.decode(answer);
            default -> HsmResult.MALFORMED_ANSWER;
        };
    }

    private static HsmResult translated(
            HsmAnswer answer, Map<String, String> fields, MutableDirectBuffer bytes) {
        final TranslatedPinDecoder decoder = new TranslatedPinDecoder();
        final HsmResult result = decoder.decode(answer);
        if (result == HsmResult.OK) {
            decoder.copyBlock(bytes, 0);
            fields.put("pinBlock", hex(bytes, decoder.blockLength()));
            fields.put("pinBlockFormat", decoder.format().code());
        }
        return result;
    }

    private static HsmResult stored(HsmAnswer answer, Map<String, String> fields) {
        final StoredPinDecoder decoder = new StoredPinDecoder();
        final HsmResult result = decoder.decode(answer);
        if (result == HsmResult.OK) {
            final LmkPin pin = decoder.pin();
            fields.put("pin", pin.buffer().getStringWithoutLengthAscii(pin.offset(), pin.length()));
        }
        return result;
    }

    private static HsmResult offset(HsmAnswer answer, Map<String, String> fields) {
        final OffsetDecoder decoder = new OffsetDecoder();
        final HsmResult result = decoder.decode(answer);
        String text = Long.toString(decoder.offset());
        text = "0".repeat(Math.max(0, decoder.length() - text.length())) + text;
        fields.put("offset", text + "F".repeat(Math.max(0, 12 - text.length())));
        return result;
    }

    private static HsmResult pvv(HsmAnswer answer, Map<String, String> fields) {
        final PvvDecoder decoder = new PvvDecoder();
        final HsmResult result = decoder.decode(answer);
        fields.put("pvv", Integer.toString(decoder.pvv()));
        return result;
    }

    private static HsmResult cardValue(HsmAnswer answer, Map<String, String> fields) {
        final CardValueDecoder decoder = new CardValueDecoder();
        final HsmResult result = decoder.decode(answer);
        fields.put("cvv", Integer.toString(decoder.value()));
        return result;
    }

    /** Without knowing the request: one key, or one key twice. */
    private static HsmResult generated(HsmAnswer answer, Map<String, String> fields) {
        final KeyPairDecoder pair = new KeyPairDecoder();
        final HsmResult result = pair.decode(answer);
        if (result != HsmResult.OK) {
            return key(answer, fields);
        }
        fields.put("key", text(pair.underLmk()));
        fields.put("keyZmk", text(pair.underTransportKey()));
        fields.put("kcv", checkValue(pair.checkValue()));
        return result;
    }

    private static HsmResult key(HsmAnswer answer, Map<String, String> fields) {
        final KeyDecoder decoder = new KeyDecoder();
        final HsmResult result = decoder.decode(answer);
        if (result == HsmResult.OK) {
            fields.put("key", text(decoder.key()));
            fields.put("kcv", checkValue(decoder.checkValue()));
            fields.put("keyCheckValue", checkValue(decoder.checkValue()));
            assertFalse(decoder.key().toString().contains(text(decoder.key())));
        }
        return result;
    }

    private static HsmResult mac(
            HsmAnswer answer, Map<String, String> fields, MutableDirectBuffer bytes) {
        final MacDecoder decoder = new MacDecoder();
        final HsmResult result = decoder.decode(answer);
        if (result == HsmResult.OK) {
            decoder.copyMac(bytes, 0);
            fields.put("iv", hex(bytes, decoder.length()));
        }
        return result;
    }

    private static HsmResult message(
            HsmAnswer answer, Map<String, String> fields, MutableDirectBuffer bytes) {
        final CipherDecoder decoder = new CipherDecoder();
        final HsmResult result = decoder.decode(answer, 0);
        if (result == HsmResult.OK) {
            decoder.copyMessage(bytes, 0);
            fields.put("decrypted", hex(bytes, decoder.length()));
        }
        return result;
    }

    private static String hex(MutableDirectBuffer bytes, int length) {
        return HexFormat.of().withUpperCase().formatHex(bytes.byteArray(), 0, length);
    }

    private static String text(HsmKey key) {
        return key.characters().getStringWithoutLengthAscii(0, key.length());
    }

    private static String checkValue(int value) {
        return HexFormat.of().withUpperCase().toHexDigits(value, 6);
    }
}
