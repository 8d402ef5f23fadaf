package io.cardswitch.hsm.crypto.pin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.hsm.crypto.BlockCipher;
import io.cardswitch.hsm.crypto.CryptoError;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Decimalisation;
import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.vectors.VectorRow;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Published PIN blocks, PVVs and IBM offsets. */
final class PinVectorsTest {
    private static final byte[] NO_FILL = new byte[8];

    private static final Map<String, PinBlockFormat> FORMATS =
            Map.of(
                    "iso0", PinBlockFormat.ISO_0,
                    "iso1", PinBlockFormat.ISO_1,
                    "iso2", PinBlockFormat.ISO_2,
                    "iso3", PinBlockFormat.ISO_3,
                    "diebold", PinBlockFormat.DIEBOLD);

    /** A block read with another PAN may fail either check. */
    private static final Set<CryptoError> MISMATCH =
            Set.of(CryptoError.FILLER, CryptoError.PIN_NOT_NUMERIC);

    @TestFactory
    Stream<DynamicTest> shouldReadAndBuildPublishedBlocks() {
        return VectorRow.tests("pinblock.jsonl", 53, PinVectorsTest::checkBlock);
    }

    @TestFactory
    Stream<DynamicTest> shouldComputePublishedPvvs() {
        return VectorRow.tests(
                "pvv.jsonl", 10, row -> row.check("pvv", () -> VectorRow.string(pvv(row))));
    }

    @TestFactory
    Stream<DynamicTest> shouldComputePublishedOffsets() {
        return VectorRow.tests("ibm3624.jsonl", 11, PinVectorsTest::checkOffset);
    }

    private static void checkBlock(VectorRow row) throws Exception {
        final String op = row.op();
        if (op.contains("iso4")) {
            checkIso4(row);
        } else if (op.equals("translate")) {
            final byte[] account = row.ascii("account12");
            final byte[] pin = decode(row, decrypt(row.hex("source_key"), row.hex("source_block")));
            final byte[] block = encode(row.input("dest_format"), pin, account, NO_FILL);
            row.check("dest_block", () -> Hex.text(encrypt(row.hex("dest_key"), block)));
        } else if (op.startsWith("encrypt_")) {
            final String format = op.substring("encrypt_".length());
            final byte[] block = encode(format, row.ascii("pin"), account(row), NO_FILL);
            row.check("encrypted_block", () -> Hex.text(encrypt(row.hex("key"), block)));
        } else if (op.startsWith("decode_")) {
            checkDecode(row);
        } else {
            checkEncode(row);
        }
    }

    private static void checkDecode(VectorRow row) throws Exception {
        if (row.expected("fill") != null) {
            // The filler of this row is outside of A to F: it shows the layout of encoding only.
            final byte[] pin = row.expected("pin").toString().getBytes(StandardCharsets.US_ASCII);
            assertEquals(row.input("block"), Hex.text(encode("iso3", pin, account(row), NO_FILL)));
            assertThrows(CryptoException.class, () -> decode(row, row.hex("block")));
        } else if ("filler_or_pin_mismatch".equals(row.expected("error"))) {
            final CryptoException refusal =
                    assertThrows(CryptoException.class, () -> decode(row, row.hex("block")));
            assertTrue(MISMATCH.contains(refusal.error()));
        } else {
            row.check("pin", () -> VectorRow.string(decode(row, row.hex("block"))));
        }
    }

    private static void checkEncode(VectorRow row) throws Exception {
        final String format = row.op().substring(row.op().lastIndexOf('_') + 1);
        final String expected = (String) row.expected("block");
        // Where the layout asks for filler, the row's own stands in for chance.
        final byte[] fill = expected == null ? NO_FILL : Hex.decode(expected);
        row.check("block", () -> Hex.text(encode(format, row.ascii("pin"), account(row), fill)));
        if (expected != null) {
            final byte[] pin = ClearPinBlock.decode(FORMATS.get(format), fill, account(row));
            assertEquals(row.input("pin"), VectorRow.string(pin));
        }
    }

