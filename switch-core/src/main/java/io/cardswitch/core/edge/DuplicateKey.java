package io.cardswitch.core.edge;

import io.cardswitch.core.edge.element.MessageVersion;
import io.cardswitch.core.edge.element.OriginalElements;
import io.cardswitch.core.edge.element.TraceNumber;
import io.cardswitch.iso8583.codec.MessageDecoder;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Names a transaction by who asked for it and when: link, DE32, DE41, DE42, DE11, its time, MTI
 * class and DE3, hashed to 128 bits. The time is DE7 (else DE13 and DE12) in 1987, DE12 (else DE7)
 * since 1993, as the reversals of each version name it. Values are normalised (numbers, ASCII text,
 * absent is zero), so that DE90 of a reversal, where the standard pads DE32 with zeros, yields the
 * key of its original. The hash spreads; it is not a secret. Not thread-safe.
 */
final class DuplicateKey {
    /** Characters of DE42 that the key is made of, and in version 2003. */
    static final int MERCHANT_LENGTH = 16;

    static final int MERCHANT_LENGTH_2003 = 48;

    private static final int TERMINAL = 41;
    private static final int MERCHANT = 42;
    private static final int TERMINAL_AT = 0;
    private static final int MERCHANT_AT = 16;
    // Arbitrary and frozen: journals hold keys that were made with them.
    private static final long SEED_HIGH = 0x243F_6A88_85A3_08D3L;
    private static final long SEED_LOW = 0x1319_8A2E_0370_7344L;

    private final byte[] text = new byte[MERCHANT_AT + MERCHANT_LENGTH_2003];
    private final UnsafeBuffer textView = new UnsafeBuffer(text);
    private long high;
    private long low;

    /** Computes the key of a request; DE3, DE11 and its time are present. */
    void ofRequest(int linkId, MessageDecoder request, int messageClass) {
        final long time = OriginalElements.time(request);
        compute(linkId, request, messageClass, request.number(11), time, acquirer(request));
    }

    /**
     * Computes the key of the original that a reversal names. Parts that are zero were unknown or
     * absent: the reversal's own elements stand in, which repeat those of the original.
     */
    void ofOriginal(int linkId, MessageDecoder reversal, int messageClass) {
        final long namedStan = OriginalElements.stan(reversal);
        final long stan = namedStan == 0 ? reversal.number(11) : namedStan;
        final long time = OriginalElements.originalTime(reversal);
        final long namedAcquirer = OriginalElements.acquirer(reversal);
        final long acquirer = namedAcquirer == 0 ? acquirer(reversal) : namedAcquirer;
        compute(linkId, reversal, messageClass, stan, time, acquirer);
    }

    /** First half of the last key. */
    long high() {
        return high;
    }

    /** Second half of the last key. */
    long low() {
        return low;
    }

    private void compute(
            int linkId,
            MessageDecoder message,
            int messageClass,
            long stan,
            long time,
            long acquirer) {
        Arrays.fill(text, (byte) 0);
        if (message.has(TERMINAL)) {
            message.copyText(TERMINAL, textView, TERMINAL_AT);
        }
        if (message.has(MERCHANT)) {
            message.copyText(MERCHANT, textView, MERCHANT_AT);
        }
        high = SEED_HIGH;
        low = SEED_LOW;
        mix(
                (long) linkId << 48
                        | (long) messageClass << 44
                        | message.number(3) << 20
                        | TraceNumber.lower(stan));
        mix(time);
        mix(acquirer);
        mix(textView.getLong(TERMINAL_AT, ByteOrder.LITTLE_ENDIAN));
        mix(textView.getLong(MERCHANT_AT, ByteOrder.LITTLE_ENDIAN));
        mix(textView.getLong(MERCHANT_AT + 8, ByteOrder.LITTLE_ENDIAN));
        // Behind the rest, so that the keys of terminals of eight characters stay what they were.
        mix(textView.getLong(TERMINAL_AT + 8, ByteOrder.LITTLE_ENDIAN));
        if (MessageVersion.is2003(message)) {
            mix(TraceNumber.upper(stan));
            for (int i = MERCHANT_LENGTH; i < MERCHANT_LENGTH_2003; i += Long.BYTES) {
                mix(textView.getLong(MERCHANT_AT + i, ByteOrder.LITTLE_ENDIAN));
            }
        }
    }

    /**
     * Takes in 64 bits. A permutation of the 128-bit state for every word and injective in the
     * word, so two keys that differ in one word never meet, and others by chance alone.
     */
    private void mix(long word) {
        long bits = high ^ word;
        bits = (bits ^ bits >>> 32) * 0xD6E8_FEB8_6659_FD93L;
        bits = (bits ^ bits >>> 32) * 0xD6E8_FEB8_6659_FD93L;
        bits ^= bits >>> 32;
        high = bits + low;
        low = Long.rotateLeft(low, 29) * 0x9E37_79B9_7F4A_7C15L + high;
    }

    private static long acquirer(MessageDecoder message) {
        return message.has(32) ? message.number(32) : 0;
    }
}
