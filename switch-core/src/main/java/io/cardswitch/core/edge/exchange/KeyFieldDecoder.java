package io.cardswitch.core.edge.exchange;

import io.cardswitch.core.domain.LinkKeyKind;
import io.cardswitch.core.edge.security.KeyExchangeConfig;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.iso8583.codec.MessageDecoder;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads the new key of a link out of its message. Not thread-safe.
 *
 * <pre>
 *  | from ... | [scheme letter] key, or key block | check value | not looked at
 * </pre>
 */
final class KeyFieldDecoder {
    private static final int KIND_ELEMENT = 53;
    private static final int START = 1; // A bare key gets its scheme letter in front.
    private static final int LONGEST_FIELD = 2_000;
    private static final int COMPARED_DIGITS = 6; // As many as the HSM tells.
    private static final int DIGIT_BITS = 4;
    private static final int LENGTH_AT = 2; // Of a block: letter, version, four digits.
    private static final int LENGTH_DIGITS = 4;
    private static final int NONE = -1;

    private final UnsafeBuffer text = new UnsafeBuffer(new byte[START + LONGEST_FIELD]);
    private HsmKey key;
    private int checkValue;
    private int checkDigits;

    /** What the key is for; null when the message does not say it. */
    LinkKeyKind kind(KeyExchangeConfig rule, MessageDecoder message) {
        if (rule.kind() != null || !message.has(KIND_ELEMENT)) {
            return rule.kind();
        }
        message.copyText(KIND_ELEMENT, text, 0);
        final int code = text.getByte(0) - '1';
        return LinkKeyKind.isCode(code) ? LinkKeyKind.of(code) : null;
    }

    /** Whether there is a key, and behind it the check value that the rule asks for. */
    boolean read(KeyExchangeConfig rule, MessageDecoder message) {
        key = null;
        final int element = rule.element();
        if (2 * message.valueLength(element) > LONGEST_FIELD) {
            return false;
        }
        final int end = START + message.copyText(element, text, START);
        final int at = START + rule.from();
        final int length = at < end ? length(rule, at, end) : NONE;
        if (length != NONE && readCheckValue(at + length, rule.checkDigits(), end)) {
            key = isBare(at) ? named(at, length) : HsmKey.of(text, at, length);
        }
        text.setMemory(0, end, (byte) 0);
        return key != null;
    }

    private boolean isBare(int at) {
        return Character.digit(text.getByte(at), 16) != NONE;
    }

    private int length(KeyExchangeConfig rule, int at, int end) {
        if (isBare(at)) {
            return rule.keyDigits();
        }
        return switch (text.getByte(at)) {
            case 'U', 'X' -> 1 + KeyExchangeConfig.DOUBLE_KEY;
            case 'T', 'Y' -> 1 + KeyExchangeConfig.TRIPLE_KEY;
            case 'S', 'R' -> blockLength(at, end);
            default -> NONE;
        };
    }

    private int blockLength(int at, int end) {
        int length = 0;
        for (int i = at + LENGTH_AT; i < at + LENGTH_AT + LENGTH_DIGITS; i++) {
            final int digit = i < end ? Character.digit(text.getByte(i), 10) : NONE;
            if (digit == NONE) {
                return NONE;
            }
            length = length * 10 + digit;
        }
        return 1 + length;
    }

    /** Host commands know no such key without the letter of its scheme: plain ECB, ANSI X9.17. */
    private HsmKey named(int at, int length) {
        text.putByte(at - 1, (byte) (length == KeyExchangeConfig.DOUBLE_KEY ? 'X' : 'Y'));
        return HsmKey.of(text, at - 1, 1 + length);
    }

    private boolean readCheckValue(int at, int digits, int end) {
        checkDigits = Math.min(digits, COMPARED_DIGITS);
        checkValue = 0;
        if (at + digits > end) {
            return false;
        }
        for (int i = at; i < at + checkDigits; i++) {
            final int digit = Character.digit(text.getByte(i), 16);
            if (digit == NONE) {
                return false;
            }
            checkValue = checkValue << DIGIT_BITS | digit;
        }
        return true;
    }

    /** The new key under the zone's key. */
    HsmKey key() {
        return key;
    }

    /** Digits of {@link #checkValue} that came, at most six; 0 for none. */
    int checkDigits() {
        return checkDigits;
    }

    /** The first digits of the key's check value, as a number. */
    int checkValue() {
        return checkValue;
    }

    /** Whether three bytes of a check value, as the HSM tells them, begin with those that came. */
    static boolean agree(int told, int digits, int came) {
        return told >>> DIGIT_BITS * (COMPARED_DIGITS - digits) == came || digits == 0;
    }
}
