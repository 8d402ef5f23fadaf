package io.cardswitch.hsm.crypto;

import io.cardswitch.hsm.vectors.VectorRow;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Arrays;
import java.util.stream.Stream;

/** Published MACs and check values. */
final class MacVectorsTest {
    @TestFactory
    Stream<DynamicTest> shouldComputePublishedMacs() {
        return VectorRow.tests("mac.jsonl", 42, MacVectorsTest::checkMac);
    }

    @TestFactory
    Stream<DynamicTest> shouldComputePublishedCheckValues() {
        return VectorRow.tests("kcv.jsonl", 35, MacVectorsTest::checkValue);
    }

    private static void checkMac(VectorRow row) throws Exception {
        final byte[] message = row.hex("data_hex");
        switch (row.op()) {
            case "iso9797_pad1", "iso9797_pad2", "iso9797_pad3" -> {
                final int method = row.op().charAt(row.op().length() - 1) - '0';
                final byte[] padded = Iso9797Padding.of(method).pad(message, row.number("block"));
                row.check("padded", () -> Hex.text(padded));
            }
            default -> row.check("mac", () -> mac(row, row.hex("key"), message));
        }
    }

    private static String mac(VectorRow row, byte[] key, byte[] message) throws Exception {
        final byte[] whole =
                switch (row.op()) {
                    case "iso9797_1_alg1_des" -> {
                        try (BlockCipher cipher = BlockCipher.tdes(key)) {
                            yield Iso9797Mac.algorithm1(cipher, new byte[8], padded(row, message));
                        }
                    }
                    case "iso9797_1_alg3" ->
                            Iso9797Mac.algorithm3(key, new byte[8], padded(row, message));
                    case "cmac_aes" -> {
                        try (BlockCipher cipher = BlockCipher.aes(key)) {
                            yield Cmac.of(cipher, message);
                        }
                    }
                    case "cmac_tdes" -> {
                        try (BlockCipher cipher = BlockCipher.tdes(key)) {
                            yield Cmac.of(cipher, message);
                        }
                    }
                    case "hmac_sha256" -> Hmac.sha256(key, message);
                    default -> throw new AssertionError("unknown operation " + row.op());
                };
        return Hex.text(Arrays.copyOf(whole, row.number("mac_len")));
    }

    private static byte[] padded(VectorRow row, byte[] message) {
        return Iso9797Padding.of(row.number("padding")).pad(message, 8);
    }

    private static void checkValue(VectorRow row) throws Exception {
        final byte[] key = row.hex("key");
        final int digits = ((String) row.expected("kcv")).length();
        final byte[] whole =
                switch (row.op()) {
                    case "kcv_tdes_ecb_zero" -> KeyCheckValue.tdes(key);
                    case "kcv_aes_cmac_zero" -> KeyCheckValue.aes(key);
                    default -> throw new AssertionError("unknown operation " + row.op());
                };
        row.check("kcv", () -> Hex.text(whole).substring(0, digits));
    }
}
