package io.cardswitch.hsm.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.crypto.KeyCheckValue;
import io.cardswitch.hsm.crypto.lmk.KeyScheme;
import io.cardswitch.hsm.crypto.lmk.TestLmk;
import io.cardswitch.hsm.crypto.lmk.VariantLmk;
import io.cardswitch.hsm.simulator.device.DeviceConfig;
import io.cardswitch.hsm.vectors.VectorRow;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Published requests and answers, byte for byte through a socket. */
final class PayShieldVectorsIT {
    /** Commands of the file that only a real device has: RSA, printing, loading of tables. */
    private static final Set<String> UNKNOWN = Set.of("EI", "PA", "PE", "TA");

    private static final Map<String, SoftwareHsm> DEVICES = new HashMap<>();

    @BeforeAll
    static void start() throws IOException {
        for (final boolean isDouble : new boolean[] {true, false}) {
            for (final int header : new int[] {0, 4, 12}) {
                final DeviceConfig device =
                        DeviceConfig.DEFAULT.withAuthorised(true).withZmkDouble(isDouble);
                DEVICES.put(
                        isDouble + "/" + header,
                        SoftwareHsm.start(
                                SoftwareHsmConfig.onLoopback(0)
                                        .withHeaderLength(header)
                                        .withDevice(device)));
            }
        }
    }

    @AfterAll
    static void stop() {
        DEVICES.values().forEach(SoftwareHsm::close);
    }

    private static String exchange(boolean isDouble, int header, String request)
            throws IOException {
        final SoftwareHsm hsm = DEVICES.get(isDouble + "/" + header);
        try (RawHost host = new RawHost(hsm.port())) {
            return host.exchange(request);
        }
    }

    @TestFactory
    Stream<DynamicTest> shouldAnswerPublishedRequests() {
        return VectorRow.tests("payshield.jsonl", 97, PayShieldVectorsIT::check);
    }

    private static void check(VectorRow row) throws Exception {
        switch (row.kind()) {
            case "command_response" -> checkCommand(row);
            case "command_core" -> checkCore(row);
            case "key_under_lmk" -> checkKey(row);
            case "lmk_facts" -> checkLmk(row);
            default -> throw new AssertionError("unknown kind " + row.kind());
        }
    }

    private static void checkCommand(VectorRow row) throws IOException {
        final boolean isDouble = !Boolean.FALSE.equals(row.map("state").get("double_zmk"));
        final String header = row.text("header");
        final int headerLength = header == null ? 0 : header.length();
        final String answer = exchange(isDouble, headerLength, row.text("request_ascii"));
        if (row.text("notes") != null && row.text("notes").contains("random source fixed")) {
            checkRandomKey(row, answer);
        } else if (row.text("response_ascii") != null) {
            assertEquals(row.text("response_ascii"), answer);
        } else {
            final String prefix = row.text("response_prefix_ascii");
            assertEquals(prefix, answer.substring(0, Math.min(prefix.length(), answer.length())));
        }
    }

    /** Keys made at random have the form of the row's; the copies under LMK and ZMK are one key. */
    private static void checkRandomKey(VectorRow row, String answer) throws IOException {
        final String shape = row.text("response_ascii");
        assertEquals(shape.length(), answer.length());
        assertEquals(shape.substring(0, 5), answer.substring(0, 5));
        final String type = row.text("request_ascii").substring(2, 5);
        if (row.text("command").equals("A0")) {
            final String zmk = row.text("request_ascii").substring(7, 40);
            final String underZmk = answer.substring(37, 70);
            final String kcv = answer.substring(70);
            final String imported = exchange(true, 0, "A6001" + zmk + underZmk + "U");
            assertEquals("A700" + answer.substring(4, 37) + kcv, imported);
        } else {
            final String code = type.equals("001") ? "01" : "02";
            final String kcv = exchange(true, 0, "BU" + code + "1" + answer.substring(4));
            assertEquals("BV00", kcv.substring(0, 4));
        }
    }

