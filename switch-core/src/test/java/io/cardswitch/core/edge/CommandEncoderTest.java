package io.cardswitch.core.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardswitch.core.command.ResultCode;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.spec.Dialects;
import io.cardswitch.iso8583.yaml.Problems;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;
import java.util.Optional;
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

    /** An answer is composed of the request that waited, found again behind three bitmaps. */
    @Test
    void shouldAnswerARequestOfThreeBitmaps() {
        final String yaml =
                "dialect: third\nextends: iso87-binary\nbitmaps: 1-3\n"
                        + "elements: {130: {type: ans ..40, name: Own}}\n";
        final EdgeFixture fixture =
                new EdgeFixture(
                        new LinkConfig(
                                EdgeFixture.LINK,
                                "third",
                                Dialects.parse("third.yaml", yaml, new Problems()),
                                Header.NONE,
                                true,
                                3,
                                false,
                                Optional.empty()));
        final EdgeFixture plain = new EdgeFixture("iso87-binary");
        final Map<Integer, String> purchase = EdgeFixture.purchase();
        purchase.put(102, "FROM");
        assertEquals(RequestAdapter.PUBLISHED, plain.send(0x0200, purchase));
        purchase.put(130, "OF THIS SITE");
        assertEquals(RequestAdapter.PUBLISHED, fixture.send(0x0200, purchase));
        assertEquals(12_345, fixture.transaction().amountMinor());
        assertEquals(
                plain.answer(EdgeFixture.reply(plain.handle(), ResultCode.APPROVED)),
                fixture.answer(EdgeFixture.reply(fixture.handle(), ResultCode.APPROVED)));
    }
}
