package io.cardswitch.hsm.command.mac;

import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.command.TypedKey;

/**
 * How the messages of a link are authenticated by M6 and M8.
 *
 * @param key TAK, ZAK or key block
 * @param macLength 4 or 8 bytes
 * @param algorithm 1 and 3 of ISO 9797-1, or 6 for CMAC
 * @param padding method 0 to 3: none, zeros, 80 and zeros, length in front
 * @param isText whether the HSM takes the message as text instead of bytes
 */
public record MacMethod(TypedKey key, int macLength, int algorithm, int padding, boolean isText) {
    private static final int SHORT = 4;
    private static final int LONG = 8;

    HsmRequest append(HsmRequest request, MacPart part) {
        request.text(part.code())
                .text(isText ? "2" : "0")
                .require(macLength == SHORT || macLength == LONG, HsmField.MAC_METHOD)
                .text(macLength == SHORT ? "0" : "1")
                .require(algorithm == 1 || algorithm == 3 || algorithm == 6, HsmField.MAC_METHOD)
                .decimal(HsmField.MAC_METHOD, algorithm, 1)
                .require(padding >= 0 && padding <= 3, HsmField.MAC_METHOD)
                .decimal(HsmField.MAC_METHOD, padding, 1);
        return key.append(request, HsmField.KEY);
    }
}