    /** Rows that tell what a command computes, not how it looks: asked in the device's own form. */
    private static void checkCore(VectorRow row) throws IOException {
        if (row.text("command").equals("GM")) {
            final String data = new String(row.hex("data_hex"), StandardCharsets.ISO_8859_1);
            final String request = "GM" + row.input("hash_id") + row.input("data_length") + data;
            final byte[] hash = Hex.decode((String) row.expected("hash_hex"));
            assertEquals(
                    "GN00" + new String(hash, StandardCharsets.ISO_8859_1),
                    exchange(true, 0, request));
            return;
        }
        assertEquals("DE", row.text("command"));
        final String request =
                "DE"
                        + row.input("pvk_under_lmk")
                        + "0"
                        + row.input("pin")
                        + "0"
                        + row.input("check_length")
                        + row.input("account")
                        + row.input("decimalisation")
                        + row.input("pin_validation_data");
        assertEquals("DF00" + row.expected("offset") + "FFFFFFF", exchange(true, 0, request));
        final String derived =
                "EE"
                        + row.input("pvk_under_lmk")
                        + row.expected("offset")
                        + "FFFFFFF0"
                        + row.input("check_length")
                        + row.input("account")
                        + row.input("decimalisation")
                        + row.input("pin_validation_data");
        assertEquals("EF000" + row.input("pin"), exchange(true, 0, derived));
    }

    /** The check value of a key under the LMK comes from the device; the clear key from the LMK. */
    private static void checkKey(VectorRow row) throws Exception {
        final int type = typeOf(row);
        final String field = row.input("key_under_lmk", (String) row.expected("key_under_lmk"));
        final KeyScheme named = KeyScheme.of(field.charAt(0));
        final boolean isNamed = !field.matches("[0-9A-F]+");
        final byte[] enciphered = Hex.decode(isNamed ? field.substring(1) : field);
        final KeyScheme scheme = isNamed ? named : KeyScheme.plain(enciphered.length);
        final String clear = row.input("clear_key", (String) row.expected("clear_key"));
        try (VariantLmk lmk = TestLmk.variant()) {
            assertEquals(clear, Hex.text(lmk.decrypt(type, scheme, enciphered)));
            final byte[] again = lmk.encrypt(type, scheme, Hex.decode(clear));
            assertEquals(Hex.text(enciphered), Hex.text(again));
        }
        final int flag = scheme.keyLength() / 8 - 1;
        final String code = hexNumber(type, 3);
        final String answer = exchange(true, 0, "BUFF" + flag + field + ";" + code + ";000");
        final String kcv = Hex.text(KeyCheckValue.tdes(Hex.decode(clear)));
        assertEquals("BV00" + kcv, answer);
        if (row.expected("check_value") != null) {
            assertTrue(kcv.startsWith((String) row.expected("check_value")));
        }
    }

    private static int typeOf(VectorRow row) {
        if (row.has("key_type")) return Integer.parseInt(row.input("key_type"), 16);
        final int pair =
                switch (row.input("lmk_pair")) {
                    case "06-07" -> 0x01;
                    case "14-15" -> 0x02;
                    case "28-29" -> 0x09;
                    default -> throw new AssertionError("unknown pair " + row.input("lmk_pair"));
                };
        return row.number("variant") << 8 | pair;
    }

