package io.cardswitch.hsm.crypto.dukpt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardswitch.hsm.crypto.BlockCipher;
import io.cardswitch.hsm.crypto.Cmac;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.crypto.Hmac;
import io.cardswitch.hsm.crypto.Iso9797Mac;
import io.cardswitch.hsm.crypto.Iso9797Padding;
import io.cardswitch.hsm.crypto.pin.AccountField;
import io.cardswitch.hsm.crypto.pin.ClearPinBlock;
import io.cardswitch.hsm.crypto.pin.Iso4PinBlock;
import io.cardswitch.hsm.crypto.pin.PinBlockFormat;
import io.cardswitch.hsm.vectors.VectorRow;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

/** Published keys and uses of DUKPT, with TDEA, single DES and AES. */
final class DukptVectorsTest {
    @TestFactory
    Stream<DynamicTest> shouldDerivePublishedTdesKeys() {
        return VectorRow.tests("dukpt_tdes.jsonl", 33, DukptVectorsTest::checkTdes);
    }

    @TestFactory
    Stream<DynamicTest> shouldDerivePublishedAesKeys() {
        return VectorRow.tests("dukpt_aes.jsonl", 24, DukptVectorsTest::checkAes);
    }

    private static byte[] key(VectorRow row, TdesDukpt.Use use) throws CryptoException {
        return TdesDukpt.workingKey(row.hex("bdk"), row.hex("ksn"), use);
    }

    private static void checkTdes(VectorRow row) throws Exception {
        final byte[] bdk = row.hex("bdk");
        final byte[] ksn = row.hex("ksn");
        switch (row.op()) {
            case "derive_ik" -> row.check("ik", () -> Hex.text(TdesDukpt.initialKey(bdk, ksn)));
            case "derive_pin_key" ->
                    row.check("pin_key", () -> Hex.text(key(row, TdesDukpt.Use.PIN)));
            case "derive_data_key_request" ->
                    row.check("data_key", () -> Hex.text(key(row, TdesDukpt.Use.DATA_REQUEST)));
            case "encrypt_data_with_pin_key_cbc_iv0" ->
                    row.check("ciphertext", () -> cbc(row, key(row, TdesDukpt.Use.PIN)));
            case "encrypt_data_with_data_key_cbc_iv0" ->
                    row.check("ciphertext", () -> cbc(row, key(row, TdesDukpt.Use.DATA_REQUEST)));
            case "decrypt_pin" -> row.check("pin", () -> pin(row));
            case "txn_key_and_use" -> checkTdesUse(row, bdk, ksn);
            default -> throw new AssertionError("unknown operation " + row.op());
        }
    }

    private static String cbc(VectorRow row, byte[] key) throws CryptoException {
        return cbc(key, Iso9797Padding.METHOD_1.pad(row.hex("plaintext_hex"), 8));
    }

    private static String cbc(byte[] key, byte[] blocks) throws CryptoException {
        try (BlockCipher cipher = BlockCipher.tdes(key)) {
            return Hex.text(cipher.encryptCbc(new byte[8], blocks));
        }
    }

    private static String pin(VectorRow row) throws CryptoException {
        final byte[] block = row.hex("encrypted_pinblock");
        final byte[] clear;
        if ("false".equals(row.input("tdes"))) {
            final byte[] key = SingleDesDukpt.pinKey(row.hex("bdk"), row.hex("ksn"));
            clear = SingleDesDukpt.decipher(key, block);
        } else {
            try (BlockCipher cipher = BlockCipher.tdes(key(row, TdesDukpt.Use.PIN))) {
                clear = cipher.decrypt(block);
            }
        }
        final byte[] pan =
                row.input("pan").replaceAll("F$", "").getBytes(StandardCharsets.US_ASCII);
        final byte[] account = AccountField.ofPan(pan);
        return VectorRow.string(ClearPinBlock.decode(PinBlockFormat.ISO_0, clear, account));
    }

    private static void checkTdesUse(VectorRow row, byte[] bdk, byte[] ksn) throws Exception {
        final byte[] initial = TdesDukpt.initialKey(bdk, ksn);
        assertEquals(row.input("ik"), Hex.text(initial));
        row.checkHex("txn_key", TdesDukpt.transactionKey(initial, ksn));
        final byte[] account = AccountField.ofPan(row.ascii("pan"));
        final byte[] block =
                ClearPinBlock.encode(PinBlockFormat.ISO_0, row.ascii("pin"), account, null);
        assertEquals(row.input("clear_pinblock_iso0"), Hex.text(block));
        try (BlockCipher cipher = BlockCipher.tdes(key(row, TdesDukpt.Use.PIN))) {
            row.checkHex("encrypted_pinblock", cipher.encrypt(block));
        }
        checkMacs(row, "request", key(row, TdesDukpt.Use.MAC_REQUEST));
        checkMacs(row, "response", key(row, TdesDukpt.Use.MAC_RESPONSE));
        checkData(row, "data_request_cbc_iv0", TdesDukpt.Use.DATA_REQUEST);
        checkData(row, "data_response_cbc_iv0", TdesDukpt.Use.DATA_RESPONSE);
    }

