package io.cardswitch.iso8583.convert;

import org.agrona.MutableDirectBuffer;

/** Codes that the versions number differently. */
final class CodeForms {
    private static final int REASON = 25;
    private static final int RESPONSE = 39;
    private static final int SETTLEMENT = 66;
    private static final int FUNCTION = 24;
    private static final int NETWORK = 70;

    private static final int APPROVED_87 = CodeTable.packed("00");
    private static final int FILE_DONE_93 = CodeTable.packed("300");
    private static final int ADMINISTERED_93 = CodeTable.packed("600");
    private static final int FEE_TAKEN_93 = CodeTable.packed("700");

    private static final int UNRECONCILED_87 = CodeTable.packed("95");
    private static final int BALANCED_93 = CodeTable.packed("500");
    private static final int UNBALANCED_93 = CodeTable.packed("501");
    private static final int TOTALS_PROVIDED_93 = CodeTable.packed("502");
    private static final int NO_TOTALS_93 = CodeTable.packed("503");
    private static final int SUSPICIOUS_87 = CodeTable.packed("03");
    private static final int SUSPICIOUS_93 = CodeTable.packed("1511");
    private static final int PREAUTHORIZED_87 = CodeTable.packed("06");

    /** Values of DE66. */
    private static final int IN_BALANCE = '1';

    private static final int OUT_OF_BALANCE = '2';
    private static final int NOT_BALANCED = '9';

    private static final int AUTHORIZATION = 1;
    private static final int FINANCIAL = 2;
    private static final int FILE = 3;
    private static final int REVERSAL = 4;
    private static final int RECONCILIATION = 5;
    private static final int ADMINISTRATIVE = 6;
    private static final int FEE = 7;
    private static final int NETWORK_MANAGEMENT = 8;
    private static final int ORIGINAL_AUTHORIZATION = 100;
    private static final int ORIGINAL_FINANCIAL = 200;
    private static final int AMOUNT_ESTIMATED = 101;
    private static final int AUTHORIZED = 201;

    private CodeForms() {}

    /** DE39 by the table of causes. */
    static int responseCode(Incoming in, int units, MutableDirectBuffer out, int at) {
        final int packed = packed(in, in.read(RESPONSE));
        final int from = in.version();
        final int cause = from == 87 ? done93(in, packed) : CodeTable.NONE;
        if (cause != CodeTable.NONE) {
            return CodeTable.put(CodeTable.response(93, in.toVersion, cause), out, at);
        }
        int other = CodeTable.response(from, in.toVersion, packed);
        if (other == CodeTable.NONE) other = CodeTable.family(from, in.toVersion, packed);
        final boolean isDone = in.toVersion == 87 && other == APPROVED_87;
        if (!isDone && CodeTable.response(in.toVersion, from, other) != packed) in.blur(RESPONSE);
        return CodeTable.put(other, out, at);
    }

    /** Later versions say of the same 00 what was done; none for other codes. */
    private static int done93(Incoming in, int packed) {
        if (in.messageClass() == RECONCILIATION) return reconciled93(in, packed);
        if (packed != APPROVED_87) return CodeTable.NONE;
        return switch (in.messageClass()) {
            case FILE -> FILE_DONE_93;
            case ADMINISTRATIVE -> ADMINISTERED_93;
            case FEE -> FEE_TAKEN_93;
            default -> CodeTable.approved93(in.mti());
        };
    }

    /** 1987 says with DE66 whether totals are in balance, later versions with DE39 alone. */
    private static int reconciled93(Incoming in, int packed) {
        final boolean isDone = packed == APPROVED_87;
        if (!isDone && packed != UNRECONCILED_87) return CodeTable.NONE;
        final int settled = in.read(SETTLEMENT) == 1 ? in.character(0) : 0;
        final int code =
                switch (settled) {
                    case IN_BALANCE -> isDone ? BALANCED_93 : CodeTable.NONE;
                    case OUT_OF_BALANCE -> isDone ? TOTALS_PROVIDED_93 : UNBALANCED_93;
                    case NOT_BALANCED -> isDone ? NO_TOTALS_93 : CodeTable.NONE;
                    default -> CodeTable.NONE;
                };
        if (code != CodeTable.NONE) in.say(SETTLEMENT);
        else if (settled != 0) in.lose(SETTLEMENT, Losses.Reason.NO_CODE);
        return code == CodeTable.NONE && isDone ? BALANCED_93 : code;
    }

    /** DE66 of 1987, of DE39 of an answer to a reconciliation. */
    static int settlement(Incoming in, int units, MutableDirectBuffer out, int at) {
        if (in.messageClass() != RECONCILIATION) return Form.IMPLIED;
        final int code = packed(in, in.read(RESPONSE));
        final int in93 = CodeTable.response(in.version(), 93, code);
        int settled = 0;
        if (in93 == BALANCED_93) settled = IN_BALANCE;
        else if (in93 == UNBALANCED_93 || in93 == TOTALS_PROVIDED_93) settled = OUT_OF_BALANCE;
        else if (in93 == NO_TOTALS_93) settled = NOT_BALANCED;
        if (settled == 0) return Form.IMPLIED;
        out.putByte(at, (byte) settled);
        return 1;
    }

