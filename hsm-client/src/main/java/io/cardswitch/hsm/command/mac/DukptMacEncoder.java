package io.cardswitch.hsm.command.mac;

import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmRequest.Repeat;
import io.cardswitch.hsm.command.DukptKey;

import org.agrona.DirectBuffer;

/**
 * MACs of eight bytes under a DUKPT key.
 *
 * <pre>
 *  GW  mode | method 1 | BDK | KSN descriptor, KSN | [MAC 16H] | length 4H | data
 * </pre>
 *
 * <p>Mode 1 verifies, 4 computes.
 */
public final class DukptMacEncoder {
    private static final String VERIFY = "1";
    private static final String GENERATE = "4";
    private static final String METHOD = "1";
    private static final int LENGTH_DIGITS = 4;

    private DukptMacEncoder() {}

    /** Computes a MAC over the whole capacity of the message. */
    public static HsmRequest generate(HsmRequest request, DukptKey key, DirectBuffer message) {
        return MacEncoder.appendMessage(begin(request, GENERATE, key), message, LENGTH_DIGITS);
    }

    /** Verifies a MAC of eight bytes. */
    public static HsmRequest verify(
            HsmRequest request, DukptKey key, DirectBuffer mac, DirectBuffer message) {
        begin(request, VERIFY, key)
                .require(mac.capacity() == Long.BYTES, HsmField.MAC)
                .asHex(mac, 0, mac.capacity());
        return MacEncoder.appendMessage(request, message, LENGTH_DIGITS);
    }

    private static HsmRequest begin(HsmRequest request, String mode, DukptKey key) {
        return request.begin("GW", Repeat.SAFE)
                .text(mode)
                .text(METHOD)
                .key(HsmField.DERIVATION_KEY, key.derivationKey())
                .keySerial(key.serial());
    }
}
