package io.cardswitch.core.edge;

import static io.cardswitch.core.command.Invariants.check;

/**
 * What a message type asks for and how it is answered (ISO 8583:1987 section 4.1). MTIs are four
 * BCD digits: version, class, function, origin: 0x0200.
 */
final class MessageTypeTable {
    /** What the edge does with a message. */
    enum Treatment {
        /** 01xx, 02xx: a command that may move money. */
        TRANSACTION,
        /** 04xx: a command that undoes one. */
        REVERSAL,
        /** 080x: sign-on, sign-off, echo test. */
        NETWORK,
        /** A request of a class or function that is not served: refused at once. */
        UNSUPPORTED,
        /** A response nobody waits for, a notification or an acknowledgement: never answered. */
        UNSOLICITED
    }

    /** The message is not answered: answering notifications or answers makes loops. */
    static final int NO_ANSWER = -1;

    private static final int REQUEST = 0;
    private static final int ADVICE = 2;
    private static final int INSTRUCTION = 6;
    private static final int LAST_ORIGIN = 5;

    private MessageTypeTable() {}

    /**
     * The answer's MTI, or {@link #NO_ANSWER}. Function plus one; a repeat's origin digit drops.
     */
    static int responseMti(int mti) {
        check(mti >= 0 && mti <= 0x9999, "MTI has four digits");
        final int function = function(mti);
        final int origin = mti & 0xF;
        final boolean isAnswered =
                origin <= LAST_ORIGIN
                        && (function == REQUEST
                                || function == INSTRUCTION
                                || function == ADVICE && messageClass(mti) != 8);
        return isAnswered ? (mti & 0xFF00) | (function + 1) << 4 | (origin & ~1) : NO_ANSWER;
    }

    /** What the edge does with this MTI. */
    static Treatment treatmentOf(int mti) {
        if (responseMti(mti) == NO_ANSWER) {
            return Treatment.UNSOLICITED;
        }
        final int function = function(mti);
        if (function == INSTRUCTION) {
            return Treatment.UNSUPPORTED;
        }
        return switch (messageClass(mti)) {
            case 1, 2 -> Treatment.TRANSACTION;
            case 4 -> Treatment.REVERSAL;
            case 8 -> Treatment.NETWORK;
            default -> Treatment.UNSUPPORTED;
        };
    }

    /** Second digit: 1 authorization, 2 financial, 4 reversal, 8 network management. */
    static int messageClass(int mti) {
        return mti >>> 8 & 0xF;
    }

    private static int function(int mti) {
        return mti >>> 4 & 0xF;
    }
}
