package io.cardswitch.iso8583.convert;

import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageSpec;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The message being converted, its values as characters. Never allocates; not thread-safe. */
final class Incoming {
    private static final int REVERSAL = 4;

    private static final int MAX_SCRATCH = 64;

    /** Version of the outgoing message. */
    final int toVersion;

    private final int version;
    private final UnsafeBuffer text =
            new UnsafeBuffer(new byte[2 * MessageSpec.MAX_MESSAGE_LENGTH]);
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[MAX_SCRATCH]);
    private final Losses losses;
    private MessageDecoder message;
    private int today;

    /** Of the value read last. */
    private int length;

    Incoming(int version, int toVersion, Losses losses) {
        this.version = version;
        this.toVersion = toVersion;
        this.losses = losses;
    }

    /**
     * Takes up a valid message.
     *
     * @param today as 20261122, for dates without a year
     */
    void wrap(MessageDecoder message, int today) {
        this.message = message;
        this.today = today;
    }

    int version() {
        return version;
    }

    int mti() {
        return message.mti();
    }

    /** Second digit of the message type. */
    int messageClass() {
        return message.mti() >> 8 & 0xF;
    }

    boolean isReversal() {
        return messageClass() == REVERSAL;
    }

    int today() {
        return today;
    }

    boolean has(int de) {
        return message.has(de);
    }

    /** An element is said elsewhere. */
    void say(int de) {
        losses.say(de);
    }

    /** An element, or a part of it, is left out. */
    void lose(int de, Losses.Reason reason) {
        losses.lose(de, reason);
    }

    /** An element is said less exactly than it was. */
    void blur(int de) {
        losses.blur(de);
    }

    /** Room for a few characters. */
    UnsafeBuffer scratch() {
        return scratch;
    }

    /** Reads a value for the calls below; leaves its characters, -1 when it is not there. */
    int read(int de) {
        length = message.has(de) ? message.copyText(de, text, 0) : -1;
        return length;
    }

    /** Of the value read last. */
    int length() {
        return length;
    }

    /** The value read last. */
    UnsafeBuffer value() {
        return text;
    }

    /** A character of the value read last. */
    int character(int index) {
        return text.getByte(index);
    }

    /** Copies part of the value read last; leaves the index behind it. */
    int copy(int from, int count, MutableDirectBuffer out, int at) {
        out.putBytes(at, text, from, count);
        return at + count;
    }

    /** Whether a part of the value read last is digits. */
    boolean isDigits(int from, int count) {
        if (from + count > length) return false;
        for (int i = from; i < from + count; i++) {
            if (text.getByte(i) < '0' || text.getByte(i) > '9') return false;
        }
        return true;
    }

    /** Number in a part of the value read last that is digits. */
    long number(int from, int count) {
        long value = 0;
        for (int i = from; i < from + count; i++) {
            value = value * 10 + text.getByte(i) - '0';
        }
        return value;
    }

    /** Fills with zeros; leaves the index behind them. */
    static int zeros(int count, MutableDirectBuffer out, int at) {
        out.setMemory(at, count, (byte) '0');
        return at + count;
    }

    /** Whether a number has at most so many digits. */
    static boolean fits(long value, int digits) {
        long rest = value;
        for (int i = 0; i < digits; i++) {
            rest /= 10;
        }
        return rest == 0;
    }

    /** So many digits of a number, leading zeros included; leaves the index behind them. */
    static int digits(long value, int count, MutableDirectBuffer out, int at) {
        long rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            out.putByte(i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        return at + count;
    }
}
