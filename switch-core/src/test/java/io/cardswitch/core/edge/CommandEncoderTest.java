package io.cardswitch.core.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;
import java.util.Set;

/** What dialects differ in where a command has one form. */
final class CommandEncoderTest {
    @ParameterizedTest
    @CsvSource({
        "iso87-ascii, 810, 810",
        "visa-base1, 8100, 810",
        "mastercard-cis, 810, 810",
        "iso93-ascii, 51010151134C, 0"
    })
    void shouldTakeTheEntryModeWhereDe22HasOne(String dialect, String value, int mode) {
        final EdgeFixture fixture = new EdgeFixture(dialect);
        final Map<Integer, String> elements = EdgeFixture.purchase();
        elements.keySet().retainAll(Set.of(2, 3, 4, 7, 11, 22, 37, 41, 49));
        elements.put(22, value);
        final int mti = fixture.spec.versionDigit() << 12 | 0x0200;
        assertEquals(RequestAdapter.PUBLISHED, fixture.send(mti, elements));
        assertEquals(mode, fixture.transaction().entryMode());
    }
}
