package io.cardswitch.iso8583.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.spec.Dialects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Every row of the tables of codes, there and back. */
class ConversionTablesTest {
    private static final List<String> ALL = List.of("iso87-ascii", "iso93-ascii", "iso2003-binary");
    private static final String CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final Set<String> APPROVALS =
            Set.of("00", "08", "10", "11", "16", "32", "85", "Y1", "Y3");

    private static Leg leg(String from, String to) {
        return new Leg(Dialects.bundled(from), Dialects.bundled(to));
    }

    /** The one rule of links and conversions. */
    @ParameterizedTest
    @CsvSource({
        "401, 0, 100, true",
        "401, 100, 100, true",
        "400, 100, 40, false",
        "0, 100, 40, true",
        "200, 100, 40, true",
        "0, 100, 100, false",
        "0, 0, 100, false"
    })
    void shouldTellPartialReversalsSince1993(
            int function, long original, long amount, boolean isPartial) {
        assertEquals(isPartial, CodeTable.isPartialReversal(function, original, amount));
    }

    /** Cause by cause; a code of 1987 becomes the first of 1993, one of 1993 the first of 1987. */
    @ParameterizedTest
    @CsvSource({
        "approved, 00, 000",
        "approved in part, 10, 002",
        "honour with identification, 08, 001",
        "VIP, 11, 003",
        "refer to issuer, 01, 107",
        "do not honour, 05, 100",
        "suspected fraud, 59, 102",
        "suspected fraud and capture, 34, 202",
        "invalid merchant, 03, 109",
        "invalid transaction, 12, 902",
        "function not supported, 40, 115",
        "invalid amount, 13, 110",
        "unknown card, 14, 111",
        "no card record, 56, 118",
        "no route, 92 15, 908",
        "format error, 30, 904",
        "expired card, 54, 101",
        "expired card and capture, 33, 201",
        "lost, 41, 208",
        "stolen, 43, 209",
        "restricted, 62, 104",
        "restricted and capture, 36, 204",
        "not for the cardholder, 57, 119",
        "not for the terminal, 58, 120",
        "insufficient funds, 51, 116",
        "no such account, 52 53 39, 114",
        "amount limit, 61, 121",
        "count limit, 65 1A, 123",
        "wrong PIN, 55, 117",
        "PIN tries, 75, 106",
        "PIN tries and capture, 38, 206",
        "PIN block, 81 99, 126",
        "PIN key, 88 86, 128",
        "card verification, 82 N7, 122",
        "MAC, A0, 916 917",
        "original not found, 25 76, 914",
        "duplicate, 94, 913",
        "cutover, 90, 906",
        "issuer away, 91, 912 910 911",
        "malfunction, 96, 909",
        "law, 93, 124",
        "reconciliation, 95, 915 501",
        "capture, 04, 200",
        "late, 68, 911"
    })
    void shouldConvertResponseCodesByCause(String cause, String codes87, String codes93) {
        final String[] later = codes93.split(" ");
        final String[] earlier = codes87.split(" ");
        for (final String code : earlier) {
            assertEquals(later[0], response(leg(ALL.get(0), ALL.get(1)), "0110", code), cause);
        }
        final Leg back = leg(ALL.get(1), ALL.get(0));
        final String expected = cause.equals("late") ? "91" : earlier[0];
        for (final String code : later) {
            assertEquals(expected, response(back, "1110", code), cause);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0110, 000, 0000",
        "0210, 000, 0000",
        "0230, 900, 9000",
        "0312, 300, 3000",
        "0410, 400, 4000",
        "0430, 400, 4000",
        "0510, 500, 5000",
        "0610, 600, 6000",
        "0710, 700, 7000",
        "0810, 800, 8000"
    })
    void shouldSayOfAnApprovalWhatWasDone(String type, String code93, String code2003) {
        assertEquals(code93, response(leg(ALL.get(0), ALL.get(1)), type, "00"));
        assertEquals(code2003, response(leg(ALL.get(0), ALL.get(2)), type, "00"));
        final String later = "1" + type.substring(1);
        assertEquals("00", response(leg(ALL.get(1), ALL.get(0)), later, code93));
        assertEquals(
                "00", response(leg(ALL.get(2), ALL.get(0)), "2" + type.substring(1), code2003));
    }

