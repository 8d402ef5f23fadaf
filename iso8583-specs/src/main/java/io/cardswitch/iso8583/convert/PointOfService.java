package io.cardswitch.iso8583.convert;

import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.convert.Losses.Reason;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;

/**
 * How and where a card was used. 1987 says it in DE22 (entry, PIN), DE25 (condition) and DE26 (PIN
 * length), 1993 in twelve positions of DE22, 2003 in four octets of bits each on reading,
 * verification, environment and security. Between them it is what 1987 can tell, packed into a
 * number: indices of {@link CodeTable} rows from 1, characters; 0 for what is not told.
 */
final class PointOfService {
    private static final int ENTRY = 22;
    private static final int CONDITION = 25;
    private static final int PIN_LENGTH = 26;
    private static final int PIN = 52;

    private static final int PIN_SHIFT = 8;
    private static final int CONDITION_SHIFT = 16;
    private static final int LENGTH_SHIFT = 24;
    private static final int PART = 0xFF;
    private static final int ENTRY_AND_PIN = 0xFFFF;

    /** Entry mode and PIN capability. Some dialects of 1987 have a fourth digit, a filler. */
    private static final int DIGITS_87 = 3;

    private static final int FILLED_87 = DIGITS_87 + 1;

    private static final int POSITIONS = 12;
    private static final int BITS = 32;
    private static final int VERIFICATION_AT = 8;
    private static final int ENVIRONMENT_AT = 16;
    private static final int WORD = 8;
    private static final int FEWEST_DIGITS = 4;

    private static final byte[] ONLINE_PIN = ascii("08000000");
    private static final byte[] NONE = ascii("02000000");
    private static final byte[] UNKNOWN = ascii("01000000");
    private static final byte[] UNKNOWN_OR_NONE = ascii("03000000");
    private static final int NORMAL =
            CodeTable.conditions().find(0, new UnsafeBuffer(ascii("00")), 0);

    private PointOfService() {}

    /** DE22 of 1993 and 2003. */
    static int dataCode(Incoming in, int units, MutableDirectBuffer out, int at) {
        final int point = of(in);
        if (point <= 0) return point == 0 ? Form.IMPLIED : Form.NO_CODE;
        final int length = write(point, in, in.toVersion, out, at);
        blurUnlessSame(in, point, read(in.toVersion, out, at));
        return length;
    }

    /** DE22 of 1987. */
    static int entryMode(Incoming in, int units, MutableDirectBuffer out, int at) {
        final int point = of(in);
        if (point < 0) return Form.NO_CODE;
        blurUnlessSame(in, point, point);
        if ((point & PART) == 0) return Form.IMPLIED;
        final int pinAt = CodeTable.entries().put(point & PART, 0, out, at);
        out.putByte(pinAt, (byte) (point >> PIN_SHIFT));
        return fill(units, out, at);
    }

    /** Whether one dialect of 1987 fills DE22 up to four digits and the other does not. */
    static boolean isFilledByOne(ElementSpec source, ElementSpec target) {
        return Math.min(source.units(), target.units()) == DIGITS_87
                && Math.max(source.units(), target.units()) == FILLED_87;
    }

    /** DE22 of 1987 in another dialect of 1987. */
    static int filled(Incoming in, int units, MutableDirectBuffer out, int at) {
        loseFiller(in, in.read(ENTRY));
        in.copy(0, DIGITS_87, out, at);
        return fill(units, out, at);
    }

    /** Behind three digits a filler where the dialect has one; leaves the count of digits. */
    private static int fill(int units, MutableDirectBuffer out, int at) {
        if (units == FILLED_87) out.putByte(at + DIGITS_87, (byte) '0');
        return units == FILLED_87 ? FILLED_87 : DIGITS_87;
    }

    /** A fourth digit that says something is said by no other dialect. */
    private static void loseFiller(Incoming in, int length) {
        if (length == FILLED_87 && in.character(DIGITS_87) != '0') in.lose(ENTRY, Reason.NO_CODE);
    }

