package io.cardswitch.iso8583.convert;

import org.agrona.MutableDirectBuffer;

/** Codes that the versions number differently, and the original data elements. */
final class CodeForms {
    private static final int RESPONSE = 39;
    private static final int FUNCTION = 24;
    private static final int NETWORK = 70;
    private static final int ORIGINAL_87 = 90;
    private static final int ORIGINAL = 56;
    private static final int MTI_DIGITS = 4;
    private static final int STAN_87 = 6;
    private static final int ACQUIRER_87_AT = 20;
    private static final int ACQUIRER_87 = 11;

    private static final int APPROVED_87 = CodeTable.packed("00");

    private static final int AUTHORIZATION = 1;
    private static final int FINANCIAL = 2;
    private static final int REVERSAL = 4;
    private static final int NETWORK_MANAGEMENT = 8;
    private static final int ORIGINAL_AUTHORIZATION = 100;
    private static final int ORIGINAL_FINANCIAL = 200;
    private static final int FULL_REVERSAL = 400;
    private static final int PARTIAL_REVERSAL = 401;

    private CodeForms() {}

    /** DE39 by the table of causes. */
    static int responseCode(Incoming in, int units, MutableDirectBuffer out, int at) {
        final int length = in.read(RESPONSE);
        int packed = 0;
        for (int i = 0; i < length; i++) {
            packed = packed << Byte.SIZE | in.character(i);
        }
        final int other =
                in.version() == 87 && packed == APPROVED_87
                        ? CodeTable.response(93, in.toVersion, CodeTable.approved93(in.mti()))
                        : CodeTable.response(in.version(), in.toVersion, packed);
        if (other == CodeTable.NONE) return Form.LOST;
        return CodeTable.put(other, out, at);
    }

    /** DE24 of 1993 and 2003, of a message of 1987: its class tells the function. */
    static int functionCode(Incoming in, int units, MutableDirectBuffer out, int at) {
        final int code =
                switch (in.messageClass()) {
                    case AUTHORIZATION -> ORIGINAL_AUTHORIZATION;
                    case FINANCIAL -> ORIGINAL_FINANCIAL;
                    case REVERSAL -> AmountForms.isPartial(in) ? PARTIAL_REVERSAL : FULL_REVERSAL;
                    default -> 0;
                };
        return code == 0 ? Form.IMPLIED : Incoming.digits(code, 3, out, at) - at;
    }

    /** DE24 of 1993 and 2003, of DE70 of network management. */
    static int networkFunction(Incoming in, int units, MutableDirectBuffer out, int at) {
        final int length = in.read(NETWORK);
        if (in.messageClass() != NETWORK_MANAGEMENT || !in.isDigits(0, length)) return Form.LOST;
        final int code = CodeTable.function((int) in.number(0, length));
        return code == CodeTable.NONE ? Form.LOST : Incoming.digits(code, 3, out, at) - at;
    }

    /** DE70 of 1987, of DE24; what the class of a message says anyway is implied. */
    static int networkCode(Incoming in, int units, MutableDirectBuffer out, int at) {
        final int length = in.read(FUNCTION);
        if (!in.isDigits(0, length)) return Form.LOST;
        final int function = (int) in.number(0, length);
        final int messageClass = in.messageClass();
        if (messageClass == NETWORK_MANAGEMENT) {
            final int code = CodeTable.network(function);
            return code == CodeTable.NONE ? Form.LOST : Incoming.digits(code, 3, out, at) - at;
        }
        final boolean isImplied =
                switch (messageClass) {
                    case AUTHORIZATION -> function == ORIGINAL_AUTHORIZATION;
                    case FINANCIAL -> function == ORIGINAL_FINANCIAL;
                    case REVERSAL -> function == FULL_REVERSAL || function == PARTIAL_REVERSAL;
                    default -> false;
                };
        return isImplied ? Form.IMPLIED : Form.LOST;
    }

    /**
     * DE56 of 1993 and 2003, of DE90 and the local time, which a reversal repeats of its original.
     * 1993 writes the length of the acquirer's number in front of it, 2003 does not.
     */
    static int original87(Incoming in, int units, MutableDirectBuffer out, int start) {
        final int length = in.read(ORIGINAL_87);
        final boolean is93 = in.toVersion == 93;
        if (!in.isDigits(0, length) || length < ACQUIRER_87_AT + ACQUIRER_87) return Form.LOST;
        int at = mti(in, out, start);
        if (!is93) at = Incoming.zeros(STAN_87, out, at);
        at = in.copy(MTI_DIGITS, STAN_87, out, at);
        final int time = DateForms.dateAndTime(in, is93 ? 12 : 14, out, at);
        if (time < 0) return Form.LOST;
        in.read(ORIGINAL_87);
        int from = ACQUIRER_87_AT;
        final int end = ACQUIRER_87_AT + ACQUIRER_87;
        while (from < end && in.character(from) == '0') {
            from++;
        }
        return acquirer(in, from, end - from, out, at + time) - start;
    }

    /** DE56 between 1993 and 2003. */
    static int original(Incoming in, int units, MutableDirectBuffer out, int start) {
        final boolean isFrom93 = in.version() == 93;
        final int length = in.read(ORIGINAL);
        final int stan = isFrom93 ? STAN_87 : 2 * STAN_87;
        final int time = isFrom93 ? 12 : 14;
        final int acquirerAt = MTI_DIGITS + stan + time + (isFrom93 ? 2 : 0);
        if (length < acquirerAt || !in.isDigits(0, length)) return Form.LOST;
        int at = mti(in, out, start);
        if (isFrom93) at = Incoming.zeros(STAN_87, out, at);
        else if (in.number(MTI_DIGITS, STAN_87) != 0) return Form.LOST;
        at = in.copy(MTI_DIGITS + stan - STAN_87, STAN_87, out, at);
        if (isFrom93) at = Incoming.digits(20, 2, out, at);
        at = in.copy(MTI_DIGITS + stan + time - 12, 12, out, at);
        return acquirer(in, acquirerAt, length - acquirerAt, out, at) - start;
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
