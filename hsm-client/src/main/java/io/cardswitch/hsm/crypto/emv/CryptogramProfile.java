package io.cardswitch.hsm.crypto.emv;

import io.cardswitch.hsm.crypto.CryptoError;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Iso9797Padding;

/**
 * How the schemes combine session key, padding and response: what a cryptogram version number (CVN)
 * stands for. The code is the name used by commands and configuration.
 */
public enum CryptogramProfile {
    /**
     * Visa CVN10 and CVN17 (VIS 1.5, D): the card's key itself, zeros as padding, ARPC method 1.
     */
    VISA_CVN10("visa-cvn10", Iso9797Padding.METHOD_1),
    /** Visa CVN18 (VIS 1.6): EMV common session key, ARPC method 2. */
    VISA_CVN18("visa-cvn18", Iso9797Padding.METHOD_2),
    /** Visa CVN22: as CVN18, with the longer issuer application data. */
    VISA_CVN22("visa-cvn22", Iso9797Padding.METHOD_2),
    /** Mastercard M/Chip CVN16 and 17: SKD, ARPC method 1 under the card's key. */
    MCHIP_SKD("mchip-skd", Iso9797Padding.METHOD_2),
    /** Mastercard CVN20 and 21, CPA and CCD: EMV common session key for both. */
    EMV_CSK("emv-csk", Iso9797Padding.METHOD_2);

    private final String code;
    private final Iso9797Padding padding;

    CryptogramProfile(String code, Iso9797Padding padding) {
        this.code = code;
        this.padding = padding;
    }

    /** The profile of this name, or null. */
    public static CryptogramProfile of(String code) {
        for (final CryptogramProfile profile : values()) {
            if (profile.code.equals(code)) return profile;
        }
        return null;
    }

    /** How the input of the cryptogram is filled up. */
    public Iso9797Padding padding() {
        return padding;
    }

    /** The key of the cryptogram: a copy of the card's key, or a session key out of it. */
    public byte[] cryptogramKey(byte[] iccMasterKey, byte[] atc, byte[] unpredictable)
            throws CryptoException {
        return switch (this) {
            case VISA_CVN10 -> iccMasterKey.clone();
            case MCHIP_SKD -> SessionKey.mastercard(iccMasterKey, atc, unpredictable);
            case VISA_CVN18, VISA_CVN22, EMV_CSK -> SessionKey.commonOfCounter(iccMasterKey, atc);
        };
    }

    /** The ARPC of method 1. */
    public byte[] arpcMethod1(byte[] iccMasterKey, byte[] sessionKey, byte[] arqc, byte[] code)
            throws CryptoException {
        final boolean isUnderMaster = this == VISA_CVN10 || this == MCHIP_SKD;
        return Arpc.method1(isUnderMaster ? iccMasterKey : sessionKey, arqc, code);
    }

    /**
     * The ARPC of method 2.
     *
     * @throws CryptoException METHOD_NOT_SUPPORTED when the scheme has no session key to use
     */
    public byte[] arpcMethod2(byte[] sessionKey, byte[] arqc, byte[] csu, byte[] proprietary)
            throws CryptoException {
        if (this == VISA_CVN10 || this == MCHIP_SKD) {
            throw new CryptoException(CryptoError.METHOD_NOT_SUPPORTED);
        }
        return Arpc.method2(sessionKey, arqc, csu, proprietary);
    }
}
