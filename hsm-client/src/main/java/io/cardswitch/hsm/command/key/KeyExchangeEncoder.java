package io.cardswitch.hsm.command.key;

import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmRequest.Repeat;

/**
 * The key exchange of one type of key each.
 *
 * <pre>
 *  FA, GC, FC, FE, MI, MG, AW, AU, DW, DY, BY   ZMK | key | [;options]
 *  FK, FM                                       flag | ZMK | key | [;options]
 *  AE, AG                                       TMK | key | [;options]
 *  IA  ZMK | [;options]       a new ZPK, under ZMK and LMK
 *  HC  TMK | [;options]       a new TMK, TPK or PVK, under the one that is valid and LMK
 *  HA  TMK | [;options]       a new TAK, under TMK and LMK
 * </pre>
 */
public final class KeyExchangeEncoder {
    private KeyExchangeEncoder() {}

    /** Translates a key between a transport key and the LMK. */
    public static HsmRequest translate(
            HsmRequest request,
            KeyExchange exchange,
            HsmKey transportKey,
            HsmKey key,
            KeyOptions options) {
        request.begin(exchange.code(), Repeat.SAFE)
                .text(exchange.flag())
                .key(HsmField.TRANSPORT_KEY, transportKey)
                .key(HsmField.KEY, key);
        return options.append(request);
    }

    /** IA: a new ZPK. */
    public static HsmRequest newZonePin(HsmRequest request, HsmKey zoneKey, KeyOptions options) {
        return generate(request, "IA", zoneKey, options);
    }

    /** HC: a new TMK, TPK or PVK. */
    public static HsmRequest newTerminal(
            HsmRequest request, HsmKey currentKey, KeyOptions options) {
        return generate(request, "HC", currentKey, options);
    }

    /** HA: a new TAK. */
    public static HsmRequest newTerminalMac(
            HsmRequest request, HsmKey terminalKey, KeyOptions options) {
        return generate(request, "HA", terminalKey, options);
    }

    private static HsmRequest generate(
            HsmRequest request, String command, HsmKey transportKey, KeyOptions options) {
        return options.append(
                request.begin(command, Repeat.UNSAFE).key(HsmField.TRANSPORT_KEY, transportKey));
    }
}
