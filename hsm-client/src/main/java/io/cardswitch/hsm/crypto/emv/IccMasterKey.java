package io.cardswitch.hsm.crypto.emv;

import io.cardswitch.hsm.crypto.BlockCipher;
import io.cardswitch.hsm.crypto.CryptoError;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Decimalisation;
import io.cardswitch.hsm.crypto.Digits;
import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.crypto.OddParity;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/** Derives a card's own master key from the issuer's (EMV 4.3 Book 2, A1.4). */
public final class IccMasterKey {
    private static final int INPUT_DIGITS = 16;
    private static final int OPTION_A_PAN = 16;
    private static final int MAX_PAN = 19;

    private IccMasterKey() {}

    /**
     * Option A (A1.4.1): the 16 rightmost digits of PAN and sequence number, with zeros in front.
     *
     * @param issuerKey 16 bytes
     * @param pan ASCII digits
     * @param sequence two ASCII digits, 00 when the card has none
     * @return 16 bytes of odd parity
     */
    public static byte[] optionA(byte[] issuerKey, byte[] pan, byte[] sequence)
            throws CryptoException {
        final byte[] digits = joined(pan, sequence);
        return derive(issuerKey, rightmost(digits));
    }

    /** Option B (A1.4.2): as option A up to 16 digits of PAN, else out of a hash. */
    public static byte[] optionB(byte[] issuerKey, byte[] pan, byte[] sequence)
            throws CryptoException {
        return pan.length <= OPTION_A_PAN
                ? optionA(issuerKey, pan, sequence)
                : hashed(issuerKey, pan, sequence);
    }

    /** The hashing way of option B whatever the length of the PAN, as some issuers personalise. */
    public static byte[] hashed(byte[] issuerKey, byte[] pan, byte[] sequence)
            throws CryptoException {
        final byte[] digits = joined(pan, sequence);
        final int odd = digits.length & 1;
        final byte[] packed = new byte[(digits.length + odd) / 2];
        for (int i = 0; i < digits.length; i++) {
            Hex.orNibble(packed, i + odd, digits[i] - '0');
        }
        final byte[] scanned = Decimalisation.scan(sha1(packed), INPUT_DIGITS);
        return derive(issuerKey, Digits.pack(scanned, BlockCipher.TDES_BLOCK, 0));
    }

    /** From the 8 bytes that a host packs itself: the 16 digits of option A. */
    public static byte[] ofPacked(byte[] issuerKey, byte[] packed) throws CryptoException {
        return derive(issuerKey, packed.clone());
    }

    private static byte[] joined(byte[] pan, byte[] sequence) throws CryptoException {
        if (pan.length < 1 || pan.length > MAX_PAN) {
            throw new CryptoException(CryptoError.PAN_LENGTH);
        }
        if (sequence.length != 2 || !Digits.areDigits(sequence) || !Digits.areDigits(pan)) {
            throw new CryptoException(CryptoError.PAN_NOT_NUMERIC);
        }
        final byte[] digits = new byte[pan.length + 2];
        System.arraycopy(pan, 0, digits, 0, pan.length);
        System.arraycopy(sequence, 0, digits, pan.length, 2);
        return digits;
    }

    private static byte[] rightmost(byte[] digits) {
        final byte[] packed = new byte[BlockCipher.TDES_BLOCK];
        final int used = Math.min(INPUT_DIGITS, digits.length);
        for (int i = 0; i < used; i++) {
            final int digit = digits[digits.length - used + i] - '0';
            Hex.orNibble(packed, INPUT_DIGITS - used + i, digit);
        }
        return packed;
    }

    private static byte[] derive(byte[] issuerKey, byte[] left) throws CryptoException {
        if (issuerKey.length != 16) {
            throw new CryptoException(CryptoError.KEY_LENGTH);
        }
        final byte[] key = new byte[16];
        for (int i = 0; i < 8; i++) {
            key[i] = left[i];
            key[8 + i] = (byte) ~left[i];
        }
        try (BlockCipher cipher = BlockCipher.tdes(issuerKey)) {
            cipher.encrypt(key, 0, 16, key, 0);
        }
        OddParity.adjust(key);
        return key;
    }

    private static byte[] sha1(byte[] input) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no SHA-1 in this JDK", e);
        }
    }
}
