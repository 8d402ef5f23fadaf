package io.cardswitch.hsm.crypto.keyblock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.crypto.KeyCheckValue;
import io.cardswitch.hsm.vectors.VectorRow;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.security.SecureRandom;
import java.util.Map;
import java.util.stream.Stream;

/** Published key blocks and headers, good and bad. */
final class KeyBlockVectorsTest {
    @TestFactory
    Stream<DynamicTest> shouldTreatPublishedBlocks() {
        return VectorRow.tests("tr31.jsonl", 62, KeyBlockVectorsTest::check);
    }

    private static void check(VectorRow row) throws Exception {
        switch (row.op()) {
            case "unwrap" -> checkUnwrap(row);
            case "decode_header_only" -> checkHeader(row, row.input("key_block"));
            case "derive_variant_keys" -> checkKeys(row, BlockBinding.C);
            case "derive_binding_keys" -> checkKeys(row, binding(row));
            case "parse_header" ->
                    row.check("none", () -> KeyBlockHeader.parse(row.input("header")).toString());
            case "parse_and_reserialise_header" ->
                    row.check(
                            "header_out",
                            () ->
                                    KeyBlockHeader.parse(row.input("header"))
                                            .header()
                                            .text(
                                                    row.input("header").charAt(0) == 'D' ? 16 : 8,
                                                    0));
            default -> throw new AssertionError("unknown operation " + row.op());
        }
    }

    private static BlockBinding binding(VectorRow row) {
        if (row.input("algorithm_indicator").equals("0000")) return BlockBinding.B;
        return row.expected("kbek_usage").toString().startsWith("0002")
                ? BlockBinding.E
                : BlockBinding.D;
    }

    private static void checkKeys(VectorRow row, BlockBinding binding) throws Exception {
        row.checkHex("kbek", binding.encryptionKey(row.hex("kbpk")));
        row.checkHex("kbak", binding.authenticationKey(row.hex("kbpk")));
    }

    private static void checkUnwrap(VectorRow row) throws Exception {
        final byte[] kbpk = row.hex("kbpk");
        final String block = row.input("key_block");
        if (row.expected("error") != null) {
            row.check("key", () -> KeyBlock.unwrap(kbpk, block).toString());
            return;
        }
        try (KeyBlock open = KeyBlock.unwrap(kbpk, block)) {
            row.checkHex("key", open.key());
            checkHeader(row, block);
            assertFalse(open.toString().contains(Hex.text(open.key())));
            if (row.expected("kcv") != null) {
                final String kcv = Hex.text(KeyCheckValue.tdes(open.key())).substring(0, 6);
                assertEquals(row.expected("kcv"), kcv);
            }
            final String again =
                    KeyBlock.wrap(kbpk, open.header(), open.key(), 0, new SecureRandom());
            try (KeyBlock reopened = KeyBlock.unwrap(kbpk, again)) {
                assertEquals(Hex.text(open.key()), Hex.text(reopened.key()));
                assertEquals(open.header(), reopened.header());
            }
        }
    }

    private static void checkHeader(VectorRow row, String block) throws Exception {
        final KeyBlockHeader.Parsed parsed = KeyBlockHeader.parse(block);
        final KeyBlockHeader header = parsed.header();
        final Map<String, Object> expected = VectorRow.asMap(row.expected("header"));
        assertEquals(expected.get("version"), String.valueOf(header.version()));
        assertEquals(expected.get("length"), parsed.blockLength());
        assertEquals(expected.get("key_usage"), header.keyUsage());
        assertEquals(expected.get("algorithm"), String.valueOf(header.algorithm()));
        assertEquals(expected.get("mode_of_use"), String.valueOf(header.modeOfUse()));
        assertEquals(expected.get("key_version"), header.keyVersion());
        assertEquals(expected.get("exportability"), String.valueOf(header.exportability()));
        assertEquals(expected.get("opt_blocks"), parsed.optionalBlocks());
        assertEquals(expected.get("reserved"), header.reserved());
        if (row.expected("optional_blocks") == null) return;
        VectorRow.asMap(row.expected("optional_blocks"))
                .forEach((id, data) -> {
                    if (id.equals("PB")) return;
                    final OptionalBlock found =
                            header.optionalBlocks().stream()
                                    .filter(b -> b.id().equals(id))
                                    .findFirst()
                                    .orElseThrow();
                    assertEquals(data, found.data());
                });
    }
}
