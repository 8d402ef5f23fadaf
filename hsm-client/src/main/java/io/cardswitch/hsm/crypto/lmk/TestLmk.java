package io.cardswitch.hsm.crypto.lmk;

import io.cardswitch.hsm.crypto.Hex;

/**
 * The vendor's published test LMKs. They are known to everybody: keys under them protect nothing,
 * and every test bench has some.
 */
public final class TestLmk {
    private static final String[] PAIRS = {
        "01010101010101017902CD1FD36EF8BA",
        "20202020202020203131313131313131",
        "40404040404040405151515151515151",
        "61616161616161617070707070707070",
        "80808080808080809191919191919191",
        "A1A1A1A1A1A1A1A1B0B0B0B0B0B0B0B0",
        "C1C1010101010101D0D0010101010101",
        "E0E0010101010101F1F1010101010101",
        "1C587F1C13924FEF0101010101010101",
        "01010101010101010101010101010101",
        "02020202020202020404040404040404",
        "07070707070707071010101010101010",
        "13131313131313131515151515151515",
        "16161616161616161919191919191919",
        "1A1A1A1A1A1A1A1A1C1C1C1C1C1C1C1C",
        "23232323232323232525252525252525",
        "26262626262626262929292929292929",
        "2A2A2A2A2A2A2A2A2C2C2C2C2C2C2C2C",
        "2F2F2F2F2F2F2F2F3131313131313131",
        "01010101010101010101010101010101"
    };

    private static final String TDES_KEY_BLOCK = "0123456789ABCDEF8080808080808080FEDCBA9876543210";

    private static final String AES_KEY_BLOCK =
            "9B71333A13F9FAE72F9D0E2DAB4AD6784718012F9244033F3F26A2DE0C8AA11A";

    private TestLmk() {}

    /** The test LMK in variant form. */
    public static VariantLmk variant() {
        final byte[][] pairs = new byte[VariantLmk.PAIRS][];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = Hex.decode(PAIRS[i]);
        }
        return new VariantLmk(pairs);
    }

    /** The test LMK for key blocks under TDEA, 24 bytes. */
    public static byte[] tdesKeyBlock() {
        return Hex.decode(TDES_KEY_BLOCK);
    }

    /** The test LMK for key blocks under AES, 32 bytes. */
    public static byte[] aesKeyBlock() {
        return Hex.decode(AES_KEY_BLOCK);
    }
}