    /**
     * Of all that two characters can say: no answer without DE39, no silent change, no approval.
     */
    @ParameterizedTest
    @ValueSource(strings = {"iso93-ascii", "iso2003-binary"})
    void shouldAlwaysAnswerWhateverTheCodeOf1987(String other) {
        final Leg there = leg(ALL.get(0), other);
        final Leg back = leg(other, ALL.get(0));
        for (final char first : CHARACTERS.toCharArray()) {
            for (final char second : CHARACTERS.toCharArray()) {
                final String code = "" + first + second;
                final String later = response(there, "0110", code);
                assertNotNull(later, code);
                final boolean isBlurred = there.converter().isBlurred(39);
                assertEquals(APPROVALS.contains(code), later.charAt(0) == '0', code);
                final String again = response(back, there.type(), later);
                assertTrue(again.equals(code) || isBlurred, code + " as " + later + ": " + again);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void shouldAlwaysAnswerWhateverTheLaterCode(int digits) {
        final Leg leg = leg(ALL.get(digits - 2), ALL.get(0));
        final int end = digits == 3 ? 1000 : 10_000;
        for (int number = 0; number < end; number++) {
            final String code = Integer.toString(end + number).substring(1);
            final String earlier = response(leg, digits == 3 ? "1110" : "2110", code);
            assertNotNull(earlier, code);
            final boolean isApproval =
                    switch (code.charAt(0)) {
                        case '0' -> true;
                        case '3', '4', '5', '6', '7', '8' -> code.matches("[3-8]0+|50*[23]");
                        case '9' -> code.matches("90+1?");
                        default -> false;
                    };
            assertEquals(isApproval, APPROVALS.contains(earlier), code + " as " + earlier);
        }
    }

    private static String response(Leg leg, String type, String code) {
        return leg.convert(type, Map.of(39, code)).get(39);
    }

    @ParameterizedTest
    @CsvSource({
        "001 061 071 004 066, 801",
        "002 062 072, 802",
        "003 065, 803",
        "161 101 160 162 163, 811",
        "201 202, 821",
        "301 270, 831"
    })
    void shouldConvertFunctionsOfNetworks(String codes, String function) {
        for (final String other : ALL.subList(1, 3)) {
            final Leg there = leg(ALL.get(0), other);
            final Leg back = leg(other, ALL.get(0));
            for (final String code : codes.split(" ")) {
                assertEquals(Map.of(24, function), there.convert("0800", Map.of(70, code)));
                assertFalse(there.converter().isMeaningLost());
                final boolean isFirst = code.equals(codes.substring(0, 3));
                assertEquals(isFirst, !there.converter().isBlurred(70), code);
                final Map<Integer, String> again = back.convert(there.type(), Map.of(24, function));
                assertEquals(Map.of(70, codes.substring(0, 3)), again);
            }
        }
    }

    @Test
    void shouldNameFunctionsThatLaterVersionsDoNotHave() {
        final Leg there = leg(ALL.get(0), ALL.get(1));
        for (final String code : List.of("060", "078", "079", "363", "999")) {
            assertEquals(Map.of(), there.convert("0800", Map.of(70, code)));
            assertTrue(there.converter().isLost(70) && there.converter().isMeaningLost(), code);
            assertEquals("its code has no counterpart", there.converter().reason(70));
        }
    }

    /** All entry modes with all conditions: the same again, or named. */
    @ParameterizedTest
    @ValueSource(strings = {"0100", "0200", "0220", "0400"})
    void shouldGiveBackEntryModesAndConditions(String type) {
        final String[] entries = {
            "", "00", "01", "02", "03", "04", "05", "07", "10", "80", "81", "90", "91", "95"
        };
        final List<Leg> legs =
                List.of(
                        leg(ALL.get(0), ALL.get(1)),
                        leg(ALL.get(1), ALL.get(0)),
                        leg(ALL.get(0), ALL.get(2)),
                        leg(ALL.get(2), ALL.get(0)));
        final String[] conditions = {"", "00", "01", "02", "03", "05", "06", "08", "59"};
        for (final String entry : entries) {
            for (final String condition : conditions) {
                for (final char pin : "0128".toCharArray()) {
                    final Map<Integer, String> point = new TreeMap<>();
                    if (!entry.isEmpty()) point.put(22, entry + pin);
                    if (!condition.isEmpty()) point.put(25, condition);
                    assertBack(type, point, legs);
                }
            }
        }
    }

    private static void assertBack(String type, Map<Integer, String> point, List<Leg> legs) {
        for (int i = 0; i < legs.size(); i += 2) {
            final Leg there = legs.get(i);
            final Map<Integer, String> later = there.convert(type, point);
            assertFalse(there.converter().isMeaningLost(), () -> type + point);
            final Map<Integer, String> again = legs.get(i + 1).convert(there.type(), later);
            assertEquals(point.keySet(), again.keySet(), () -> point + " as " + later);
            for (final int de : point.keySet()) {
                final boolean isNamed = there.converter().isBlurred(de);
                assertTrue(
                        isNamed || point.get(de).equals(again.get(de)),
                        () -> point + " as " + later + " then " + again);
                final boolean isReason =
                        type.charAt(1) == '4' && Set.of("03", "06").contains(point.get(de));
                final boolean isPadBroken = i > 0 && point.get(de).endsWith("8");
                assertTrue(!isNamed || isReason || isPadBroken, () -> "named: " + point);
            }
        }
    }
}
