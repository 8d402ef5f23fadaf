package io.cardswitch.hsm.command;

import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;

/**
 * A key and its key type code: commands that work with several kinds of key are told which it is.
 *
 * @param type three hex digits, such as {@link #ZPK}; {@link #BLOCK} under a key-block LMK
 * @param key encrypted under the LMK
 */
public record TypedKey(String type, HsmKey key) {
    /** Zone PIN key. */
    public static final String ZPK = "001";

    /** Terminal PIN key, terminal master key, PIN verification key. */
    public static final String TPK = "002";

    /** Terminal authentication key. */
    public static final String TAK = "003";

    /** Zone authentication key. */
    public static final String ZAK = "008";

    /** Data encryption key. */
    public static final String DEK = "00B";

    /** The key block says what it is. */
    public static final String BLOCK = "FFF";

    private static final int TYPE_LENGTH = 3;

    /** Appends a key type code. */
    public static HsmRequest appendType(HsmRequest request, String type) {
        return request.code(HsmField.KEY_TYPE, type, TYPE_LENGTH);
    }

    /** Appends type and key. */
    public HsmRequest append(HsmRequest request, HsmField field) {
        return appendType(request, type).key(field, key);
    }
}
