package io.cardswitch.hsm.command.key;

import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmRequest;

/**
 * Attributes of a new key block, in the letters of TR-31.
 *
 * @param usage two characters, such as P0
 * @param algorithm two characters, such as T2
 * @param modeOfUse one character, such as B
 * @param version two characters, such as 00
 * @param exportability E, N or S
 */
public record KeyAttributes(
        String usage, String algorithm, String modeOfUse, String version, String exportability) {
    private static final String NO_OPTIONAL_BLOCKS = "00";

    HsmRequest append(HsmRequest request) {
        return request.text("#")
                .code(HsmField.KEY_ATTRIBUTES, usage, 2)
                .code(HsmField.KEY_ATTRIBUTES, algorithm, 2)
                .code(HsmField.KEY_ATTRIBUTES, modeOfUse, 1)
                .code(HsmField.KEY_ATTRIBUTES, version, 2)
                .code(HsmField.KEY_ATTRIBUTES, exportability, 1)
                .text(NO_OPTIONAL_BLOCKS);
    }
}