    private static int packed(Incoming in, int length) {
        int packed = 0;
        for (int i = 0; i < length; i++) {
            packed = packed << Byte.SIZE | in.character(i);
        }
        return packed;
    }

    /** DE24 of 1993 and 2003, of a message of 1987: its class tells the function. */
    static int functionCode(Incoming in, int units, MutableDirectBuffer out, int at) {
        final int code =
                switch (in.messageClass()) {
                    case AUTHORIZATION ->
                            isPreauthorized(in) ? AMOUNT_ESTIMATED : ORIGINAL_AUTHORIZATION;
                    case FINANCIAL -> isPreauthorized(in) ? AUTHORIZED : ORIGINAL_FINANCIAL;
                    case REVERSAL ->
                            AmountForms.isPartial(in)
                                    ? CodeTable.PARTIAL_REVERSAL
                                    : CodeTable.FULL_REVERSAL;
                    default -> 0;
                };
        return code == 0 ? Form.IMPLIED : Incoming.digits(code, 3, out, at) - at;
    }

    /** DE24 of 1993 and 2003, of DE70 of network management. */
    static int networkFunction(Incoming in, int units, MutableDirectBuffer out, int at) {
        final int length = in.read(NETWORK);
        if (in.messageClass() != NETWORK_MANAGEMENT || !in.isDigits(0, length)) return Form.LOST;
        final int code = CodeTable.function((int) in.number(0, length));
        if (code == CodeTable.NONE) return Form.NO_CODE;
        if (CodeTable.network(code) != in.number(0, length)) in.blur(NETWORK);
        return Incoming.digits(code, 3, out, at) - at;
    }

    /** DE70 of 1987, of DE24; what the class of a message says anyway is implied. */
    static int networkCode(Incoming in, int units, MutableDirectBuffer out, int at) {
        final int length = in.read(FUNCTION);
        if (!in.isDigits(0, length)) return Form.LOST;
        final int function = (int) in.number(0, length);
        final int messageClass = in.messageClass();
        if (messageClass == NETWORK_MANAGEMENT) {
            final int code = CodeTable.network(function);
            return code == CodeTable.NONE ? Form.NO_CODE : Incoming.digits(code, 3, out, at) - at;
        }
        final boolean isImplied =
                switch (messageClass) {
                    case AUTHORIZATION ->
                            function == ORIGINAL_AUTHORIZATION || function == AMOUNT_ESTIMATED;
                    case FINANCIAL -> function == ORIGINAL_FINANCIAL || function == AUTHORIZED;
                    case REVERSAL ->
                            function == CodeTable.FULL_REVERSAL
                                    || function == CodeTable.PARTIAL_REVERSAL;
                    default -> false;
                };
        return isImplied ? Form.IMPLIED : Form.NO_CODE;
    }

    /** DE25 of 1993 and 2003: the one condition of 1987 that is a reason there. */
    static int reason(Incoming in, int units, MutableDirectBuffer out, int at) {
        final boolean isSuspicious = condition(in, SUSPICIOUS_87) && isRequest(in);
        return isSuspicious ? CodeTable.put(SUSPICIOUS_93, out, at) : Form.IMPLIED;
    }

    /**
     * Whether the condition, which was read last, is one that later versions tell as reason or
     * function, and only of requests and advices.
     */
    static boolean isReasonOrFunction(Incoming in) {
        final int code = packed(in, in.length());
        return code == SUSPICIOUS_87 || code == PREAUTHORIZED_87;
    }

    /** DE25 of 1987 where it is the reason or function of later versions, packed; else 0. */
    static int conditionTold(Incoming in) {
        final int length = in.read(REASON);
        if (length > 0) {
            if (isRequest(in) && packed(in, length) == SUSPICIOUS_93) return SUSPICIOUS_87;
            in.lose(REASON, Losses.Reason.NO_CODE);
        }
        if (in.read(FUNCTION) != 3 || !in.isDigits(0, 3)) return 0;
        final int function = (int) in.number(0, 3);
        final int preauthorized =
                switch (in.messageClass()) {
                    case AUTHORIZATION -> AMOUNT_ESTIMATED;
                    case FINANCIAL -> AUTHORIZED;
                    default -> -1;
                };
        return function == preauthorized ? PREAUTHORIZED_87 : 0;
    }

    private static boolean isPreauthorized(Incoming in) {
        return condition(in, PREAUTHORIZED_87);
    }

    private static boolean condition(Incoming in, int code) {
        return packed(in, in.read(REASON)) == code;
    }

    /** Whether later versions tell such conditions in messages of this class. */
    static boolean isRequest(Incoming in) {
        return in.messageClass() == AUTHORIZATION || in.messageClass() == FINANCIAL;
    }
}
