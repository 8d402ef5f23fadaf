package io.cardswitch.core.cli.secrets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/** Goal: real card data is found in every form it takes, and nothing else is. */
final class SecretScannerTest {
    private static List<String> scan(byte[] bytes, String... canaries) {
        final List<Canary> forms = new ArrayList<>();
        for (int i = 0; i < canaries.length; i++) {
            forms.addAll(Canary.of(i + 1, canaries[i]));
        }
        final List<String> found = new ArrayList<>();
        new SecretScanner(forms, BinTable.ofTests())
                .scan(
                        ByteBuffer.wrap(bytes),
                        0,
                        bytes.length,
                        (offset, what, shown) -> found.add(offset + " " + what + " " + shown));
        return found;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pan 4761739001010119, | 4 card number 476173******0119",
                "4761739001010119 | 0 card number 476173******0119",
                "x5413330089010434/ | 1 card number 541333******0434",
                "371449635398431 | 0 card number 371449*****8431",
                ";4761739001010119=29122011143804400000? | 1 track 2 476173******0119",
                "4761739001010119D29122011143804400000F | 0 track 2 476173******0119",
                "%B4761739001010119^VISA ACQUIRER/01^2912201 | 2 track 1 476173******0119",
                // MTI, bitmap, DE2, DE3, DE4 of a message of characters.
                "0200F23800000000000016476173900101011900000000000001234 | 22 card number in a"
                        + " message 476173******0119",
                "020040000000000000001537144963539843131100000000012 | 22 card number in a"
                        + " message 371449*****8431",
            })
    void shouldFindCardDataInText(String text, String finding) {
        assertEquals(List.of(finding), scan(ascii(text)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Message type, bitmap, DE2, DE3, DE4.
                "02007238000000000000164761739001010119000000000000012345 | 11 packed card number"
                        + " 476173******0119",
                "01006000000000000000150371449635398431310000000000012345 | 11 packed card number"
                        + " 371449*****8431",
                "02007038000000000000164000000000000002003000000000 | 11 packed card number"
                        + " 400000******0002",
                "0200F03800000000000080000000000000001640000000000000020030000000 | 19 packed card"
                        + " number 400000******0002",
                "AA4761739001010119D29122010000F | 1 packed track 2 476173******0119",
            })
    void shouldFindPackedCardData(String hex, String finding) {
        final String even = hex.length() % 2 == 0 ? hex : hex + "0";
        assertEquals(List.of(finding), scan(HexFormat.of().parseHex(even)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4761739001010119 | 0 packed card number 476173******0119",
                "FF4761739001010119FF | 1 packed card number 476173******0119",
                "AB04761739001010119C | 1 packed card number 476173******0119", // Half a byte on.
                "3037354761739001010119 | 3 packed card number 476173******0119",
                "5413330089010434 | 0 packed card number 541333******0434",
                // What follows may be digits, too: an amount.
                "54133300890104340000000012345678 | 0 packed card number 541333******0434",
            })
    void shouldFindPackedCardNumbersWithNothingAround(String hex, String finding) {
        assertEquals(List.of(finding), scan(HexFormat.of().parseHex(hex)));
    }

    @Test
    void shouldNotTakePackedDigitsForACardNumberUnderAnotherBinOrWithoutLuhn() {
        for (final String hex : List.of("4000000000000002", "4761739001010118", "47617390010101")) {
            assertEquals(List.of(), scan(HexFormat.of().parseHex(hex)), hex);
        }
    }

    @Test
    void shouldFindCardNumbersInEbcdic() throws IOException {
        final Charset ebcdic = Charset.forName("IBM1047");
        assertEquals(
                List.of("4 card number in EBCDIC 476173******0119"),
                scan("pan 4761739001010119,".getBytes(ebcdic)));
        assertEquals(
                List.of("0 card number in EBCDIC 371449*****8431"),
                scan("371449635398431".getBytes(ebcdic)));
        assertEquals(
                List.of("22 card number in a message 476173******0119"),
                scan("0200F23800000000000016476173900101011900000000000001234".getBytes(ebcdic)));
        assertEquals(List.of(), scan("4761739001010118".getBytes(ebcdic)));
        assertEquals(List.of(), scan("47617390010101190000".getBytes(ebcdic)));
    }

    @Test
    void shouldFindCardNumbersInUtf16() {
        for (final Charset utf16 : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            final int first = utf16 == StandardCharsets.UTF_16LE ? 0 : 1;
            assertEquals(
                    List.of(8 + first + " card number in UTF-16 476173******0119"),
                    scan("pan 4761739001010119,".getBytes(utf16)));
            assertEquals(
                    List.of(first + " card number in UTF-16 371449*****8431"),
                    scan("371449635398431".getBytes(utf16)));
            assertEquals(List.of(), scan("4761739001010118".getBytes(utf16)));
            assertEquals(List.of(), scan("476173900101".getBytes(utf16)));
            assertEquals(List.of(), scan("12344761739001010119".getBytes(utf16)));
        }
    }

    @Test
    void shouldFindEveryFormOnceWhenBlocksMeetInside() throws IOException {
        final ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(new byte[20]);
        all.write(HexFormat.of().parseHex("4761739001010119FF"));
        all.write(" 4761739001010119 ".getBytes(Charset.forName("IBM1047")));
        all.write(" 4761739001010119 ".getBytes(StandardCharsets.UTF_16LE));
        all.write(new byte[20]);
        final byte[] bytes = all.toByteArray();
        for (int border = SecretScanner.CONTEXT; border < bytes.length; border++) {
            final List<Integer> found = new ArrayList<>();
            final SecretScanner scanner = new SecretScanner(List.of(), BinTable.ofTests());
            scanner.scan(ByteBuffer.wrap(bytes), 0, border, (offset, w, s) -> found.add(offset));
            // The second block begins with its context, as those of a file do.
            final int start = border - SecretScanner.CONTEXT;
            scanner.scan(
                    ByteBuffer.wrap(bytes, start, bytes.length - start).slice(),
                    SecretScanner.CONTEXT,
                    bytes.length - start,
                    (offset, w, s) -> found.add(start + offset));
            assertEquals(List.of(20, 30, 49), found, "border " + border);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4761739001010118", // Luhn fails.
                "1763773261009 1763773261008 1763773261007", // Milliseconds.
                "1763773261009123 1763773261009123456",
                "9999999999999995", // Luhn holds, no issuer.
                "476173900101", // Too short.
                "47617390010101190000", // Too long: a number of something else.
                "3f4761739001010119ab01c9d8", // A checksum.
                "476173******0119 token 4761-****",
                "632611047617L0010001",
            })
    void shouldNotCryWolfInText(String text) {
        assertEquals(List.of(), scan(ascii(text)));
    }

    @Test
    void shouldNotTakeSmallNumbersOfRecordForPackedCardNumber() {
        // Luhn holds and an issuer has the prefix, but what stands there is a record: end of a
        // checksum, length, sequence, schema.
        for (final String record :
                List.of(
                        "AA163800010001040000" + "0000000000",
                        "135438000100270000000000000000",
                        "18700001008721010000000000000000",
                        "020010380000000000001640000000000000020030000000" + "00")) {
            assertEquals(List.of(), scan(HexFormat.of().parseHex(record)));
        }
    }

    @Test
    void shouldNotCryWolfInRandomBytes() {
        final byte[] bytes = new byte[16 << 20];
        new SplittableRandom(8583).nextBytes(bytes);
        assertEquals(List.of(), scan(bytes));
    }

    @Test
    void shouldNotCryWolfInRandomDigits() {
        final SplittableRandom random = new SplittableRandom(8583);
        final byte[] bytes = new byte[1 << 18];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ('0' + random.nextInt(10));
        }
        assertEquals(List.of(), scan(bytes));
    }

    @Test
    void shouldFindAMessageOnceWhenBlocksMeetInsideItsDigits() {
        final byte[] bytes = ascii("0".repeat(60) + "164761739001010119000000" + "1".repeat(150));
        for (int border = 1; border < 100; border++) {
            final List<Integer> found = new ArrayList<>();
            final SecretScanner scanner = new SecretScanner(List.of(), BinTable.ofTests());
            final ByteBuffer block = ByteBuffer.wrap(bytes);
            scanner.scan(block, 0, border, (offset, what, shown) -> found.add(offset));
            scanner.scan(block, border, bytes.length, (offset, what, shown) -> found.add(offset));
            assertEquals(List.of(62), found, "border " + border);
        }
    }

    @Test
    void shouldFindCanariesInEveryForm() {
        assertEquals(
                List.of("2 canary number 1"),
                scan(ascii("x=12AB34CD56EF7890"), "12AB34CD56EF7890"));
        assertEquals(
                List.of("1 canary number 1 packed"),
                scan(HexFormat.of().parseHex("FF0012AB34CD56"), "0012AB34CD56"));
        assertEquals(
                List.of("1 canary number 2 packed, shifted"),
                scan(HexFormat.of().parseHex("F12345678F"), "nothing", "1234567"));
        assertThrows(IllegalArgumentException.class, () -> Canary.of(1, "12345"));
    }
}
