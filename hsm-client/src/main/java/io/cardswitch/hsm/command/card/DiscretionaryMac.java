package io.cardswitch.hsm.command.card;

import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;

import org.agrona.DirectBuffer;

/**
 * Issuer discretionary data of a card and the MAC that the card put behind it.
 *
 * @param key issuer master key for script integrity (MK-SMI)
 * @param mac four bytes
 * @param data padded as its scheme says: the whole capacity
 */
public record DiscretionaryMac(HsmKey key, int mac, DirectBuffer data) {
    private static final int MAX_LENGTH = 255;

    HsmRequest append(HsmRequest request) {
        final int length = data.capacity();
        return request.binary(mac, Integer.BYTES)
                .require(length > 0 && length <= MAX_LENGTH, HsmField.MESSAGE)
                .hex(HsmField.MESSAGE, length, 2)
                .append(data, 0, length);
    }
}
