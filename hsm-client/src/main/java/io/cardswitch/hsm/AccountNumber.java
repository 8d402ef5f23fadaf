package io.cardswitch.hsm;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * View of the part of a card number that goes into PIN blocks: the 12 rightmost digits without the
 * check digit, or 18 for format PLUS. Digits are ASCII. Reusable, not thread-safe.
 */
public final class AccountNumber {
    /** Digits of the usual field. */
    public static final int LENGTH = 12;

    /** Digits that go with format PLUS. */
    public static final int LONG_LENGTH = 18;

    static final int MAX_WHOLE_LENGTH = 19;

    private DirectBuffer buffer = new UnsafeBuffer(0, 0);
    private int offset;
    private int length;
    private boolean isOfCard;
    private boolean isWhole;

    /** Looks at the field itself, 12 or 18 digits. */
    public AccountNumber wrap(DirectBuffer digits, int digitsOffset, int digitCount) {
        buffer = digits;
        offset = digitsOffset;
        length = digitCount;
        isOfCard = false;
        isWhole = false;
        return this;
    }

    /** Looks at the 12 digits in front of the check digit; shorter numbers get zeros in front. */
    public AccountNumber wrapCardNumber(DirectBuffer digits, int digitsOffset, int digitCount) {
        final int start = Math.max(0, digitCount - 1 - LENGTH);
        wrap(digits, digitsOffset + start, Math.max(0, digitCount - 1 - start));
        isOfCard = true;
        return this;
    }

    /** Looks at a whole card number, check digit included, which format ISO 4 takes. */
    public AccountNumber wrapWholeNumber(DirectBuffer digits, int digitsOffset, int digitCount) {
        wrap(digits, digitsOffset, digitCount);
        isWhole = true;
        return this;
    }

    boolean isWhole() {
        return isWhole;
    }

    DirectBuffer buffer() {
        return buffer;
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }

    /** Zeros in front of the digits: card numbers may be shorter, fields may not. */
    int padding() {
        return isOfCard && length > 0 ? LENGTH - length : 0;
    }

    @Override
    public String toString() {
        return "AccountNumber(" + length + " digits)";
    }
}
