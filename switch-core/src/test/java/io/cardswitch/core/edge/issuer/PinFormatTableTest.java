package io.cardswitch.core.edge.issuer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardswitch.hsm.PinBlockFormat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ISO 9564-1: a PIN never leaves the protection of its card number. */
final class PinFormatTableTest {
    @ParameterizedTest
    @CsvSource({
        "ISO_0, true, false, true, true",
        "ISO_1, true, true, true, true",
        "ISO_3, true, false, true, true",
        "ISO_4, true, false, true, true",
        "ISO_2, false, false, false, false",
        "DIEBOLD, false, false, false, false"
    })
    void shouldAllowWhatTheStandardAllows(
            PinBlockFormat from, boolean to0, boolean to1, boolean to3, boolean to4) {
        assertEquals(to0, PinFormatTable.isAllowed(from, PinBlockFormat.ISO_0));
        assertEquals(to1, PinFormatTable.isAllowed(from, PinBlockFormat.ISO_1));
        assertEquals(to3, PinFormatTable.isAllowed(from, PinBlockFormat.ISO_3));
        assertEquals(to4, PinFormatTable.isAllowed(from, PinBlockFormat.ISO_4));
        assertEquals(false, PinFormatTable.isAllowed(from, PinBlockFormat.DIEBOLD));
        assertEquals(false, PinFormatTable.isAllowed(from, PinBlockFormat.ISO_2));
    }
}
