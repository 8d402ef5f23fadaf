package io.cardswitch.hsm.command.card;

import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a chip card sent (EMV Book 2, 8), and the key to verify it. Reusable: every field is set for
 * each transaction. Not thread-safe.
 */
public final class Cryptogram {
    private static final int MAX_MESSAGE_LENGTH = 255;
    private static final int COUNTER_LIMIT = 0xFFFF;

    private char scheme;
    private HsmKey key;
    private long cardSequence;
    private int counter;
    private int unpredictable;
    private DirectBuffer message = new UnsafeBuffer(0, 0);
    private long value;

    /** How session keys are made: a digit that means another thing in KQ than in KW. */
    public Cryptogram scheme(char character) {
        scheme = character;
        return this;
    }

    /** Issuer master key for application cryptograms. */
    public Cryptogram key(HsmKey masterKey) {
        key = masterKey;
        return this;
    }

    /** 16 rightmost digits of card number and sequence number, packed. */
    public Cryptogram cardSequence(long packed) {
        cardSequence = packed;
        return this;
    }

    /** Application transaction counter, tag 9F36. */
    public Cryptogram counter(int atc) {
        counter = atc;
        return this;
    }

    /** Unpredictable number, tag 9F37; of KQ only. */
    public Cryptogram unpredictable(int number) {
        unpredictable = number;
        return this;
    }

    /** What the cryptogram covers, padded as its scheme says: the whole capacity. */
    public Cryptogram message(DirectBuffer bytes) {
        message = bytes;
        return this;
    }

    /** The cryptogram, tag 9F26. */
    public Cryptogram value(long bytes) {
        value = bytes;
        return this;
    }

    HsmRequest appendScheme(HsmRequest request, String mode, String schemes) {
        return request.text(mode).choice(HsmField.SCHEME, scheme, schemes).key(HsmField.KEY, key);
    }

    HsmRequest appendCard(HsmRequest request) {
        request.binary(cardSequence, Long.BYTES)
                .require(counter >= 0 && counter <= COUNTER_LIMIT, HsmField.TRANSACTION_COUNTER);
        return request.binary(counter, Short.BYTES);
    }

    HsmRequest appendUnpredictable(HsmRequest request) {
        return request.binary(unpredictable, Integer.BYTES);
    }

    HsmRequest appendMessage(HsmRequest request) {
        final int length = message.capacity();
        return request.require(length > 0 && length <= MAX_MESSAGE_LENGTH, HsmField.MESSAGE)
                .hex(HsmField.MESSAGE, length, 2)
                .append(message, 0, length)
                .text(";");
    }

    HsmRequest appendValue(HsmRequest request) {
        return request.binary(value, Long.BYTES);
    }

    /** Forgets card and cryptogram. */
    public void wipe() {
        cardSequence = 0;
        unpredictable = 0;
        value = 0;
    }

    @Override
    public String toString() {
        return "Cryptogram(scheme " + scheme + ")";
    }
}
