package io.cardswitch.hsm.command.key;

import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmRequest;

/**
 * The group of options behind the older key commands: {@code ;} and three characters.
 *
 * @param transportScheme form under the transport key, or 0 where the key stays under the LMK
 * @param lmkScheme form under the LMK, or 0 where the key leaves it
 * @param checkType 0 for check values of 16 digits, 1 for 6
 */
public record KeyOptions(char transportScheme, char lmkScheme, char checkType) {
    /** No options: the device's defaults. */
    public static final KeyOptions NONE = new KeyOptions('\0', '\0', '\0');

    HsmRequest append(HsmRequest request) {
        return equals(NONE)
                ? request
                : request.text(";")
                        .choice(HsmField.KEY_SCHEME, transportScheme, "0ZUXTYS")
                        .choice(HsmField.KEY_SCHEME, lmkScheme, "0ZUXTYS")
                        .choice(HsmField.KEY_SCHEME, checkType, "01");
    }
}
