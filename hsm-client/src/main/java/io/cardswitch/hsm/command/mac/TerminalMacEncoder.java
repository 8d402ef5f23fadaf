package io.cardswitch.hsm.command.mac;

import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmRequest.Repeat;

import org.agrona.DirectBuffer;

/**
 * MACs of four bytes under a TAK, the older commands.
 *
 * <pre>
 *  MA  TAK | data                            ME  TAK | TAK | MAC 8H | data
 *  MC  TAK | MAC 8H | data
 * </pre>
 */
public final class TerminalMacEncoder {
    private static final int MAC_LENGTH = 4;

    private TerminalMacEncoder() {}

    /** MA: computes a MAC over the whole capacity of the message. */
    public static HsmRequest generate(HsmRequest request, HsmKey key, DirectBuffer message) {
        request.begin("MA", Repeat.SAFE).key(HsmField.KEY, key);
        return appendMessage(request, message);
    }

    /** MC: verifies a MAC of four bytes. */
    public static HsmRequest verify(
            HsmRequest request, HsmKey key, DirectBuffer mac, DirectBuffer message) {
        request.begin("MC", Repeat.SAFE).key(HsmField.KEY, key);
        return appendMessage(appendMac(request, mac), message);
    }

    /** ME: verifies a MAC under one key and computes it under another. */
    public static HsmRequest translate(
            HsmRequest request,
            HsmKey sourceKey,
            HsmKey destinationKey,
            DirectBuffer mac,
            DirectBuffer message) {
        request.begin("ME", Repeat.SAFE)
                .key(HsmField.SOURCE_KEY, sourceKey)
                .key(HsmField.DESTINATION_KEY, destinationKey);
        return appendMessage(appendMac(request, mac), message);
    }

    private static HsmRequest appendMac(HsmRequest request, DirectBuffer mac) {
        return request.require(mac.capacity() == MAC_LENGTH, HsmField.MAC)
                .asHex(mac, 0, mac.capacity());
    }

    private static HsmRequest appendMessage(HsmRequest request, DirectBuffer message) {
        return request.require(message.capacity() > 0, HsmField.MESSAGE)
                .append(message, 0, message.capacity());
    }
}