    /** DE25 of 1987. */
    static int condition(Incoming in, int units, MutableDirectBuffer out, int at) {
        final int point = of(in);
        final int row = point < 0 ? 0 : point >> CONDITION_SHIFT & PART;
        final int told = CodeForms.conditionTold(in);
        if (told > 0) {
            if (row > NORMAL) in.blur(ENTRY);
            return CodeTable.put(told, out, at);
        }
        return row == 0 ? Form.IMPLIED : CodeTable.conditions().put(row, 0, out, at) - at;
    }

    /** DE26 of 1987. */
    static int pinLength(Incoming in, int units, MutableDirectBuffer out, int at) {
        final int point = of(in);
        final int length = point >>> LENGTH_SHIFT;
        return point < 0 || length == 0 ? Form.IMPLIED : Incoming.digits(length, 2, out, at) - at;
    }

    /** Negative when it cannot be read. */
    private static int of(Incoming in) {
        if (in.version() == 87) return of87(in);
        final int length = in.read(ENTRY);
        if (length < 0) return 0;
        if (length != (in.version() == 93 ? POSITIONS : BITS)) return -1;
        return read(in.version(), in.value(), 0);
    }

    private static int of87(Incoming in) {
        int point = 0;
        final int digits = in.read(ENTRY);
        if (digits >= 0) {
            final boolean isKnown = digits == DIGITS_87 || digits == FILLED_87;
            loseFiller(in, digits);
            final int row = isKnown ? CodeTable.entries().find(0, in.value(), 0) : 0;
            final int pin = row == 0 ? 0 : in.character(2);
            if (pin != '0' && pin != '1' && pin != '2' && pin != '8')
                in.lose(ENTRY, Reason.NO_CODE);
            else point = row | pin << PIN_SHIFT;
        }
        if (in.read(CONDITION) >= 0) point |= condition87(in) << CONDITION_SHIFT;
        if (in.toVersion == 93 && in.read(PIN_LENGTH) == 2 && in.isDigits(0, 2)) {
            final int length = (int) in.number(0, 2);
            final boolean isSaid = length >= FEWEST_DIGITS && length <= POSITIONS;
            if (isSaid && (point >> PIN_SHIFT & PART) != '2') point |= length << LENGTH_SHIFT;
            else in.lose(PIN_LENGTH, Reason.NO_CODE);
        } else {
            in.lose(PIN_LENGTH, in.toVersion == 93 ? Reason.NO_FIT : Reason.NO_ELEMENT);
        }
        return point;
    }

    private static int condition87(Incoming in) {
        if (in.length() == 2) {
            if (CodeForms.isReasonOrFunction(in)) {
                if (!CodeForms.isRequest(in)) in.blur(CONDITION);
                return NORMAL;
            }
            final int row = CodeTable.conditions().find(0, in.value(), 0);
            if (row > 0) return row;
        }
        in.lose(CONDITION, Reason.NO_CODE);
        return 0;
    }

    private static void blurUnlessSame(Incoming in, int point, int readBack) {
        boolean isSame = point == readBack;
        if (in.version() != 87) {
            in.read(ENTRY);
            final int length = write(point, in, in.version(), in.scratch(), 0);
            for (int i = 0; i < length && isSame; i++) {
                isSame = in.character(i) == in.scratch().getByte(i);
            }
        }
        if (isSame) return;
        final int differing = point ^ readBack;
        if (in.version() != 87 || (differing & ENTRY_AND_PIN) != 0) in.blur(ENTRY);
        if (in.version() == 87 && differing >> CONDITION_SHIFT != 0) in.blur(CONDITION);
    }

    private static int read(int version, DirectBuffer from, int at) {
        return version == 93 ? read93(from, at) : read2003(from, at);
    }

