package io.cardswitch.iso8583.convert;

import org.agrona.MutableDirectBuffer;

/**
 * The original of a reversal. DE90 of 1987 names message type, STAN, time of transmission
 * (MMDDhhmmss), acquirer and forwarder; DE56 of later versions message type, STAN, local time and
 * acquirer. The local time is that of DE12, which a reversal repeats; the way back has nothing
 * better than the local time either, and takes the forwarder from DE33.
 */
final class OriginalForms {
    private static final int ORIGINAL_87 = 90;
    private static final int ORIGINAL = 56;
    private static final int LOCAL_TIME = 12;
    private static final int ACQUIRER = 32;
    private static final int FORWARDER = 33;
    private static final int MTI_DIGITS = 4;
    private static final int STAN_87 = 6;
    private static final int TIME_87_AT = 10;
    private static final int TIME_87 = 10;
    private static final int ACQUIRER_87_AT = 20;
    private static final int FORWARDER_87_AT = 31;
    private static final int INSTITUTION_87 = 11;
    private static final int LENGTH_87 = 42;

    /** YYMMDDhhmmss and CCYYMMDDhhmmss. */
    private static final int LOCAL_TIME_93 = 12;

    private static final int LOCAL_TIME_2003 = 14;

    private OriginalForms() {}

    /**
     * DE56 of 1993 and 2003, of DE90. 1993 writes the length of the acquirer's number in front of
     * it, 2003 does not.
     */
    static int ofDe90(Incoming in, int units, MutableDirectBuffer out, int start) {
        final boolean is93 = in.toVersion == 93;
        if (in.read(ORIGINAL_87) != LENGTH_87 || !in.isDigits(0, LENGTH_87)) return Form.LOST;
        int at = mti(in, out, start);
        if (!is93) at = Incoming.zeros(STAN_87, out, at);
        at = in.copy(MTI_DIGITS, STAN_87, out, at);
        at = time(in, localTime(in.toVersion), out, at);
        if (at < 0) return at;
        final int from = firstDigit(in, ACQUIRER_87_AT);
        if (!isForwarder(in)) in.blur(ORIGINAL_87);
        in.read(ORIGINAL_87);
        return acquirer(in, from, FORWARDER_87_AT - from, out, at) - start;
    }

    /** The local time where there is one, else the time of transmission; the index behind it. */
    private static int time(Incoming in, int digits, MutableDirectBuffer out, int at) {
        final boolean isLocal =
                in.has(LOCAL_TIME) && DateForms.dateAndTime(in, digits, out, at) == digits;
        in.read(ORIGINAL_87);
        if (!isLocal) {
            in.copy(TIME_87_AT, TIME_87, in.scratch(), 0);
            final int length = DateForms.withYear(in, in.scratch(), digits - TIME_87, out, at);
            if (length < 0) return length;
        }
        for (int i = 0; i < TIME_87; i++) {
            final int told = out.getByte(at + digits - TIME_87 + i);
            if (told != in.character(TIME_87_AT + i)) in.blur(ORIGINAL_87);
        }
        return at + digits;
    }

    /** Whether DE33 says the forwarder again, or there is none. */
    private static boolean isForwarder(Incoming in) {
        in.copy(FORWARDER_87_AT, INSTITUTION_87, in.scratch(), 0);
        institution(in, FORWARDER, in.scratch(), INSTITUTION_87);
        for (int i = 0; i < INSTITUTION_87; i++) {
            if (in.scratch().getByte(i) != in.scratch().getByte(INSTITUTION_87 + i)) return false;
        }
        return true;
    }

