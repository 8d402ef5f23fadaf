package io.cardswitch.hsm.simulator.pin;

import io.cardswitch.hsm.crypto.BlockCipher;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Secrets;
import io.cardswitch.hsm.crypto.pin.ClearPinBlock;
import io.cardswitch.hsm.crypto.pin.Iso4PinBlock;
import io.cardswitch.hsm.crypto.pin.PinBlockFormat;
import io.cardswitch.hsm.simulator.device.Device;
import io.cardswitch.hsm.simulator.device.DeviceKey;
import io.cardswitch.hsm.simulator.device.KeyRole;
import io.cardswitch.hsm.simulator.device.TransactionKeys;
import io.cardswitch.hsm.simulator.host.ErrorCode;
import io.cardswitch.hsm.simulator.host.HostRefusal;
import io.cardswitch.hsm.simulator.host.RequestReader;

/** A key that PIN blocks are under: a zone's, a terminal's, or one of DUKPT for one transaction. */
final class PinCipher implements AutoCloseable {
    private final BlockCipher cipher;
    private final boolean isOwned;

    private PinCipher(BlockCipher cipher, boolean isOwned) {
        this.cipher = cipher;
        this.isOwned = isOwned;
    }

    static PinCipher of(DeviceKey key) throws CryptoException {
        return new PinCipher(key.cipher(), false);
    }

    static PinCipher read(RequestReader in, Device device, KeyRole role)
            throws HostRefusal, CryptoException {
        return of(device.key(in, role));
    }

    /** A key whose type the request names: 001, 002, or FFF for a key block of either. */
    static PinCipher readTyped(RequestReader in, Device device)
            throws HostRefusal, CryptoException {
        final KeyRole role =
                switch (in.hexNumber(3)) {
                    case 0x001 -> KeyRole.ZPK;
                    case 0x002, 0xFFF -> KeyRole.TPK;
                    default -> throw ErrorCode.KEY_TYPE_CODE.refusal();
                };
        return read(in, device, role);
    }

    /** The PIN key of one transaction. */
    static PinCipher dukpt(TransactionKeys keys) throws CryptoException {
        return new PinCipher(keys.pin(), true);
    }

    boolean isAes() {
        return cipher.blockLength() == BlockCipher.AES_BLOCK;
    }

    /** Deciphers a block and reads its PIN; the caller wipes it. */
    byte[] pin(byte[] block, PinBlockFormat format, byte[] account)
            throws HostRefusal, CryptoException {
        requireFit(format);
        if (format == PinBlockFormat.ISO_4) {
            return Iso4PinBlock.decipher(cipher, block, account);
        }
        final byte[] clear = cipher.decrypt(block);
        try {
            return ClearPinBlock.decode(format, clear, account);
        } finally {
            Secrets.wipe(clear);
        }
    }

    /** Builds a block and enciphers it. */
    byte[] block(byte[] pin, PinBlockFormat format, byte[] account, Device device)
            throws HostRefusal, CryptoException {
        requireFit(format);
        if (format == PinBlockFormat.ISO_4) {
            final byte[] fill = new byte[Iso4PinBlock.FILL_LENGTH];
            device.random().nextBytes(fill);
            return Iso4PinBlock.encipher(cipher, pin, account, fill);
        }
        final byte[] fill = PinFields.fill(device, format);
        final byte[] block = ClearPinBlock.encode(format, pin, account, fill);
        cipher.encrypt(block, 0, block.length, block, 0);
        return block;
    }

    private void requireFit(PinBlockFormat format) throws HostRefusal {
        if (isAes() != (format == PinBlockFormat.ISO_4)) {
            throw ErrorCode.PIN_BLOCK_FORMAT.refusal();
        }
    }

    @Override
    public void close() {
        if (isOwned) {
            cipher.close();
        }
    }
}