    private static void checkMacs(VectorRow row, String side, byte[] key) throws CryptoException {
        final byte[] message = row.ascii("data_ascii");
        final byte[] padded = Iso9797Padding.METHOD_1.pad(message, 8);
        final byte[] mac = Iso9797Mac.algorithm3(key, new byte[8], padded);
        row.checkHex("mac_" + side + "_x919_8", mac);
        row.checkHex("mac_" + side + "_x919_4", Arrays.copyOf(mac, 4));
        try (BlockCipher cipher = BlockCipher.tdes(key)) {
            row.checkHex("cmac_" + side + "_8", Cmac.of(cipher, message));
        }
    }

    private static void checkData(VectorRow row, String name, TdesDukpt.Use use) throws Exception {
        if (row.expected(name) == null) return;
        final byte[] blocks = Iso9797Padding.METHOD_1.pad(row.ascii("data_ascii"), 8);
        row.check(name, () -> cbc(key(row, use), blocks));
    }

    private static void checkAes(VectorRow row) throws Exception {
        if (row.op().equals("derive_ik")) {
            row.check("ik", () -> Hex.text(AesDukpt.initialKey(row.hex("bdk"), row.hex("ikid"))));
            return;
        }
        final byte[] ksn = row.hex("ksn");
        if (row.has("bdk")) {
            final byte[] ikid = Arrays.copyOf(ksn, AesDukpt.IKID_LENGTH);
            assertEquals(row.input("ik"), Hex.text(AesDukpt.initialKey(row.hex("bdk"), ikid)));
        }
        final byte[] transaction = AesDukpt.transactionKey(row.hex("ik"), ksn);
        row.checkHex("txn_key", transaction);
        for (final AesDukpt.KeyType type :
                new AesDukpt.KeyType[] {AesDukpt.KeyType.AES_128, AesDukpt.KeyType.AES_256}) {
            final String suffix = type == AesDukpt.KeyType.AES_128 ? "_aes128" : "_aes256";
            row.checkHex("pin_key" + suffix, aesKey(row, transaction, AesDukpt.Usage.PIN, type));
            row.checkHex(
                    "mac_gen_key" + suffix,
                    aesKey(row, transaction, AesDukpt.Usage.MAC_GENERATION, type));
            row.checkHex(
                    "data_enc_key" + suffix,
                    aesKey(row, transaction, AesDukpt.Usage.DATA_ENCRYPT, type));
        }
        switch (row.op()) {
            case "txn_key_and_use" -> checkAesUse(row, transaction);
            case "encrypt_block_ecb_with_data_key" -> {
                final byte[] key = aesKey(row, transaction, AesDukpt.Usage.DATA_ENCRYPT);
                try (BlockCipher cipher = BlockCipher.aes(key)) {
                    row.checkHex("ciphertext", cipher.encrypt(row.hex("plaintext")));
                }
            }
            case "txn_key", "host_derive_working_keys" -> {
                // Checked above.
            }
            default -> throw new AssertionError("unknown operation " + row.op());
        }
    }

    private static byte[] aesKey(VectorRow row, byte[] transaction, AesDukpt.Usage usage)
            throws CryptoException {
        return aesKey(row, transaction, usage, AesDukpt.KeyType.AES_128);
    }

    private static byte[] aesKey(
            VectorRow row, byte[] transaction, AesDukpt.Usage usage, AesDukpt.KeyType type)
            throws CryptoException {
        return AesDukpt.workingKey(transaction, row.hex("ksn"), usage, type);
    }

    private static void checkAesUse(VectorRow row, byte[] transaction) throws Exception {
        if (row.expected("encrypted_pinblock_iso4_aes128") == null) return;
        final byte[] fill = Arrays.copyOfRange(row.hex("iso4_pin_field"), 8, 16);
        try (BlockCipher aes = BlockCipher.aes(aesKey(row, transaction, AesDukpt.Usage.PIN))) {
            row.checkHex(
                    "encrypted_pinblock_iso4_aes128",
                    Iso4PinBlock.encipher(aes, row.ascii("pin"), row.ascii("pan"), fill));
        }
        final byte[] message = row.ascii("data_ascii");
        final AesDukpt.Usage[] macs = {
            AesDukpt.Usage.MAC_GENERATION, AesDukpt.Usage.MAC_VERIFICATION
        };
        final AesDukpt.Usage[] ciphers = {AesDukpt.Usage.DATA_ENCRYPT, AesDukpt.Usage.DATA_DECRYPT};
        final String[] sides = {"request", "response"};
        for (int i = 0; i < sides.length; i++) {
            try (BlockCipher aes = BlockCipher.aes(aesKey(row, transaction, macs[i]))) {
                row.checkHex("cmac_" + sides[i], Cmac.of(aes, message));
            }
            final byte[] hmacKey = aesKey(row, transaction, macs[i], AesDukpt.KeyType.HMAC_128);
            row.checkHex("hmac_sha256_" + sides[i], Hmac.sha256(hmacKey, message));
            try (BlockCipher aes = BlockCipher.aes(aesKey(row, transaction, ciphers[i]))) {
                final byte[] blocks = Iso9797Padding.METHOD_1.pad(message, 16);
                row.checkHex("data_" + sides[i] + "_cbc_iv0", aes.encryptCbc(new byte[16], blocks));
            }
        }
    }
}
