package io.cardswitch.hsm.crypto.card;

import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.emv.IccMasterKey;
import io.cardswitch.hsm.vectors.VectorRow;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** Published values of the CVV family. */
final class CardVectorsTest {
    @TestFactory
    Stream<DynamicTest> shouldComputePublishedValues() {
        return VectorRow.tests("cvv.jsonl", 21, CardVectorsTest::check);
    }

    private static void check(VectorRow row) throws Exception {
        switch (row.op()) {
            case "generate_cvv" -> row.check("cvv", () -> cvv(row));
            case "generate_dcvv" -> row.check("dcvv", () -> dcvv(row));
            case "generate_cvc3" -> {
                if (row.expected("cvc3_last3") == null) {
                    row.check("cvc3", () -> cvc3(row));
                } else {
                    row.check("cvc3_last3", () -> cvc3(row).substring(2));
                }
            }
            default -> throw new AssertionError("unknown operation " + row.op());
        }
    }

    private static String cvv(VectorRow row) throws CryptoException {
        return VectorRow.string(
                CardVerificationValue.generate(
                        row.hex("cvk"),
                        row.ascii("pan"),
                        row.ascii("expiry"),
                        row.ascii("service_code")));
    }

    private static String dcvv(VectorRow row) throws CryptoException {
        return VectorRow.string(
                DynamicCardValue.dcvv(
                        cardKey(row, "imk_ac"),
                        row.ascii("pan"),
                        row.ascii("expiry"),
                        row.ascii("service_code"),
                        row.ascii("atc")));
    }

    private static String cvc3(VectorRow row) throws CryptoException {
        final byte[] key = cardKey(row, "imk_cvc3");
        final byte[] iv =
                row.has("ivcvc3")
                        ? row.hex("ivcvc3")
                        : DynamicCardValue.ivCvc3(key, row.hex("track_data"));
        return VectorRow.string(DynamicCardValue.cvc3(key, iv, row.hex("un"), row.hex("atc")));
    }

    private static byte[] cardKey(VectorRow row, String issuerKey) throws CryptoException {
        final byte[] sequence = row.input("psn", "00").getBytes(StandardCharsets.US_ASCII);
        final byte[] key = row.hex(issuerKey);
        return row.input("mk_derivation").equals("A")
                ? IccMasterKey.optionA(key, row.ascii("pan"), sequence)
                : IccMasterKey.hashed(key, row.ascii("pan"), sequence);
    }
}
