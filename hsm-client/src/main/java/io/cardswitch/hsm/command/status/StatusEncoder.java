package io.cardswitch.hsm.command.status;

import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmRequest.Repeat;

import org.agrona.DirectBuffer;

/**
 * Questions about the device.
 *
 * <pre>
 *  NC                       diagnostics          J2, J4, J8, JK    load, volumes, health
 *  NO  00 or 01             status               RA                end authorised activities
 *  B2  length 4H | data     echo                 N0  length 3N     random bytes
 * </pre>
 */
public final class StatusEncoder {
    private static final int LENGTH_DIGITS = 4;
    private static final int RANDOM_LENGTH_DIGITS = 3;
    private static final int MAX_RANDOM_LENGTH = 256;

    private StatusEncoder() {}

    /** NC: is it there, and which LMK is loaded. */
    public static HsmRequest diagnostics(HsmRequest request) {
        return request.begin("NC", Repeat.SAFE);
    }

    /** NO 00: buffer, sockets, firmware. */
    public static HsmRequest status(HsmRequest request) {
        return request.begin("NO", Repeat.SAFE).text("00");
    }

    /** NO 01: PCI HSM status. */
    public static HsmRequest compliance(HsmRequest request) {
        return request.begin("NO", Repeat.SAFE).text("01");
    }

    /** B2: the same bytes again; the whole capacity. */
    public static HsmRequest echo(HsmRequest request, DirectBuffer message) {
        final int length = message.capacity();
        return request.begin("B2", Repeat.SAFE)
                .hex(HsmField.MESSAGE, length, LENGTH_DIGITS)
                .append(message, 0, length);
    }

    /** N0: random bytes, at most 256. */
    public static HsmRequest random(HsmRequest request, int length) {
        return request.begin("N0", Repeat.UNSAFE)
                .require(length > 0 && length <= MAX_RANDOM_LENGTH, HsmField.COUNT)
                .decimal(HsmField.COUNT, length, RANDOM_LENGTH_DIGITS);
    }

    /** J2: load by the period. */
    public static HsmRequest load(HsmRequest request) {
        return request.begin("J2", Repeat.SAFE);
    }

    /** J4: commands by number. */
    public static HsmRequest volumes(HsmRequest request) {
        return request.begin("J4", Repeat.SAFE);
    }

    /** J8: reboots, tampers, failed PINs since they were counted. */
    public static HsmRequest healthCounts(HsmRequest request) {
        return request.begin("J8", Repeat.SAFE);
    }

    /** JK: health at this moment. */
    public static HsmRequest health(HsmRequest request) {
        return request.begin("JK", Repeat.SAFE);
    }

    /** RA: ends authorised activities. Changes state: never sent twice. */
    public static HsmRequest endAuthorisation(HsmRequest request) {
        return request.begin("RA", Repeat.UNSAFE);
    }
}
