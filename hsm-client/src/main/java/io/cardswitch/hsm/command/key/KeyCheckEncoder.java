package io.cardswitch.hsm.command.key;

import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmRequest.Repeat;
import io.cardswitch.hsm.command.TypedKey;

/**
 * Check values, and keys from the LMK before.
 *
 * <pre>
 *  BU  FF | length flag | key | ;type | ;00 check type         BU  code | length flag | key
 *  KA  key | code | [;ZZ1]
 *  BW  FF | length flag | key | ;type | ;0 scheme 0
 * </pre>
 *
 * <p>Length flag: 0 single, 1 double, 2 triple, F key block.
 */
public final class KeyCheckEncoder {
    private static final String ANY_TYPE = "FF";
    private static final int CODE_LENGTH = 2;
    private static final int SINGLE_DIGITS = 17;
    private static final int DOUBLE_DIGITS = 33;

    private KeyCheckEncoder() {}

    /**
     * BU: check value of a key of any type.
     *
     * @param isShort six digits, not 16
     */
    public static HsmRequest checkValue(HsmRequest request, TypedKey key, boolean isShort) {
        appendKey(request.begin("BU", Repeat.SAFE), key);
        return request.text(";00").text(isShort ? "1" : "0");
    }

    /** BU: check value of 16 digits, of a key of these types: 00 ZMK, 01 ZPK, 02 TPK, 03 TAK. */
    public static HsmRequest checkValue(HsmRequest request, String typeCode, HsmKey key) {
        return request.begin("BU", Repeat.SAFE)
                .code(HsmField.KEY_TYPE, typeCode, CODE_LENGTH)
                .text(lengthFlag(key))
                .key(HsmField.KEY, key);
    }

    /** KA: the older form of {@code BU}. */
    public static HsmRequest oldCheckValue(
            HsmRequest request, HsmKey key, String typeCode, boolean isShort) {
        return request.begin("KA", Repeat.SAFE)
                .key(HsmField.KEY, key)
                .code(HsmField.KEY_TYPE, typeCode, CODE_LENGTH)
                .text(isShort ? ";ZZ1" : "");
    }

    /** BW: a key from the LMK before to the present one, in a scheme. */
    public static HsmRequest fromOldLmk(HsmRequest request, TypedKey key, char scheme) {
        appendKey(request.begin("BW", Repeat.SAFE), key);
        return request.text(";0").choice(HsmField.KEY_SCHEME, scheme, KeyTarget.SCHEMES).text("0");
    }

    private static void appendKey(HsmRequest request, TypedKey key) {
        request.text(ANY_TYPE).text(lengthFlag(key.key())).key(HsmField.KEY, key.key()).text(";");
        TypedKey.appendType(request, key.type());
    }

    private static String lengthFlag(HsmKey key) {
        if (key == null || key.length() <= SINGLE_DIGITS) {
            return "0";
        }
        if (key.isBlock()) {
            return "F";
        }
        return key.length() <= DOUBLE_DIGITS ? "1" : "2";
    }
}
