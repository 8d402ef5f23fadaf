package io.cardswitch.iso8583.tlv;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;

/**
 * Reads a field of keys and values in place, each behind its length and that behind the digit that
 * tells how many digits it has, all in ASCII: Postilion's structured data.
 *
 * <pre>
 *  | 1 | 7 | POSData | 1 | 5 | hello | 2 | 11 | CUSTOMER_ID | ...
 * </pre>
 *
 * Used as {@link TlvDecoder}; allocates only for {@link #key()}, never throws for what the bytes
 * hold, never reads outside the field, reads each byte of a key or length once. Not thread-safe.
 */
public final class KeyedDecoder {
    /** Most digits of a length; 65535 has room. */
    public static final int MAX_LENGTH_DIGITS = 5;

    /** Most digits of a key, so that no card number stands where it would be shown. */
    public static final int MAX_KEY_DIGITS = 12;

    private DirectBuffer buffer = new UnsafeBuffer(0, 0);
    private int start;
    private int end;
    private int at;
    private int entryOffset;
    private int keyOffset;
    private int keyLength;
    private int valueOffset;
    private int valueLength;
    private TlvReason reason = TlvReason.NONE;
    private int errorOffset;
    private int errorActual;
    private int errorExpected;
    private boolean isErrorInValue;

    /** Reads nothing yet. */
    public KeyedDecoder() {}

    /** Takes up the field in {@code length} bytes at {@code offset}; reads nothing yet. */
    public KeyedDecoder wrap(DirectBuffer buffer, int offset, int length) {
        buffer.boundsCheck(offset, length);
        this.buffer = buffer;
        start = offset;
        end = offset + length;
        at = offset;
        reason = TlvReason.NONE;
        return this;
    }

    /** Goes to the next key; false at the end or at the first error. */
    public boolean next() {
        if (!isSound() || at == end) return false;
        entryOffset = at;
        isErrorInValue = false;
        keyLength = readLength();
        if (keyLength < 0) return false;
        keyOffset = at;
        if (keyLength == 0) return fail(TlvReason.KEY_EMPTY, at, 0, 0);
        int digits = 0;
        for (int i = 0; i < keyLength; i++) {
            final int octet = buffer.getByte(keyOffset + i);
            if (octet <= ' ' || octet > '~') return fail(TlvReason.KEY_NOT_TEXT, at + i, 0, 0);
            if (octet >= '0' && octet <= '9') digits++;
        }
        if (digits > MAX_KEY_DIGITS) {
            return fail(TlvReason.KEY_OF_DIGITS, at, MAX_KEY_DIGITS, 0);
        }
        at += keyLength;
        isErrorInValue = true;
        valueLength = readLength();
        if (valueLength < 0) return false;
        valueOffset = at;
        at += valueLength;
        return true;
    }

    /** A length whose bytes are there, or -1 with the error noted. */
    private int readLength() {
        final int lengthAt = at;
        final int digits = at == end ? 0 : buffer.getByte(at) - '0';
        if (at == end) fail(TlvReason.LENGTH_TRUNCATED, lengthAt, 0, 0);
        else if (digits < 1 || digits > MAX_LENGTH_DIGITS) {
            fail(TlvReason.LENGTH_NOT_COUNTED, lengthAt, MAX_LENGTH_DIGITS, 0);
        } else if (digits > end - at - 1) fail(TlvReason.LENGTH_TRUNCATED, lengthAt, 0, 0);
        if (!isSound()) return -1;
        final int length = Numerals.ASCII.read(buffer, at + 1, digits);
        at += 1 + digits;
        if (length < 0) fail(TlvReason.LENGTH_NOT_DIGITS, lengthAt + 1, 0, 0);
        else if (length > end - at) {
            fail(TlvReason.VALUE_TRUNCATED, lengthAt, length, end - at);
        }
        return isSound() ? length : -1;
    }

    private boolean fail(TlvReason reason, int offset, int actual, int expected) {
        this.reason = reason;
        errorOffset = offset - start;
        errorActual = actual;
        errorExpected = expected;
        return false;
    }

    /** The current key; builds a String. */
    public String key() {
        final byte[] octets = new byte[keyLength];
        buffer.getBytes(keyOffset, octets);
        return new String(octets, StandardCharsets.US_ASCII);
    }

    /** Index in the buffer of the first byte that belongs to the current key: of its length. */
    public int offset() {
        return entryOffset;
    }

    /** Index in the buffer of the value's first byte. */
    public int valueOffset() {
        return valueOffset;
    }

    /** Bytes of the value. */
    public int valueLength() {
        return valueLength;
    }

    /** Whether no error has been met so far. */
    public boolean isSound() {
        return reason == TlvReason.NONE;
    }

    /** First error met, NONE as long as there is none. */
    public TlvReason reason() {
        return reason;
    }

    /** Offset of the first error from the start of the field. */
    public int errorOffset() {
        return errorOffset;
    }

    /** Key whose value has the first error; empty where it is in a key. */
    public String errorPath() {
        return isErrorInValue ? key() : "";
    }

    /** The first error in words, without any value; for people. */
    public String errorText() {
        return reason.describe(errorActual, errorExpected);
    }
}
