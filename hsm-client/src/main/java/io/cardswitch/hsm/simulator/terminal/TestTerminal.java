package io.cardswitch.hsm.simulator.terminal;

import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.crypto.BlockCipher;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Iso9797Mac;
import io.cardswitch.hsm.crypto.Iso9797Padding;
import io.cardswitch.hsm.crypto.pin.AccountField;
import io.cardswitch.hsm.crypto.pin.ClearPinBlock;
import io.cardswitch.hsm.crypto.pin.PinBlockFormat;

/**
 * A terminal's keypad and its MACs, for tests. Its keys are under the published test LMKs. Not
 * thread-safe.
 */
public final class TestTerminal {
    private final byte[] pinEncryption;
    private final byte[] authentication;

    /** Keys: PIN blocks, MACs; null for what it does not do. */
    public TestTerminal(HsmKey pinKey, HsmKey macKey) {
        pinEncryption = TestKey.open(pinKey);
        authentication = TestKey.open(macKey);
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

    /** DE64 or DE128: ISO 9797-1 algorithm 3, padding 1, over the message in front of it. */
    public byte[] mac(byte[] message) {
        try {
            return Iso9797Mac.algorithm3(
                    authentication,
                    new byte[BlockCipher.TDES_BLOCK],
                    Iso9797Padding.METHOD_1.pad(message, BlockCipher.TDES_BLOCK));
        } catch (final CryptoException e) {
            throw TestKey.broken(e);
        }
    }
}