    /** DE90 of 1987, of DE56. */
    static int ofDe56(Incoming in, int units, MutableDirectBuffer out, int start) {
        final boolean isFrom93 = in.version() == 93;
        final int length = in.read(ORIGINAL);
        final int stan = isFrom93 ? STAN_87 : 2 * STAN_87;
        final int timeEnd = MTI_DIGITS + stan + localTime(in.version());
        final int acquirerAt = timeEnd + (isFrom93 ? 2 : 0);
        if (!isOriginal(in, length, acquirerAt)) return Form.LOST;
        if (!DateForms.isDateAndTime(in, MTI_DIGITS + stan, timeEnd)) return Form.NO_DATE;
        int at = mti(in, out, start);
        at = in.copy(MTI_DIGITS + stan - STAN_87, STAN_87, out, at);
        at = in.copy(timeEnd - TIME_87, TIME_87, out, at);
        final int digits = length - acquirerAt;
        if (digits > INSTITUTION_87) return Form.LOST;
        if (digits > 0) {
            at = Incoming.zeros(INSTITUTION_87 - digits, out, at);
            at = in.copy(acquirerAt, digits, out, at);
        } else {
            at = institution(in, ACQUIRER, out, at);
        }
        at = institution(in, FORWARDER, out, at);
        in.blur(ORIGINAL);
        return at - start;
    }

    /** DE56 between 1993 and 2003. */
    static int between(Incoming in, int units, MutableDirectBuffer out, int start) {
        final boolean isFrom93 = in.version() == 93;
        final int length = in.read(ORIGINAL);
        final int stan = isFrom93 ? STAN_87 : 2 * STAN_87;
        final int time = localTime(in.version());
        final int acquirerAt = MTI_DIGITS + stan + time + (isFrom93 ? 2 : 0);
        if (!isOriginal(in, length, acquirerAt)) return Form.LOST;
        final int timeAt = MTI_DIGITS + stan;
        if (!DateForms.isDateAndTime(in, timeAt, timeAt + time)) return Form.NO_DATE;
        if (!isFrom93 && !DateForms.isTwoDigits((int) in.number(timeAt, 4))) return Form.NO_YEAR;
        int at = mti(in, out, start);
        if (isFrom93) at = Incoming.zeros(STAN_87, out, at);
        at = in.copy(MTI_DIGITS + stan - STAN_87, STAN_87, out, at);
        if (isFrom93) at = Incoming.digits(20, 2, out, at);
        at = in.copy(timeAt + time - LOCAL_TIME_93, LOCAL_TIME_93, out, at);
        return acquirer(in, acquirerAt, length - acquirerAt, out, at) - start;
    }

    /** Whether DE56, read last, is digits enough, and its STAN one of six digits. */
    private static boolean isOriginal(Incoming in, int length, int acquirerAt) {
        if (length < acquirerAt || !in.isDigits(0, length)) return false;
        return in.version() == 93 || in.number(MTI_DIGITS, STAN_87) == 0;
    }

    /** Digits of the local time in DE56. */
    private static int localTime(int version) {
        return version == 93 ? LOCAL_TIME_93 : LOCAL_TIME_2003;
    }

    private static int firstDigit(Incoming in, int start) {
        int from = start;
        while (from < start + INSTITUTION_87 && in.character(from) == '0') {
            from++;
        }
        return from;
    }

    /** Digits of an institution, zeros in front of them, only zeros when there is none. */
    private static int institution(Incoming in, int de, MutableDirectBuffer out, int at) {
        final int length = Math.max(0, in.read(de));
        final boolean isNumber = length <= INSTITUTION_87 && in.isDigits(0, length);
        final int digits = isNumber ? length : 0;
        final int behind = Incoming.zeros(INSTITUTION_87 - digits, out, at);
        return in.copy(0, digits, out, behind);
    }

    /** The message type read last, with the version's digit of the outgoing message. */
    private static int mti(Incoming in, MutableDirectBuffer out, int at) {
        out.putByte(at, (byte) ('0' + MessageConverter.versionDigit(in.toVersion)));
        return in.copy(1, MTI_DIGITS - 1, out, at + 1);
    }

    private static int acquirer(
            Incoming in, int from, int length, MutableDirectBuffer out, int at) {
        final int behind = in.toVersion == 93 ? Incoming.digits(length, 2, out, at) : at;
        return in.copy(from, length, out, behind);
    }
}
