package io.cardswitch.hsm.simulator.terminal;

import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.crypto.BlockCipher;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.pin.AccountField;
import io.cardswitch.hsm.crypto.pin.ClearPinBlock;
import io.cardswitch.hsm.crypto.pin.PinBlockFormat;

/** A terminal's keypad, for tests. Its key is under the published test LMK. Not thread-safe. */
public final class TestTerminal {
    private final byte[] pinEncryption;

    /** Encrypts under this key. */
    public TestTerminal(HsmKey pinKey) {
        pinEncryption = TestKey.open(pinKey);
    }

    /**
     * DE52: what was typed, as a block of ISO format 0 under the terminal's key.
     *
     * @param digits of the card, ASCII
     * @param typed ASCII digits
     */
    public byte[] pinBlock(byte[] digits, byte[] typed) {
        try (BlockCipher cipher = BlockCipher.tdes(pinEncryption)) {
            return cipher.encrypt(
                    ClearPinBlock.encode(
                            PinBlockFormat.ISO_0, typed, AccountField.ofPan(digits), null));
        } catch (final CryptoException e) {
            throw TestKey.broken(e);
        }
    }
}
