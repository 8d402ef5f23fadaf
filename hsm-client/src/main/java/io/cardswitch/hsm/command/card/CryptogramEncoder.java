package io.cardswitch.hsm.command.card;

import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmRequest.Repeat;

import org.agrona.DirectBuffer;

/**
 * Verifies ARQC, TC and AAC and computes the ARPC.
 *
 * <pre>
 *  KQ  mode | scheme | MK-AC | PAN and sequence 8B | ATC 2B | UN 4B
 *      | [verifying: length 2H, data, ;] | cryptogram 8B | [responding: ARC 2B]
 *  KQ  mode 3 or 4 | scheme | MK-AC | MK-SMI | PAN and sequence 8B | ATC 2B | UN 4B
 *      | length 2H, data, ; | cryptogram 8B | [mode 4: ARC 2B] | MAC 4B | length 2H, data
 *  K2  0 | 00 | 0 | session | MK-AC | PAN and sequence 8B | ATC 2B | UN 4B
 *      | length 2H, data, ; | truncated cryptogram 8B | bits shown 8B
 *  KW  mode | scheme | MK-AC | PAN and sequence 8B | ATC 2B
 *      | [verifying: length 2H, data, ;] | cryptogram 8B | [ARC 2B, or CSU 4B, length 1, data]
 * </pre>
 *
 * <p>Mode 0 verifies, 1 also responds by method 1, 2 only responds by method 1; of KW, 3 and 4 are
 * the same as 1 and 2 by method 2; of KQ, 3 and 4 are 0 and 1 with the MAC of discretionary data.
 * KQ knows scheme 0 (Visa, static key) and 1 (MasterCard); KW is used with 2 (EMV common session
 * key, option A).
 */
public final class CryptogramEncoder {
    private static final String STATIC_SCHEMES = "01";
    private static final String CARD_KEY_OPTION_A = "0000"; // Behind mode 0 and scheme 00.
    private static final String SESSION_SCHEMES = "2";
    private static final int MAX_PROPRIETARY_LENGTH = 8;

    private CryptogramEncoder() {}

    /** KQ mode 0: verifies. */
    public static HsmRequest verify(HsmRequest request, Cryptogram cryptogram) {
        beginStatic(request, "0", cryptogram);
        cryptogram.appendMessage(request);
        return cryptogram.appendValue(request);
    }

    /** KQ mode 1: verifies, and responds with an ARPC over these two bytes. */
    public static HsmRequest verifyAndRespond(
            HsmRequest request, Cryptogram cryptogram, int responseCode) {
        beginStatic(request, "1", cryptogram);
        cryptogram.appendMessage(request);
        return cryptogram.appendValue(request).binary(responseCode, Short.BYTES);
    }

    /** KQ mode 2: responds. */
    public static HsmRequest respond(HsmRequest request, Cryptogram cryptogram, int responseCode) {
        beginStatic(request, "2", cryptogram);
        return cryptogram.appendValue(request).binary(responseCode, Short.BYTES);
    }

    /** KQ mode 3: verifies, and verifies the MAC of discretionary data. */
    public static HsmRequest verifyWithData(
            HsmRequest request, Cryptogram cryptogram, DiscretionaryMac data) {
        beginWithData(request, "3", cryptogram, data);
        return data.append(request);
    }

    /** KQ mode 4: as mode 3, and responds with an ARPC over these two bytes. */
    public static HsmRequest verifyWithDataAndRespond(
            HsmRequest request, Cryptogram cryptogram, int responseCode, DiscretionaryMac data) {
        beginWithData(request, "4", cryptogram, data);
        return data.append(request.binary(responseCode, Short.BYTES));
    }

    private static void beginWithData(
            HsmRequest request, String mode, Cryptogram cryptogram, DiscretionaryMac data) {
        request.begin("KQ", Repeat.SAFE);
        cryptogram.appendScheme(request, mode, STATIC_SCHEMES).key(HsmField.KEY, data.key());
        cryptogram.appendUnpredictable(cryptogram.appendCard(request));
        cryptogram.appendMessage(request);
        cryptogram.appendValue(request);
    }

    /**
     * K2: verifies those bits of a cryptogram that a token shows (MasterCard CAP). The scheme of
     * the cryptogram says how its session key is made: 0 not at all, 1 as M/Chip does.
     *
     * @param shownBits the bits of the cryptogram that its value holds
     */
    public static HsmRequest verifyToken(
            HsmRequest request, Cryptogram cryptogram, long shownBits) {
        request.begin("K2", Repeat.SAFE);
        cryptogram.appendScheme(request, CARD_KEY_OPTION_A, STATIC_SCHEMES);
        cryptogram.appendUnpredictable(cryptogram.appendCard(request));
        cryptogram.appendMessage(request);
        return cryptogram.appendValue(request).binary(shownBits, Long.BYTES);
    }

    /** KW mode 0: verifies. */
    public static HsmRequest verifySession(HsmRequest request, Cryptogram cryptogram) {
        beginSession(request, "0", cryptogram);
        cryptogram.appendMessage(request);
        return cryptogram.appendValue(request);
    }

    /** KW mode 1: verifies, and responds by method 1. */
    public static HsmRequest verifySessionAndRespond(
            HsmRequest request, Cryptogram cryptogram, int responseCode) {
        beginSession(request, "1", cryptogram);
        cryptogram.appendMessage(request);
        return cryptogram.appendValue(request).binary(responseCode, Short.BYTES);
    }

    /** KW mode 2: responds by method 1. */
    public static HsmRequest respondSession(
            HsmRequest request, Cryptogram cryptogram, int responseCode) {
        beginSession(request, "2", cryptogram);
        return cryptogram.appendValue(request).binary(responseCode, Short.BYTES);
    }

    /**
     * KW mode 3: verifies, and responds by method 2.
     *
     * @param status card status update, four bytes
     * @param proprietary proprietary authentication data: the whole capacity, at most 8 bytes
     */
    public static HsmRequest verifySessionAndUpdate(
            HsmRequest request, Cryptogram cryptogram, int status, DirectBuffer proprietary) {
        beginSession(request, "3", cryptogram);
        cryptogram.appendMessage(request);
        return appendUpdate(cryptogram.appendValue(request), status, proprietary);
    }

    /** KW mode 4: responds by method 2; fields as in {@link #verifySessionAndUpdate}. */
    public static HsmRequest updateSession(
            HsmRequest request, Cryptogram cryptogram, int status, DirectBuffer proprietary) {
        beginSession(request, "4", cryptogram);
        return appendUpdate(cryptogram.appendValue(request), status, proprietary);
    }

    private static void beginStatic(HsmRequest request, String mode, Cryptogram cryptogram) {
        request.begin("KQ", Repeat.SAFE);
        cryptogram.appendScheme(request, mode, STATIC_SCHEMES);
        cryptogram.appendUnpredictable(cryptogram.appendCard(request));
    }

    private static void beginSession(HsmRequest request, String mode, Cryptogram cryptogram) {
        request.begin("KW", Repeat.SAFE);
        cryptogram.appendScheme(request, mode, SESSION_SCHEMES);
        cryptogram.appendCard(request);
    }

    private static HsmRequest appendUpdate(
            HsmRequest request, int status, DirectBuffer proprietary) {
        final int length = proprietary.capacity();
        return request.binary(status, Integer.BYTES)
                .require(length <= MAX_PROPRIETARY_LENGTH, HsmField.RESPONSE)
                .decimal(HsmField.RESPONSE, length, 1)
                .append(proprietary, 0, length);
    }
}
