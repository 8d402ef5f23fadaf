package io.cardswitch.iso8583.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.spec.Dialects;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

class MessageDecoderTest {
    private final MessageDecoder binary = new MessageDecoder(Dialects.bundled("iso87-binary"));
    private final MessageDecoder ascii = new MessageDecoder(Dialects.bundled("iso87-ascii"));

    private boolean decode(String hex) {
        final byte[] message = Messages.HEX.parseHex(hex.replace(" ", ""));
        return binary.wrap(new UnsafeBuffer(message), 0, message.length);
    }

    private boolean decodeAscii(String text) {
        final byte[] message = text.getBytes(StandardCharsets.US_ASCII);
        return ascii.wrap(new UnsafeBuffer(message), 0, message.length);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "no message            | -                                       | TRUNCATED       "
                        + "  | 0 | 0",
                "MTI not digits        | 02A0 2000000000000000 000000             | MTI_NOT_DIGITS "
                        + "   | 0 | 0",
                "MTI of 1993           | 1200 2000000000000000 000000             | UNKNOWN_VERSION"
                        + "   | 0 | 0",
                "bitmap cut off        | 0200 20000000000000                      | TRUNCATED      "
                        + "   | 1 | 2",
                "third bitmap          | 0200 8000000000000000 8000000000000000   | TERTIARY_BITMAP"
                        + "   | 65 | 10",
                "element cut off       | 0200 3000000000000000 000000 0000000000  | TRUNCATED      "
                        + "   | 4 | 13",
                "digit of BCD          | 0200 3000000000000000 00000A 000000000000 | BAD_CHARACTER "
                        + "   | 3 | 12",
                "padding of DE22       | 0200 0000040000000000 1051               | BAD_PADDING    "
                        + "   | 22 | 10",
                "padding of DE2        | 0200 4000000000000000 03 1234            | BAD_PADDING    "
                        + "   | 2 | 12",
                "length not digits     | 0200 4000000000000000 1A 1234            |"
                        + " LENGTH_NOT_DIGITS | 2 | 10",
                "length of DE2         | 0200 4000000000000000 20 12345678901234567890 |"
                        + " LENGTH_EXCEEDS | 2 | 10",
                "length of DE54        | 0200 0000000000000400 0121               | LENGTH_EXCEEDS "
                        + "   | 54 | 10",
                "length without value  | 0200 4000000000000000                    | TRUNCATED      "
                        + "   | 2 | 10",
                "sign of DE28          | 0200 0000001000000000 5800000000         | BAD_SIGN       "
                        + "   | 28 | 10",
                "digit of DE28         | 0200 0000001000000000 43000000B0         | BAD_CHARACTER  "
                        + "   | 28 | 14",
                "track character       | 0200 0000000020000000 04 12A4            | BAD_CHARACTER  "
                        + "   | 35 | 12",
                "blank in text is fine | 0200 0000000004000000 313233342020       | NONE           "
                        + "   | 0 | 0",
                "sign in an            | 0200 0000000004000000 31323334202D       | BAD_CHARACTER  "
                        + "   | 38 | 15",
                "control in ans        | 0200 0000000000800000 3132333435363709   | BAD_CHARACTER  "
                        + "   | 41 | 17",
                "high byte in ans      | 0200 0000000000800000 80 31323334353637  | BAD_CHARACTER  "
                        + "   | 41 | 10",
                "DEL in ans            | 0200 0000000000800000 3132337F34353637   | BAD_CHARACTER  "
                        + "   | 41 | 13",
                "one byte too many     | 0200 2000000000000000 000000 00          | TRAILING_BYTES "
                        + "   | 3 | 13",
                "first of two errors   | 0200 3000000000000000 0000FF 00000000000F | BAD_CHARACTER "
                        + "   | 3 | 12",
            })
    void shouldNameTheFirstError(
            String what, String hex, ErrorReason reason, int element, int offset) {
        assertEquals(reason == ErrorReason.NONE, decode(hex.equals("-") ? "" : hex), what);
        assertEquals(reason, binary.errorReason(), what);
        if (reason == ErrorReason.NONE) return;
        assertEquals(element, binary.errorElement(), what);
        assertEquals(offset, binary.errorOffset(), what);
        assertFalse(binary.errorText().contains("%"), what);
    }

    @Test
    void shouldReadOnAfterAWrongCharacter() {
        assertFalse(decode("0200 2020000000000000 00000A 123456"));
        assertTrue(binary.has(11));
        assertEquals(123_456, binary.number(11));
        assertTrue(binary.isAnswerable());
    }

    @Test
    void shouldKeepWhatStandsBeforeABrokenElement() {
        assertFalse(decode("0200 0020000000000400 123456 0121"));
        assertTrue(binary.isAnswerable());
        assertFalse(binary.has(54));
        assertFalse(decode("0200 4020000000000000 99 123456"));
        assertFalse(binary.isAnswerable());
        assertFalse(decode("0200 0020000000000000 12345F"));
        assertFalse(binary.isAnswerable());
    }

    @Test
    void shouldBlameAWrongCharacterBeforeALaterBrokenElement() {
        assertFalse(decode("0200 3000000000000000 0A0000 0000"));
        assertEquals(ErrorReason.BAD_CHARACTER, binary.errorReason());
        assertEquals(3, binary.errorElement());
    }

    @Test
    void shouldTellLengthAndLimitWhenALengthIsTooHigh() {
        assertFalse(decode("0200 0000000020000000 39"));
        assertEquals("length 39 exceeds 37", binary.errorText());
    }

    @Test
    void shouldReadValuesInPlace() {
        assertTrue(
                decode(
                        "0200 7000040120000000 16 4761739001010119 000000 000000012345 0051"
                                + " 03 1230 05 12D450"));
        assertEquals(12_345, binary.number(4));
        assertEquals(51, binary.number(22));
        assertEquals(123, binary.number(32));
        assertEquals(16, binary.units(2));
        assertEquals(8, binary.valueLength(2));
        assertEquals(9, binary.elementLength(2));
        assertEquals(11, binary.valueOffset(2));
        assertEquals(4, binary.digit(2, 0));
        assertEquals(9, binary.digit(2, 15));
        assertEquals(5, binary.digit(22, 1));
        assertEquals(0xD, binary.digit(35, 2));
        assertEquals("12=45", Messages.values(binary).get(35));
        assertEquals("123", Messages.values(binary).get(32));
        assertEquals("051", Messages.values(binary).get(22));
    }

    @Test
    void shouldReadCharactersAsDigits() {
        assertTrue(decodeAscii("02003000000000000000123456000000098765"));
        assertEquals(98_765, ascii.number(4));
        assertEquals(6, ascii.digit(3, 5));
        assertFalse(decodeAscii("020030000000000000001234:6000000098765"));
        assertEquals(24, ascii.errorOffset());
        assertFalse(decodeAscii("0200G000000000000000"));
        assertEquals(ErrorReason.BITMAP_NOT_HEX, ascii.errorReason());
        assertTrue(decodeAscii("0200000000002000000017476173900101011D9"));
    }

    @Test
    void shouldRefuseMoreBytesThanAnIndexCanName() {
        final byte[] message = new byte[MessageSpec.MAX_MESSAGE_LENGTH + 1];
        assertFalse(binary.wrap(new UnsafeBuffer(message), 0, message.length));
        assertEquals(ErrorReason.MESSAGE_TOO_LONG, binary.errorReason());
    }

    /** Where the third bitmap stands is not known, so neither is what stands behind DE64. */
    @Test
    void shouldReadOnlyElementsUpTo64WhenThirdBitmapIsUnknown() {
        assertFalse(decode("0200 8020000000000000 8400000000000000 000012 0301"));
        assertEquals(ErrorReason.TERTIARY_BITMAP, binary.errorReason());
        assertTrue(binary.isAnswerable());
        assertEquals(12, binary.number(11));
        assertFalse(binary.has(70));
        assertFalse(decode("1200 8020000000000000 8400000000000000 000012 0301"));
        assertFalse(binary.has(70), "whatever was wrong before");
    }

    @Test
    void shouldRefuseAMessageTooLongWhateverCameBefore() {
        final byte[] message = HexFormat.of().parseHex("0800" + "0020000000000000" + "000001");
        final MessageDecoder decoder = new MessageDecoder(Dialects.bundled("iso87-binary"));
        assertTrue(decoder.wrap(new UnsafeBuffer(message), 0, message.length));
        final byte[] tooLong = Arrays.copyOf(message, MessageSpec.MAX_MESSAGE_LENGTH + 1);
        assertFalse(decoder.wrap(new UnsafeBuffer(tooLong), 0, tooLong.length));
        assertEquals(ErrorReason.MESSAGE_TOO_LONG, decoder.errorReason());
        assertFalse(decoder.isAnswerable());
    }
}
