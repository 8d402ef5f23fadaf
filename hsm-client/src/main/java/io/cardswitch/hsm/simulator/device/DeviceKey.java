package io.cardswitch.hsm.simulator.device;

import io.cardswitch.hsm.crypto.BlockCipher;
import io.cardswitch.hsm.crypto.Cmac;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.KeyCheckValue;
import io.cardswitch.hsm.crypto.Secrets;
import io.cardswitch.hsm.crypto.keyblock.KeyBlockHeader;

/** A clear key inside the device, with its cipher made once. Prints nothing of itself. */
public final class DeviceKey implements AutoCloseable {
    private static final char AES = 'A';

    private final byte[] key;
    private final KeyBlockHeader header;
    private final char scheme;
    private BlockCipher cipher;

    /**
     * Takes a clear key over.
     *
     * @param header what a key block says of it, or null
     * @param scheme letter it came with: a key scheme, S, R, or 0 for none
     */
    public DeviceKey(byte[] key, KeyBlockHeader header, char scheme) {
        this.key = key;
        this.header = header;
        this.scheme = scheme;
    }

    /** The clear bytes themselves. */
    public byte[] bytes() {
        return key;
    }

    /** Number of bytes. */
    public int length() {
        return key.length;
    }

    /** What the key block said of it, or null. */
    public KeyBlockHeader header() {
        return header;
    }

    /** The letter it came with, or 0. */
    public char scheme() {
        return scheme;
    }

    /** Whether it is an AES key. */
    public boolean isAes() {
        return header != null && header.algorithm() == AES;
    }

    /** The cipher under this key. */
    public BlockCipher cipher() throws CryptoException {
        if (cipher == null) {
            cipher = isAes() ? BlockCipher.aes(key) : BlockCipher.tdes(key);
        }
        return cipher;
    }

    /** The check value: 8 bytes of a TDEA key, 16 of an AES key. */
    public byte[] checkValue() throws CryptoException {
        return isAes()
                ? Cmac.of(cipher(), new byte[BlockCipher.AES_BLOCK])
                : KeyCheckValue.tdes(key);
    }

    @Override
    public void close() {
        Secrets.wipe(key);
        if (cipher != null) {
            cipher.close();
        }
    }

    @Override
    public String toString() {
        return "key of " + key.length + " bytes";
    }
}
