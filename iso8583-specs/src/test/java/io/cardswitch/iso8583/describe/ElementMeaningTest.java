package io.cardswitch.iso8583.describe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;

class ElementMeaningTest {
    private static final Map<Integer, String> OTHERS = Map.of(49, "414", 50, "JPY");

    private static List<String> explain(int version, int de, String value) {
        return new ElementMeaning(version).explain(de, value, OTHERS::get);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "87|3|401020|transfer, from savings account, to cheque account",
                "93|3|003000|purchase, from credit account, to default account",
                "87|4|000000001234|1.234 KWD",
                "93|5|000000001234|1234 JPY",
                "87|9|21234567|12345.67",
                "87|22|071|contactless chip, PIN can be entered",
                "87|29|D00000100|-100 JPY",
                "87|39|91|issuer unavailable",
                "93|39|912|issuer unavailable",
                "93|24|831|echo test",
                "93|54|10023920C000000012345|" + "savings account, available balance: 12345 JPY",
                "87|66|2|out of balance",
                "93|50|JPY|JPY, 0 decimals",
                "93|56|120000000126112204001706100001|"
                        + "original 1200, STAN 000001, sent 261122040017, acquirer 100001,"
                        + " forwarder none"
            })
    void shouldSayWhatValuesMean(int version, int de, String value, String expected) {
        assertEquals(List.of(expected), explain(version, de, value));
    }

    @ParameterizedTest
    @CsvSource({
        "87, 3, 00000",
        "87, 4, 12A",
        "87, 6, 000000000100", // There is no DE51.
        "87, 9, 1234",
        "87, 22, 05",
        "87, 28, X00000100",
        "87, 39, 9",
        "87, 41, TERM0001",
        "87, 54, 1001978X000000123456",
        "87, 90, 0200",
        "93, 22, 05",
        "93, 39, 91",
        "93, 54, 1002840C000000012345", // Without its exponent.
        "93, 54, 10028400C000000012345", // Dollars have two decimals.
        "93, 70, 301", // A country in 1993.
        "2003, 4, 8402000000010000",
        "2003, 49, 840"
    })
    void shouldSayNothingWhereTheMeaningIsNotKnown(int version, int de, String value) {
        assertEquals(List.of(), explain(version, de, value));
    }

    @Test
    void shouldExplainEveryPositionOfThePointOfService() {
        final List<String> lines = explain(93, 22, "51010151132C");
        assertEquals(12, lines.size());
        assertEquals("reads chips", lines.get(0));
        assertEquals("chip read", lines.get(6));
        assertEquals("PIN of 12", lines.get(11));
        for (final char read : "012345679ABCMS".toCharArray()) { // What conversions write.
            final String line = explain(93, 22, "510101" + read + "1132C").get(6);
            assertFalse(line.startsWith("position"), line);
        }
        assertEquals("contactless chip read", explain(93, 22, "510101M1132C").get(6));
        assertEquals("position 12-X", explain(93, 22, "51010151132X").get(11));
    }

    @Test
    void shouldExplainMessageTypes() {
        assertEquals(
                "ISO 8583:1993, reversal or chargeback, advice, issuer, repeated",
                ElementMeaning.mti("1423"));
        assertEquals("version 5, class 0, request, origin 7", ElementMeaning.mti("5007"));
    }
}
