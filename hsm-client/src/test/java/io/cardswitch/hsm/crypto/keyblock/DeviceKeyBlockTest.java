package io.cardswitch.hsm.crypto.keyblock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.hsm.crypto.CryptoError;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.crypto.KeyCheckValue;
import io.cardswitch.hsm.crypto.OddParity;
import io.cardswitch.hsm.crypto.lmk.TestLmk;
import io.cardswitch.hsm.vectors.VectorRow;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Key blocks that real devices made under the published test LMK. */
final class DeviceKeyBlockTest {
    /** A block of a double-length key with LMK identifier 01, and what may be its check value. */
    private static final Pattern BLOCK =
            Pattern.compile("S(00072[0-9A-Za-z]{9}01[0-9A-F]{56})([0-9A-F]{6}$)?");

    @Test
    void shouldOpenEveryBlockOfARealDevice() throws Exception {
        final TreeSet<String> blocks = new TreeSet<>();
        int checked = 0;
        for (final VectorRow row : VectorRow.of("payshield_codec.jsonl")) {
            for (final String name : List.of("request_wire_hex", "response_wire_hex")) {
                if (row.text(name) == null) continue;
                final byte[] wire = Hex.decode(row.text(name));
                final Matcher found = BLOCK.matcher(new String(wire, StandardCharsets.ISO_8859_1));
                while (found.find()) {
                    blocks.add(found.group(1));
                    final boolean isAnswer = name.startsWith("response");
                    checked += check(found.group(1), isAnswer ? found.group(2) : null);
                }
            }
        }
        assertTrue(blocks.size() >= 18, () -> "only " + blocks.size());
        assertTrue(checked >= 2, "check values");
    }

    private static int check(String block, String checkValue) throws CryptoException {
        try (KeyBlock open = KeyBlock.unwrap(TestLmk.tdesKeyBlock(), block)) {
            assertEquals(16, open.key().length);
            assertTrue(OddParity.isOdd(open.key()), block);
            if (checkValue == null) return 0;
            assertEquals(checkValue, Hex.text(KeyCheckValue.tdes(open.key())).substring(0, 6));
            return 1;
        }
    }

    @Test
    void shouldRefuseBlockWhenOneCharacterOfItsHeaderChanged() throws Exception {
        final KeyBlockHeader header =
                new KeyBlockHeader('1', "P0", 'A', 'N', "00", 'E', "01", List.of());
        final String block =
                KeyBlock.wrap(TestLmk.aesKeyBlock(), header, new byte[16], 32, new SecureRandom());
        KeyBlock.unwrap(TestLmk.aesKeyBlock(), block).close();
        final String changed = block.replaceFirst("P0", "D0");
        final CryptoException refusal =
                assertThrows(
                        CryptoException.class,
                        () -> KeyBlock.unwrap(TestLmk.aesKeyBlock(), changed));
        assertEquals(CryptoError.MAC_MISMATCH, refusal.error());
    }
}
