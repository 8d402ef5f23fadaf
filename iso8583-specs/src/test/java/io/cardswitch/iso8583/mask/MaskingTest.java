package io.cardswitch.iso8583.mask;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class MaskingTest {
    private static final String PAN = "4761739001010119";

    @ParameterizedTest
    @CsvSource({
        "4761739001010119, 476173******0119",
        "4761739001010, 476173***1010",
        "476173900101, ************", // Too short for a PAN: what shows could be all of it.
        "'', ''"
    })
    void shouldShowSixAndFourDigitsOfAPanAtMost(String value, String masked) {
        for (final int de : new int[] {2, 102, 103}) {
            assertEquals(masked, Masking.masked(87, de, value));
        }
    }

    /** Tracks, PIN, security data, free and private use: in every version. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                34, 35, 36, 44, 45, 46, 47, 48, 52, 53, 59, 60, 61, 62, 63, 96, 104, 105, 112, 120,
                125, 126, 127
            })
    void shouldHideWholeElement(int de) {
        for (final int version : List.of(87, 93, 2003)) {
            assertEquals("****", Masking.masked(version, de, "1234"), "DE" + de + " of " + version);
        }
    }

    @Test
    void shouldHideWhatAnotherVersionMadeFreeOrSecret() {
        assertEquals(Disclosure.WHOLE, Masking.of(87, 72));
        assertEquals(Disclosure.LENGTH, Masking.of(93, 72)); // Data record.
        assertEquals(Disclosure.LENGTH, Masking.of(93, 31)); // Acquirer reference.
        assertEquals(Disclosure.LENGTH, Masking.of(93, 95)); // Card issuer reference.
        assertEquals(Disclosure.WHOLE, Masking.of(93, 56)); // Original data elements.
        assertEquals(Disclosure.LENGTH, Masking.of(87, 56));
        assertEquals(Disclosure.LENGTH, Masking.of(2003, 49)); // Verification data.
        assertEquals(Disclosure.LENGTH, Masking.of(2003, 43));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Card numbers where none should be.
                "87|43|BOB 4761739001010119 OSLO|BOB 476173******0119 OSLO",
                "87|43|4761-7390-0101-0119|4761-73**-****-0119",
                "87|43|4761 73900 10101 19|4761 73*** ***01 19",
                "87|98|a4761739001010119b|a476173******0119b",
                "87|101|4761739001010119|476173******0119",
                "87|42|378282246310005|378282*****0005",
                "87|42|378282246310006|378282246310006",
                "87|86|4761739001010119|476173******0119",
                "87|64|4761739001010119|476173******0119",
                "2003|12|20261122040017|20261122040017",
                "2003|12|36227206271667|**************",
                // Values of another form.
                "87|54|1001978C000000123456|1001978C000000123456",
                "87|54|1001978C00000012345|*******************",
                "87|54|4761739001010119|****************",
                "93|54|10019782C000000123456|10019782C000000123456",
                "93|54|1001978C000000123456|********************",
                "87|90|020000000111220400170000010000100000000000"
                        + "|02000000011122040017**********************",
                "87|90|020000000113220400170000010000100000000000"
                        + "|******************************************",
                "93|56|12000000012611220400170512345|1200000001261122040017*******",
                "87|95|000000004000000000000000C00000000C00000000"
                        + "|000000004000000000000000C00000000C00000000",
                "87|95|476173900101011900000000X00000000C00000000"
                        + "|******************************************",
                "87|11|JOHN|****",
                "87|11|1234567|*******",
                "87|2|4761739001010119=2712|*********************"
            })
    void shouldShowValuesOfTheirFormOnly(int version, int de, String value, String masked) {
        assertEquals(masked, Masking.masked(version, de, value));
    }

    @ParameterizedTest
    @CsvSource({
        "34373631373339303031303130313139, 343736313733************30313139",
        "F4F7F6F1F7F3F9F0F0F1F0F1F0F1F1F9, F4F7F6F1F7F3************F0F1F1F9"
    })
    void shouldFindCardNumbersInOctets(String value, String masked) {
        final String shown = Masking.withoutCardNumbers(value);
        assertEquals(masked.length(), shown.length());
        assertEquals("************", shown.substring(12, 24));
    }

    @Test
    void shouldHideEverythingOfAnUnknownVersionAndUnknownElements() {
        for (int de = 0; de <= 200; de++) {
            assertEquals(Disclosure.LENGTH, Masking.of(88, de));
        }
        for (final int version : List.of(87, 93, 2003)) {
            assertEquals(Disclosure.LENGTH, Masking.of(version, 129));
            assertEquals(Disclosure.LENGTH, Masking.of(version, 1));
            assertEquals(Disclosure.LENGTH, Masking.of(version, -1));
        }
    }

    @ParameterizedTest
    @CsvSource({
        // What a card can be copied with.
        "9F02060000000001005A084761739001010119, 9F02060000000001005A08476173******0119",
        "5A0A4761739001010119FFFF9F270180, 5A0A476173******0119FFFF9F270180",
        "5A084761739001010119, 5A08476173******0119",
        "5A0647617390F101, 5A06************",
        "57094761739001010119D2, 5709******************",
        "5603B1B2B3, 5603******",
        "9F1F023132, 9F1F02****",
        "9F6B024761, 9F6B02****",
        // Unknown tags, also such that claim to hold tags.
        "DF81010111, DF810101**",
        "FF8106049F020101, FF810604********",
        "C1028001, C102****",
        // Known ones that hold tags.
        "71078601AA9F180155, 71078601**9F180155",
        // Not tags and values from end to end.
        "4761739001010119, ****************",
        "9F02060000000001005A0847, ************************",
        "123, ***",
        "ICC DATA, ********",
        "'', ''"
    })
    void shouldShowKnownSafeTagsOfChipData(String value, String masked) {
        assertEquals(masked, Masking.masked(87, 55, value));
    }

    @Test
    void shouldKeepTheLength() {
        for (int de = 2; de <= 128; de++) {
            for (int length = 0; length < 40; length++) {
                final String value = PAN.repeat(3).substring(0, length);
                assertEquals(length, Masking.masked(87, de, value).length());
            }
        }
    }
}
