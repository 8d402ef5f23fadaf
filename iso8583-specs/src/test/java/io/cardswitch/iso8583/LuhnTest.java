package io.cardswitch.iso8583;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LuhnTest {
    @ParameterizedTest
    @ValueSource(strings = {"4761739001010119", "5413330089010434", "371449635398431", "18"})
    void shouldAcceptPublishedTestNumbersAndRejectEveryOtherCheckDigit(String number) {
        assertTrue(Luhn.isValid(number));
        final String head = number.substring(0, number.length() - 1);
        assertEquals(number, head + Luhn.checkDigit(head));
        for (char digit = '0'; digit <= '9'; digit++) {
            assertEquals(number.equals(head + digit), Luhn.isValid(head + digit));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "4761 739001010119", "476173900101011x"})
    void shouldRejectWhatIsNoNumber(String text) {
        assertFalse(Luhn.isValid(text));
    }
}
