package io.cardswitch.iso8583.convert;

import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageSpec;

import java.util.Arrays;

/** What becomes of the elements of one message. Never allocates; not thread-safe. */
final class Losses {
    private static final int FIRST_MAC = 64;
    private static final int SECOND_MAC = 128;

    /** Why an element is left out. */
    enum Reason {
        SAID("said"),
        /** Nothing has said it so far. */
        UNSAID("the other dialect has no element for it"),
        OTHER_ELEMENT("the element of its number is another one there, or laid out otherwise"),
        NO_ELEMENT("the other dialect has no element for it"),
        NO_CODE("its code has no counterpart"),
        NO_FIT("its value is not of the form asked for"),
        NO_DATE("it tells a day or a time that there is not"),
        NO_YEAR("its year is none of 2000 to 2099, of which two digits are written"),
        INCOMPLETE("an element that belongs to it is missing"),
        AUTHENTICATION("it is made anew for every link");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    private final MessageSpec to;
    private final Reason[] reasons = new Reason[MessageSpec.LAST_ELEMENT + 1];
    private final boolean[] isNear = new boolean[MessageSpec.LAST_ELEMENT + 1];

    /** By bitmap. */
    private final long[] present = new long[3];

    /** Of messages written in a dialect. */
    Losses(MessageSpec to) {
        this.to = to;
    }

    /** All elements of a message: said by none so far. */
    void start(MessageDecoder message) {
        present[0] = message.primaryBitmap() & Long.MAX_VALUE;
        present[1] = message.secondaryBitmap() & Long.MAX_VALUE;
        present[2] = message.tertiaryBitmap();
        Arrays.fill(reasons, Reason.UNSAID);
        reasons[FIRST_MAC] = Reason.AUTHENTICATION;
        reasons[SECOND_MAC] = Reason.AUTHENTICATION;
        Arrays.fill(isNear, false);
    }

    /** An element is said, unless a part of it was lost. */
    void say(int de) {
        if (reasons[de] == Reason.UNSAID) reasons[de] = Reason.SAID;
    }

    /** An element, or a part of it, is left out. */
    void lose(int de, Reason reason) {
        reasons[de] = reason;
    }

    /** An element is said less exactly than it was. */
    void blur(int de) {
        isNear[de] = true;
    }

    boolean isLost(int de) {
        return isPresent(de) && reasons[de] != Reason.SAID;
    }

    /** Why a lost element is left out. */
    Reason reason(int de) {
        final boolean isOther = reasons[de] == Reason.UNSAID && to.element(de) != null;
        return isOther ? Reason.OTHER_ELEMENT : reasons[de];
    }

    /** Whether an element is said, but less exactly than it was. */
    boolean isBlurred(int de) {
        return isPresent(de) && reasons[de] == Reason.SAID && isNear[de];
    }

    /** Whether the message has the element. */
    boolean isPresent(int de) {
        final long bit = Long.MIN_VALUE >>> de - 1; // The shift counts modulo 64.
        return (present[(de - 1) / Long.SIZE] & bit) != 0;
    }
}
