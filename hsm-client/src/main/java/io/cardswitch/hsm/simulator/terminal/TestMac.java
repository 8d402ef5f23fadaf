package io.cardswitch.hsm.simulator.terminal;

import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Iso9797Mac;
import io.cardswitch.hsm.crypto.Iso9797Padding;

/** A terminal's retail MACs, for tests. Its key is under the published test LMK. */
public final class TestMac {
    private static final int BLOCK = 8;
    private static final byte[] NO_VECTOR = new byte[BLOCK];

    private final byte[] authentication;

    /** Computes under this key. */
    public TestMac(HsmKey macKey) {
        authentication = TestKey.open(macKey);
    }

    /** Eight octets over a message. */
    public byte[] of(byte[] message) {
        try {
            return Iso9797Mac.algorithm3(
                    authentication, NO_VECTOR, Iso9797Padding.METHOD_1.pad(message, BLOCK));
        } catch (final CryptoException e) {
            throw TestKey.broken(e);
        }
    }
}
