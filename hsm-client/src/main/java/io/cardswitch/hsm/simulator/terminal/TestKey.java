package io.cardswitch.hsm.simulator.terminal;

import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.keyblock.KeyBlock;
import io.cardswitch.hsm.simulator.device.Device;
import io.cardswitch.hsm.simulator.device.DeviceConfig;

import java.nio.charset.StandardCharsets;

/** Opens key blocks under the published test LMKs, as only a simulation may. */
final class TestKey {
    private static final int LETTER = 1;

    private TestKey() {}

    /**
     * The clear key; null of null.
     *
     * @throws IllegalArgumentException when the block is under another LMK
     */
    static byte[] open(HsmKey key) {
        if (key == null) {
            return null;
        }
        final byte[] characters = new byte[key.length() - LETTER];
        key.characters().getBytes(LETTER, characters);
        final String block = new String(characters, StandardCharsets.US_ASCII);
        try (Device device = new Device(DeviceConfig.DEFAULT);
                KeyBlock opened = KeyBlock.unwrap(device.blockLmk(block.charAt(0)), block)) {
            return opened.key().clone();
        } catch (final CryptoException e) {
            throw new IllegalArgumentException("a key is not under the test LMK", e);
        }
    }

    /** What must not go wrong with keys that were opened and figures that were checked. */
    static IllegalStateException broken(CryptoException cause) {
        return new IllegalStateException("test card cannot be made: " + cause.error(), cause);
    }
}
