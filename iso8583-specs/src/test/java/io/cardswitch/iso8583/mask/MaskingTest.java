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
