package io.cardswitch.iso8583.emv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.emv.EmvTag.BitMeaning;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HexFormat;
import java.util.List;

class EmvTagTableTest {
    private static List<String> explain(String tag, String value) {
        final byte[] octets = HexFormat.of().parseHex(value);
        final EmvTag known = EmvTagTable.of(HexFormat.fromHexDigits(tag));
        return known.explain(new UnsafeBuffer(octets), 0, octets.length);
    }

    /** What a card can be copied or a PAN be recovered from, and what nobody knows. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "56", "57", "5A", "5F20", "9F0B", "9F1F", "9F20", "9F6B", "9F60", "9F61", "99",
                "9F46", "9F4B", "93", "9F2D", "86", "9F05", "9F7C", "9F24", "5F53", "DF8101",
                "FF8106", "9F7A", "C1"
            })
    void shouldNotShowTag(String tag) {
        assertFalse(EmvTagTable.isSafe(HexFormat.fromHexDigits(tag)), tag);
    }

    /** Requests and answers are hardly told apart without these. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "9F26", "9F27", "9F10", "9F37", "9F36", "95", "9A", "9C", "9F02", "5F2A", "82",
                "9F1A", "9F03", "9F33", "9F34", "9F35", "84", "9F1E", "5F34", "9F09", "9F41", "91",
                "8A", "9B"
            })
    void shouldShowAndNameTag(String tag) {
        final EmvTag known = EmvTagTable.of(HexFormat.fromHexDigits(tag));
        assertNotNull(known, tag);
        assertTrue(known.isSafe(), tag);
        assertFalse(known.name().isBlank(), tag);
    }

    @Test
    void shouldNotKnowPrivateTags() {
        assertNull(EmvTagTable.of(0xDF8101));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "95|8000000000|offline data authentication was not performed",
                "95|0040000000|application has expired",
                "95|0000040000|PIN was entered for online verification",
                "95|0000000800|merchant forced the transaction online",
                "95|0000000040|issuer authentication failed",
                "95|0000000002|relay resistance protocol was performed",
                "9B|8000|offline data authentication was performed",
                "82|0800|terminal risk management is to be performed",
                "9F07|0002|",
                "9F27|80|ARQC: online authorization requested",
                "9F27|00|AAC: declined by the card",
                "9F34|1E|signature on paper",
                "9F35|14|of a bank, unattended, online only"
            })
    void shouldExplainBits(String tag, String value, String expected) {
        assertEquals(expected == null ? List.of() : List.of(expected), explain(tag, value));
    }

    @Test
    void shouldExplainSeveralBitsInTheOrderOfTheBytes() {
        assertEquals(
                List.of(
                        "enciphered PIN verified online",
                        "condition: terminal supports the method",
                        "result: successful"),
                explain("9F34", "020302"));
        assertEquals(List.of(), explain("95", ""));
    }

    @Test
    void shouldExplainOnlyBitsThatMasksAllow() {
        for (final EmvTag tag : EmvTagTable.all()) {
            for (final BitMeaning meaning : tag.meanings()) {
                assertEquals(meaning.value(), meaning.value() & meaning.mask(), tag::name);
                assertTrue(meaning.mask() != 0, tag::name);
            }
        }
    }
}
