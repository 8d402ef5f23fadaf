package io.cardswitch.hsm.command.data;

import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmRequest.Repeat;

import org.agrona.DirectBuffer;

/**
 * Encrypts, decrypts and translates data. It goes and comes as hex, whose digits the length counts.
 *
 * <pre>
 *  M0  mode | 1 | 1 | type | key | [KSN] | [vector] | length 4H | data
 *  M2  mode | 1 | 1 | type | key | [KSN] | [vector] | length 4H | data
 *  M4  mode | mode | 1 | 1 | type | key | type | key | [vector] | [vector] | length 4H | data
 * </pre>
 */
public final class CipherEncoder {
    private static final String HEX_IN_AND_OUT = "11";
    private static final int MAX_DIGITS = 0x7D00;
    private static final int LENGTH_DIGITS = 4;

    private CipherEncoder() {}

    /**
     * M0: encrypts.
     *
     * @param vector initialisation vector of one cipher block; without meaning in ECB
     * @param plain whole cipher blocks: its whole capacity
     */
    public static HsmRequest encrypt(
            HsmRequest request, CipherMethod method, DirectBuffer vector, DirectBuffer plain) {
        return append(request.begin("M0", Repeat.SAFE), method, vector, plain);
    }

    /** M2: decrypts; fields as in {@link #encrypt}. */
    public static HsmRequest decrypt(
            HsmRequest request, CipherMethod method, DirectBuffer vector, DirectBuffer encrypted) {
        return append(request.begin("M2", Repeat.SAFE), method, vector, encrypted);
    }

    /** M4: decrypts under one key and encrypts under another; fields as in {@link #encrypt}. */
    public static HsmRequest translate(
            HsmRequest request,
            CipherMethod source,
            CipherMethod destination,
            DirectBuffer sourceVector,
            DirectBuffer destinationVector,
            DirectBuffer encrypted) {
        source.appendMode(request.begin("M4", Repeat.SAFE));
        destination.appendMode(request).text(HEX_IN_AND_OUT);
        source.appendKey(request, HsmField.SOURCE_KEY);
        destination.appendKey(request, HsmField.DESTINATION_KEY);
        source.appendVector(request, sourceVector);
        destination.appendVector(request, destinationVector);
        return appendMessage(request, encrypted);
    }

    private static HsmRequest append(
            HsmRequest request, CipherMethod method, DirectBuffer vector, DirectBuffer message) {
        method.appendMode(request).text(HEX_IN_AND_OUT);
        method.appendKey(request, HsmField.KEY);
        method.appendVector(request, vector);
        return appendMessage(request, message);
    }

    private static HsmRequest appendMessage(HsmRequest request, DirectBuffer message) {
        final int digits = 2 * message.capacity();
        return request.require(digits > 0 && digits <= MAX_DIGITS, HsmField.MESSAGE)
                .hex(HsmField.MESSAGE, digits, LENGTH_DIGITS)
                .asHex(message, 0, message.capacity());
    }
}