    private static int read93(DirectBuffer from, int at) {
        final int digits = Character.digit(from.getByte(at + POSITIONS - 1), 13);
        int point = digits >= FEWEST_DIGITS ? digits << LENGTH_SHIFT : 0;
        if (!isNine(from, at + 3) || !isNine(from, at + 4) || !isNine(from, at + 5)) {
            point |= CodeTable.conditions().find(1, from, at + 3) << CONDITION_SHIFT;
        }
        if (isNine(from, at + 1) && from.getByte(at + 6) == '0') return point;
        final int row = CodeTable.entries().find(2, from, at + 6);
        final int pin =
                switch (from.getByte(at + 1)) {
                    case '1' -> '1';
                    case '5' -> '8';
                    default -> digits == 0 ? '2' : '0';
                };
        return point | pin << PIN_SHIFT | Math.max(row, 1);
    }

    private static boolean isNine(DirectBuffer from, int at) {
        return from.getByte(at) == '9';
    }

    private static int read2003(DirectBuffer from, int at) {
        final int row = CodeTable.entries().nearest(3, from, at);
        int pin = '0';
        if (isSet(ONLINE_PIN, from, at)) pin = '1';
        else if (isSet(UNKNOWN_OR_NONE, from, at)) pin = '1';
        else if (isSet(NONE, from, at)) pin = '2';
        final int entry = row == 0 ? 0 : pin << PIN_SHIFT | row;
        final int condition = CodeTable.conditions().nearest(2, from, at + ENVIRONMENT_AT);
        return condition << CONDITION_SHIFT | entry;
    }

    /** Whether the first octet of verification has the bits. */
    private static boolean isSet(byte[] word, DirectBuffer from, int at) {
        final int wanted = word[1] - '0';
        final int there = Character.digit(from.getByte(at + VERIFICATION_AT + 1), 16);
        return (there & wanted) == wanted;
    }

    private static int write(int point, Incoming in, int version, MutableDirectBuffer out, int at) {
        return version == 93 ? write93(point, in, out, at) : write2003(point, in, out, at);
    }

    private static int write93(int point, Incoming in, MutableDirectBuffer out, int at) {
        final int row = point & PART;
        final int pin = point >> PIN_SHIFT & PART;
        final int condition = point >> CONDITION_SHIFT & PART;
        final int length = point >>> LENGTH_SHIFT;
        Incoming.zeros(POSITIONS, out, at);
        if (row > 0) {
            CodeTable.entries().put(row, 1, out, at);
            CodeTable.entries().put(row, 2, out, at + 6);
        }
        out.putByte(at + 1, (byte) (row == 0 ? '9' : pin == '8' ? '5' : pin == '1' ? '1' : '0'));
        for (int i = 3; i < 6; i++) {
            out.putByte(at + i, (byte) '9');
        }
        if (condition > 0) CodeTable.conditions().put(condition, 1, out, at + 3);
        for (int i = 3; i < 6; i++) {
            if (out.getByte(at + i) == '.') out.putByte(at + i, (byte) '0');
        }
        if (in.has(PIN)) {
            out.putByte(at + 7, (byte) '1');
            out.putByte(at + 8, (byte) '3');
        }
        final int last = length > 0 ? Character.toUpperCase(Character.forDigit(length, 13)) : '1';
        out.putByte(at + POSITIONS - 1, (byte) (pin == '2' ? '0' : last));
        return POSITIONS;
    }

    private static int write2003(int point, Incoming in, MutableDirectBuffer out, int at) {
        final int row = point & PART;
        final int condition = point >> CONDITION_SHIFT & PART;
        Incoming.zeros(BITS, out, at);
        if (row > 0) {
            CodeTable.entries().put(row, 3, out, at);
            final byte[] word =
                    switch (point >> PIN_SHIFT & PART) {
                        case '1' -> in.has(PIN) ? ONLINE_PIN : UNKNOWN_OR_NONE;
                        case '0' -> UNKNOWN;
                        default -> NONE;
                    };
            out.putBytes(at + VERIFICATION_AT, word, 0, WORD);
        }
        if (condition > 0) CodeTable.conditions().put(condition, 2, out, at + ENVIRONMENT_AT);
        return BITS;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
