package io.cardswitch.hsm;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * View of an answer: response code, error code, fields. Decoders open it, take its fields in wire
 * order and close it; what does not fit makes the result {@link HsmResult#MALFORMED_ANSWER}, never
 * an exception. Reusable, not thread-safe.
 *
 * <pre>
 *  0          2       4
 *  | response | error | fields ...
 * </pre>
 */
public final class HsmAnswer {
    /** Response code and error code. */
    public static final int PREFIX_LENGTH = 4;

    /** The field is not there; also every field behind one that is malformed. */
    public static final int ABSENT = -1;

    private static final int ERROR_OFFSET = 2;

    private DirectBuffer buffer = new UnsafeBuffer(0, 0);
    private int offset;
    private int at;
    private int limit;
    private HsmResult result = HsmResult.MALFORMED_ANSWER;

    /** Looks at an answer, message header excluded. */
    public HsmAnswer wrap(DirectBuffer answer, int answerOffset, int length) {
        buffer = answer;
        offset = answerOffset;
        at = answerOffset;
        limit = answerOffset + length;
        result = HsmResult.MALFORMED_ANSWER;
        return this;
    }

    /** Value of two digits. */
    static int number(String digits) {
        return (digits.charAt(0) - '0') * 10 + digits.charAt(1) - '0';
    }

    /** Whether there are response code and error code at least. */
    public boolean isPresent() {
        return limit - offset >= PREFIX_LENGTH;
    }

    /** Two characters of the response code, 0 when there is none. */
    public int responseCode() {
        return isPresent() ? pair(offset) : 0;
    }

    /** Two characters of the error code, the first in the higher byte; 0 when there is none. */
    public int errorCode() {
        return isPresent() ? pair(offset + ERROR_OFFSET) : 0;
    }

    private int pair(int index) {
        return HsmRequest.chars((char) buffer.getByte(index), (char) buffer.getByte(index + 1));
    }

    /** Offset of the response code. */
    public int offset() {
        return offset;
    }

    /** Bytes of the answer. */
    public int length() {
        return limit - offset;
    }

    /** Where the offsets of fields point. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /**
     * Starts decoding.
     *
     * @param responseCodes response codes of the decoder, two characters each
     * @return whether fields follow, that is, the device did what it was asked
     */
    public boolean open(String responseCodes) {
        return open(responseCodes, HsmResult.ERROR_NONE);
    }

    /**
     * Starts decoding.
     *
     * @param advice an error code that comes with the fields all the same, a warning
     */
    public boolean open(String responseCodes, int advice) {
        at = offset + PREFIX_LENGTH;
        if (!isPresent() || !isOneOf(responseCodes)) {
            result = HsmResult.MALFORMED_ANSWER;
        } else if (errorCode() == advice) {
            result = HsmResult.OK;
        } else {
            result = HsmResult.ofDevice(errorCode());
        }
        return result == HsmResult.OK;
    }

    private boolean isOneOf(String responseCodes) {
        final int responseCode = responseCode();
        for (int i = 0; i < responseCodes.length(); i += 2) {
            if (HsmRequest.chars(responseCodes.charAt(i), responseCodes.charAt(i + 1))
                    == responseCode) {
                return true;
            }
        }
        return false;
    }

    /** Ends decoding: the result of the command. Bytes that no field claimed are malformed. */
    public HsmResult close() {
        if (result == HsmResult.OK && at != limit) {
            result = HsmResult.MALFORMED_ANSWER;
        }
        return result;
    }

    /** Bytes not yet taken; 0 when something was malformed. */
    public int remaining() {
        return result == HsmResult.OK ? limit - at : 0;
    }

    /** Next character, 0 at the end. */
    public char peek() {
        return remaining() > 0 ? (char) (buffer.getByte(at) & 0xFF) : 0;
    }

    /** Takes bytes of any value; their offset or {@link #ABSENT}. */
    public int take(int length) {
        return length >= 0 && remaining() >= length ? advance(length) : malformed();
    }

    /** Takes hex digits; their offset or {@link #ABSENT}. */
    public int takeHex(int digits) {
        return remaining() >= digits && KeySyntax.isHex(buffer, at, digits)
                ? advance(digits)
                : malformed();
    }

    /** Takes decimal digits; their offset or {@link #ABSENT}. */
    public int takeDigits(int digits) {
        return remaining() >= digits && KeySyntax.isDecimal(buffer, at, digits)
                ? advance(digits)
                : malformed();
    }

    /** Takes a decimal number of so many digits, at most 9; {@link #ABSENT} when it is none. */
    public int takeDecimal(int digits) {
        return value(takeDigits(digits), digits, 10);
    }

    /** Takes a hex number of so many digits, at most 7; {@link #ABSENT} when it is none. */
    public int takeHexNumber(int digits) {
        return value(takeHex(digits), digits, 16);
    }

    private int value(int from, int digits, int radix) {
        if (from == ABSENT) {
            return ABSENT;
        }
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            value = value * radix + Character.digit(buffer.getByte(i), radix);
        }
        return value;
    }

    /** Copies hex digits taken before as bytes. */
    public void copyHex(int from, int digits, MutableDirectBuffer target, int at) {
        for (int i = 0; i < digits / 2; i++) {
            final int high = Character.digit(buffer.getByte(from + 2 * i), 16);
            final int low = Character.digit(buffer.getByte(from + 2 * i + 1), 16);
            target.putByte(at + i, (byte) (high << 4 | low));
        }
    }

    /** Takes a key; null when none is there. A copy, the only thing here that is allocated. */
    public HsmKey takeKey(int length) {
        final HsmKey key =
                length > 0 && remaining() >= length ? HsmKey.of(buffer, at, length) : null;
        if (key == null) {
            malformed();
        } else {
            advance(length);
        }
        return key;
    }

    /** Length of the key that comes next, 16 when it has no scheme; {@link #ABSENT} when none. */
    public int keyLength() {
        final int length = KeySyntax.length(buffer, at, remaining());
        return length == KeySyntax.UNKNOWN ? ABSENT : length;
    }

    /** Says that what comes is not what it should be. */
    public int malformed() {
        result = HsmResult.MALFORMED_ANSWER;
        return ABSENT;
    }

    private int advance(int length) {
        final int start = at;
        at += length;
        return start;
    }

    @Override
    public String toString() {
        return "HsmAnswer(" + (limit - offset) + " bytes)";
    }
}