    private static void checkIso4(VectorRow row) throws Exception {
        switch (row.op()) {
            case "iso4_pan_field" ->
                    row.check("pan_field", () -> Hex.text(Iso4PinBlock.panField(row.ascii("pan"))));
            case "decode_iso4_pin_field" ->
                    row.check(
                            "pin",
                            () ->
                                    VectorRow.string(
                                            Iso4PinBlock.decodePinField(row.hex("pin_field"))));
            case "encipher_iso4" -> {
                try (BlockCipher aes = BlockCipher.aes(row.hex("key"))) {
                    final byte[] fill = row.hex("random_fill");
                    row.check(
                            "block",
                            () ->
                                    Hex.text(
                                            Iso4PinBlock.encipher(
                                                    aes,
                                                    row.ascii("pin"),
                                                    row.ascii("pan"),
                                                    fill)));
                }
            }
            case "decipher_iso4" -> {
                try (BlockCipher aes = BlockCipher.aes(row.hex("key"))) {
                    row.check(
                            "pin",
                            () ->
                                    VectorRow.string(
                                            Iso4PinBlock.decipher(
                                                    aes, row.hex("block"), row.ascii("pan"))));
                }
            }
            default -> throw new AssertionError("unknown operation " + row.op());
        }
    }

    private static byte[] account(VectorRow row) throws CryptoException {
        if (row.has("account12")) return row.ascii("account12");
        return row.has("pan") ? AccountField.ofPan(row.ascii("pan")) : null;
    }

    private static byte[] decode(VectorRow row, byte[] block) throws CryptoException {
        final String format =
                row.has("source_format")
                        ? row.input("source_format")
                        : row.op().substring("decode_".length());
        return ClearPinBlock.decode(FORMATS.get(format), block, account(row));
    }

    private static byte[] encode(String format, byte[] pin, byte[] account, byte[] fill)
            throws CryptoException {
        return ClearPinBlock.encode(FORMATS.get(format), pin, account, fill);
    }

    private static byte[] encrypt(byte[] key, byte[] block) throws CryptoException {
        try (BlockCipher cipher = BlockCipher.tdes(key)) {
            return cipher.encrypt(block);
        }
    }

    private static byte[] decrypt(byte[] key, byte[] block) throws CryptoException {
        try (BlockCipher cipher = BlockCipher.tdes(key)) {
            return cipher.decrypt(block);
        }
    }

    private static byte[] pvv(VectorRow row) throws CryptoException {
        try (BlockCipher pvk = BlockCipher.tdes(row.hex("pvk"))) {
            return Pvv.generate(pvk, account(row), row.ascii("pvki"), row.ascii("pin"));
        }
    }

    private static void checkOffset(VectorRow row) throws Exception {
        final byte[] table = row.ascii("decimalisation_table");
        if (row.op().equals("decimalise_only")) {
            final byte[] block = row.hex("encrypted_validation_data");
            final String digits = VectorRow.string(Decimalisation.replace(block, table));
            row.check("full", () -> digits);
            row.check("natural_pin", () -> digits.substring(0, row.number("pin_length")));
            return;
        }
        if (row.expected("error") != null) {
            row.check("pin", () -> pinOfOffset(row, table));
            return;
        }
        try (BlockCipher pvk = BlockCipher.tdes(row.hex("pvk"))) {
            final byte[] validation = row.hex("validation_data");
            if (row.has("pin_validation_data_template")) {
                final byte[] template = row.ascii("pin_validation_data_template");
                assertEquals(
                        Hex.text(validation),
                        Hex.text(Ibm3624.validation(template, row.ascii("account12"))));
            }
            row.checkHex("encrypted_validation_data", pvk.encrypt(validation));
            final byte[] natural = Ibm3624.naturalPin(pvk, validation, table);
            final Object pinExpected =
                    row.expected("pin") == null ? row.input("pin") : row.expected("pin");
            final byte[] pin = pinExpected.toString().getBytes(StandardCharsets.US_ASCII);
            if (row.expected("natural_pin") != null) {
                final int shown = row.expected("natural_pin").toString().length();
                row.check("natural_pin", () -> VectorRow.string(Arrays.copyOf(natural, shown)));
            }
            final byte[] offset = Ibm3624.offset(natural, pin, pin.length);
            row.check("offset", () -> VectorRow.string(offset));
            assertEquals(pinExpected, VectorRow.string(Ibm3624.pin(natural, offset)));
        }
    }

    private static String pinOfOffset(VectorRow row, byte[] table) throws CryptoException {
        try (BlockCipher pvk = BlockCipher.tdes(row.hex("pvk"))) {
            final byte[] validation =
                    Ibm3624.validation(
                            row.ascii("pan"),
                            row.number("pan_offset"),
                            row.number("pan_length"),
                            row.ascii("pad")[0]);
            final byte[] natural = Ibm3624.naturalPin(pvk, validation, table);
            return VectorRow.string(Ibm3624.pin(natural, row.ascii("offset")));
        }
    }
}
