package io.cardswitch.iso8583.tlv;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes a field of keys and values as {@link KeyedDecoder} reads it, lengths as short as they can
 * be: {@code wrap}, {@code put}, {@code finish}. Never writes behind its limit. What has no room,
 * and a key that could not be read again, makes {@code finish} answer {@link #REFUSED}.
 */
public final class KeyedEncoder {
    /** Answer of {@link #finish()} when a key or value was refused. */
    public static final int REFUSED = -1;

    private final KeyedDecoder check = new KeyedDecoder();
    private MutableDirectBuffer buffer = new UnsafeBuffer(0, 0);
    private int start;
    private int limit;
    private int at;
    private TlvReason reason = TlvReason.NONE;
    private String errorText = "";

    /** Writes nothing yet. */
    public KeyedEncoder() {}

    /** Writes from {@code offset}, never at or behind {@code limit}. */
    public KeyedEncoder wrap(MutableDirectBuffer buffer, int offset, int limit) {
        buffer.boundsCheck(offset, limit - offset);
        this.buffer = buffer;
        this.limit = limit;
        start = offset;
        at = offset;
        reason = TlvReason.NONE;
        errorText = "";
        return this;
    }

    /** Appends a key and its value, both in ASCII. */
    public KeyedEncoder put(byte[] key, byte[] value) {
        if (reason != TlvReason.NONE) return this;
        final int room = counted(key) + counted(value);
        if (room > limit - at) return refuse(TlvReason.NO_ROOM, room, limit - at);
        final int keyAt = at;
        put(key);
        put(value);
        check.wrap(buffer, keyAt, at - keyAt);
        if (!check.next()) {
            reason = check.reason();
            errorText = check.errorText();
        }
        return this;
    }

    /** Bytes written, or {@link #REFUSED}. */
    public int finish() {
        return reason == TlvReason.NONE ? at - start : REFUSED;
    }

    /** First refusal, NONE when there was none. */
    public TlvReason reason() {
        return reason;
    }

    /** The first refusal in words; for people. */
    public String errorText() {
        return errorText;
    }

    private static int counted(byte[] octets) {
        return 1 + digits(octets.length) + octets.length;
    }

    private static int digits(int length) {
        int digits = 1;
        while (digits < KeyedDecoder.MAX_LENGTH_DIGITS && length > Numerals.ASCII.highest(digits)) {
            digits++;
        }
        return digits;
    }

    private void put(byte[] octets) {
        final int digits = digits(octets.length);
        buffer.putByte(at, (byte) ('0' + digits));
        Numerals.ASCII.write(octets.length, buffer, at + 1, digits);
        buffer.putBytes(at + 1 + digits, octets);
        at += 1 + digits + octets.length;
    }

    private KeyedEncoder refuse(TlvReason reason, int actual, int expected) {
        this.reason = reason;
        errorText = reason.describe(actual, expected);
        return this;
    }
}