    /** Facts about the LMK, seen from outside: keys under each pair and variant open. */
    private static void checkLmk(VectorRow row) throws Exception {
        final Map<String, Object> pairs = VectorRow.asMap(row.expected("lmk_pairs"));
        if (pairs == null) {
            assertEquals("E0E001010101010EF1F1010101010101", row.expected("old_lmk_14_15"));
            return;
        }
        final Map<String, Object> variants =
                VectorRow.asMap(row.expected("variant_first_byte_xor"));
        final List<String> names = List.copyOf(pairs.keySet());
        final byte[] clear = Hex.decode("0123456789ABCDEFFEDCBA9876543210");
        for (int digits = 0; digits <= 0x0D; digits++) {
            final String name = names.get(digits < 2 ? digits + 2 : digits + 5);
            for (int variant = 0; variant <= 9; variant++) {
                final byte[] pair = Hex.decode((String) pairs.get(name));
                if (variant > 0) {
                    pair[0] ^= (byte) Integer.parseInt((String) variants.get("" + variant), 16);
                }
                final String field = Hex.text(KeyScheme.U.encrypt(pair, clear));
                final String type = hexNumber(variant << 8 | digits, 3);
                assertEquals(
                        "BV0008D7B4",
                        exchange(true, 0, "BUFF1U" + field + ";" + type + ";001"),
                        name + " variant " + variant);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> shouldTakePublishedFrames() {
        return VectorRow.tests("payshield_codec.jsonl", 177, PayShieldVectorsIT::checkFrame);
    }

    private static void checkFrame(VectorRow row) throws IOException {
        switch (row.kind()) {
            case "build_request", "parse_request" -> checkRequest(row);
            case "build_response" -> checkIa(row);
            case "framing" -> checkFraming(row);
            case "parse_key_field" -> checkKeyField(row);
            case "parse_response" -> {
                // Answers of other devices under other keys: what a client reads, not what this
                // says.
                assertTrue(row.text("response_wire_hex").length() >= 12);
            }
            default -> throw new AssertionError("unknown kind " + row.kind());
        }
    }

    /**
     * Keys of strangers do not open here, but the layout must be understood: never error 15 or 68.
     */
    private static void checkRequest(VectorRow row) throws IOException {
        final String hex = row.text("request_wire_hex");
        final String request =
                hex == null
                        ? row.text("request_ascii")
                        : new String(Hex.decode(hex), StandardCharsets.ISO_8859_1);
        final String answer = exchange(true, 4, request);
        assertEquals(request.substring(0, 5), answer.substring(0, 5));
        final String error = answer.substring(6, 8);
        if (UNKNOWN.contains(row.text("command"))) {
            assertEquals("68", error);
        } else if (request.contains("S000")) {
            assertEquals("00", error, request);
        } else {
            assertNotEquals("68", error, request);
            assertNotEquals("15", error, request);
        }
    }

    private static void checkIa(VectorRow row) throws IOException {
        final String shape = row.text("response_ascii");
        final String zmk =
                "U" + Hex.text(under(0x000, Hex.decode("8A7C04A1CD916464D6B361B05BBF6780")));
        final String answer = exchange(true, 4, "    IA" + zmk + ";XU0");
        assertEquals(shape.length(), answer.length());
        assertEquals(shape.substring(0, 9), answer.substring(0, 9));
        assertEquals('U', answer.charAt(41));
        assertTrue(answer.endsWith("0000000000"));
        final String ownZpk = answer.substring(41, 74);
        final String whole = exchange(true, 4, "    BU011" + ownZpk);
        assertEquals(answer.substring(74, 80), whole.substring(8, 14));
    }

    private static byte[] under(int type, byte[] clear) {
        try (VariantLmk lmk = TestLmk.variant()) {
            return lmk.encrypt(type, KeyScheme.U, clear);
        } catch (CryptoException e) {
            throw new AssertionError(e);
        }
    }

    private static void checkFraming(VectorRow row) throws IOException {
        final byte[] wire = Hex.decode(row.text("wire_hex"));
        final int length = (wire[0] & 0xFF) << 8 | wire[1] & 0xFF;
        final String frame =
                new String(Arrays.copyOfRange(wire, 2, wire.length), StandardCharsets.ISO_8859_1);
        if (row.expected("error") != null || row.map("parsed").get("command") == null) {
            // An answer, a wrong length, or a header this device does not check.
            assertEquals(
                    "length_prefix_mismatch".equals(row.expected("error")),
                    length != frame.length());
            return;
        }
        assertEquals(length, frame.length());
        final String answer = exchange(true, 4, frame);
        assertEquals(frame.substring(0, 4), answer.substring(0, 4));
        assertNotEquals("68", answer.substring(6, 8));
        if (row.text("response_wire_hex") != null) {
            final byte[] expected = Hex.decode(row.text("response_wire_hex"));
            assertEquals(
                    new String(expected, 2, expected.length - 2, StandardCharsets.ISO_8859_1),
                    answer);
        }
        final Object response = row.map("parsed").get("response");
        if (response != null && row.text("command").equals("B2")) {
            assertEquals(response, answer);
        }
    }

    /** A key field ends where its letter says: what follows it is read as the next field. */
    private static void checkKeyField(VectorRow row) throws IOException {
        final String stream = row.input("stream");
        final String answer = exchange(true, 0, "JE" + stream);
        if (row.expected("error") != null) {
            assertEquals("JF12", answer);
        } else {
            final String key = (String) row.expected("key");
            assertTrue(stream.startsWith(key));
            final String whole = exchange(true, 0, "BUFF1" + key + ";001;000");
            assertEquals("BV10", whole);
            assertEquals("JF10", answer);
        }
    }

    /** A number in hexadecimal with leading zeros. */
    private static String hexNumber(int value, int digits) {
        final String text = Integer.toHexString(value).toUpperCase(Locale.ROOT);
        return "0".repeat(digits - text.length()) + text;
    }
}
