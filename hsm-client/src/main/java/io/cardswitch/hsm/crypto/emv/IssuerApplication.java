package io.cardswitch.hsm.crypto.emv;

import io.cardswitch.hsm.crypto.CryptoError;
import io.cardswitch.hsm.crypto.CryptoException;

import java.util.Arrays;

/**
 * What tag 9F10 tells an issuer: cryptogram version and card verification results. Knows the
 * layouts of Visa (length 06, and 1F for format 2), of CCD (EMV 4.3 Book 3, C7) and of M/Chip.
 *
 * @param version the cryptogram version number, or the common core identifier of a CCD card
 * @param derivationIndex the derivation key index
 * @param verificationResults the CVR
 */
public record IssuerApplication(int version, int derivationIndex, byte[] verificationResults) {
    private static final int VISA_LENGTH = 0x06;
    private static final int VISA_FORMAT_2 = 0x1F;
    private static final int CCD = 0x0F;
    private static final int CCD_LENGTH = 32;

    /**
     * Reads the value of tag 9F10.
     *
     * @throws CryptoException VALUE_TRUNCATED when it is shorter than its layout
     */
    public static IssuerApplication parse(byte[] value) throws CryptoException {
        final int first = value.length == 0 ? -1 : value[0];
        if (first == VISA_LENGTH) {
            return new IssuerApplication(at(value, 2), at(value, 1), range(value, 3, 4));
        }
        if (first == VISA_FORMAT_2 || first == CCD && value.length == CCD_LENGTH) {
            return new IssuerApplication(at(value, 1), at(value, 2), range(value, 3, 5));
        }
        return new IssuerApplication(at(value, 1), at(value, 0), range(value, 2, 6));
    }

    private static int at(byte[] value, int index) throws CryptoException {
        return range(value, index, 1)[0] & 0xFF;
    }

    private static byte[] range(byte[] value, int offset, int length) throws CryptoException {
        if (offset + length > value.length) {
            throw new CryptoException(CryptoError.VALUE_TRUNCATED);
        }
        return Arrays.copyOfRange(value, offset, offset + length);
    }
}
