package io.cardswitch.iso8583.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.spec.Dialects;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Random messages of 1987 by way of later versions: what is not named as lost comes back. */
class RoundTripPropertyTest {
    private static final int MESSAGES = 5_000;
    private static final String[] TYPES = {
        "0100", "0110", "0120", "0130", "0200", "0210", "0220", "0230", "0400", "0410", "0420",
        "0430", "0500", "0510", "0800", "0810", "0302", "0312", "0600", "0610"
    };
    private static final String[] CODES = {"00", "05", "51", "N7", "76", "68", "95", "XX", "1A"};
    private static final String[] CURRENCIES = {"840", "978", "392", "000", "USD"};
    private static final String[] ENTRIES = {"00", "01", "02", "05", "07", "79", "80", "81", "91"};
    private static final String[] CONDITIONS = {"00", "01", "02", "03", "06", "08", "59", "77"};
    private static final String[] NETWORK = {"001", "061", "202", "301", "060", "161"};

    private final Random random = new Random(87_93_2003);

    @ParameterizedTest
    @ValueSource(strings = {"iso93-ascii", "iso93-binary", "iso2003-ascii", "iso2003-binary"})
    void shouldComeBackUnlessNamedAsLost(String other) {
        final MessageSpec spec = Dialects.bundled("iso87-ascii");
        final Leg there = new Leg(spec, Dialects.bundled(other));
        final Leg back = new Leg(Dialects.bundled(other), spec);
        int whole = 0;
        for (int i = 0; i < MESSAGES; i++) {
            final String type = pick(TYPES);
            final Map<Integer, String> message = message(spec, type);
            final Map<Integer, String> converted = there.convert(type, message);
            final Map<Integer, String> again = back.convert(there.type(), converted);
            assertEquals(type, back.type());
            boolean isWhole = true;
            for (final Map.Entry<Integer, String> element : message.entrySet()) {
                final int de = element.getKey();
                if (there.converter().isLost(de) || there.converter().isBlurred(de)) {
                    isWhole = false;
                } else {
                    assertEquals(element.getValue(), again.get(de), () -> told(de, message, there));
                }
            }
            assertEquals(message.containsKey(39), again.containsKey(39), message::toString);
            again.keySet().removeAll(message.keySet());
            again.remove(66); // 1987 says with it what later versions say with DE39.
            assertEquals(Map.of(), again, () -> type + message + there.values());
            if (isWhole) whole++;
        }
        assertTrue(whole > MESSAGES / 10, "whole messages: " + whole);
    }

    private static String told(int de, Map<Integer, String> message, Leg there) {
        return "DE" + de + " of " + message + " by way of " + there.values();
    }

    private Map<Integer, String> message(MessageSpec spec, String type) {
        final Map<Integer, String> message = new TreeMap<>();
        final int share = 2 + random.nextInt(30);
        for (int de = 2; de <= 128; de++) {
            if (de == 64 || de == 65 || de == 128) continue;
            if (random.nextInt(share) == 0) message.put(de, value(spec.element(de)));
        }
        if (type.charAt(2) == '1') message.put(39, pick(CODES));
        if (type.charAt(1) == '4') message.put(90, original());
        if (type.charAt(1) == '8') message.put(70, pick(NETWORK));
        if (random.nextBoolean()) message.keySet().retainAll(forwarded());
        return message;
    }

    private static Set<Integer> forwarded() {
        return Set.of(2, 3, 4, 7, 11, 12, 13, 14, 18, 22, 25, 32, 37, 39, 41, 42, 49, 52, 70, 102);
    }

    private String value(ElementSpec element) {
        final int units = element.units();
        return switch (element.number()) {
            case 7 -> date() + time();
            case 12 -> time();
            case 13, 14, 15, 16, 17 -> date();
            case 22 -> pick(ENTRIES) + random.nextInt(3);
            case 25 -> pick(CONDITIONS);
            case 26 -> pick("04", "06", "12", "00");
            case 39 -> pick(CODES);
            case 49, 50, 51 -> pick(CURRENCIES);
            case 54 -> "1001840C" + digits(12);
            case 70 -> pick(NETWORK);
            case 73 -> "26" + date();
            case 90 -> original();
            case 95 ->
                    digits(12)
                            + pick("000000000000", digits(12))
                            + pick("C", "D")
                            + "00000000C"
                            + pick("00000000", digits(8));
            default ->
                    of(
                            element,
                            element.isFixed() ? units : 1 + random.nextInt(Math.min(units, 60)));
        };
    }

    private String of(ElementSpec element, int units) {
        if (element.content() == Content.N || element.content() == Content.Z) return digits(units);
        if (element.content() == Content.X_N) return pick("C", "D") + digits(units - 1);
        if (element.content() == Content.B) return digits(2 * units);
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < units; i++) {
            text.append((char) ('A' + random.nextInt(26)));
        }
        return text.toString();
    }

    private String original() {
        return "0200" + digits(6) + date() + time() + digits(11) + pick("00000000000", digits(11));
    }

    private String date() {
        return two(1 + random.nextInt(12)) + two(1 + random.nextInt(28));
    }

    private String time() {
        return two(random.nextInt(24)) + two(random.nextInt(60)) + two(random.nextInt(60));
    }

    private static String two(int number) {
        return Integer.toString(100 + number).substring(1);
    }

    private String digits(int count) {
        final StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append(random.nextInt(10));
        }
        return digits.toString();
    }

    private String pick(String... values) {
        return values[random.nextInt(values.length)];
    }
}
