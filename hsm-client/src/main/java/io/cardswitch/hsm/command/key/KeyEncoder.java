package io.cardswitch.hsm.command.key;

import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmRequest.Repeat;
import io.cardswitch.hsm.command.TypedKey;

import java.util.List;

/**
 * Makes, imports and exports keys of any type.
 *
 * <pre>
 *  A0  0 | type | scheme | [%LMK] [#attributes]
 *  A0  1 | type | scheme | [;] flag | ZMK or TMK | scheme | [%LMK] [#attributes]
 *  A4  count | type | scheme | components | [%LMK] [#version, count]
 *  A6  type | ZMK | key | scheme | [%LMK] [#attributes]
 *  A8  type | [;1] | ZMK or TMK | key | scheme | [%LMK] [&amp;exportability]
 *  B0  type | key | scheme
 * </pre>
 */
public final class KeyEncoder {
    private static final int MIN_COMPONENTS = 2;
    private static final int MAX_COMPONENTS = 9;

    private KeyEncoder() {}

    /** A0 mode 0: a new key. */
    public static HsmRequest generate(HsmRequest request, KeyTarget target) {
        target.appendType(request.begin("A0", Repeat.UNSAFE).text("0"));
        target.appendScheme(request);
        return target.appendOptions(request);
    }

    /** A0 mode 1: a new key, also under a transport key. */
    public static HsmRequest generate(
            HsmRequest request, KeyTarget target, TransportKey transport) {
        target.appendType(request.begin("A0", Repeat.UNSAFE).text("1"));
        target.appendScheme(request);
        transport.appendFlag(request);
        transport.append(request);
        transport.appendScheme(request);
        return target.appendOptions(request);
    }

    /** A4: a key of its components, each encrypted under the LMK. */
    public static HsmRequest form(HsmRequest request, KeyTarget target, List<HsmKey> components) {
        final int count = components.size();
        request.begin("A4", Repeat.SAFE)
                .require(count >= MIN_COMPONENTS && count <= MAX_COMPONENTS, HsmField.COUNT)
                .decimal(HsmField.COUNT, count, 1);
        target.appendType(request);
        target.appendScheme(request);
        for (final HsmKey component : components) {
            request.key(HsmField.KEY, component);
        }
        if (target.lmkId() != KeyTarget.DEFAULT_LMK) {
            request.lmk(target.lmkId());
        }
        return target.attributes() == null
                ? request
                : request.text("#")
                        .code(HsmField.KEY_ATTRIBUTES, target.attributes().version(), 2)
                        .text("00");
    }

    /**
     * A6: imports a key.
     *
     * @param zoneKey ZMK
     * @param key encrypted under the ZMK
     */
    public static HsmRequest imported(
            HsmRequest request, KeyTarget target, HsmKey zoneKey, HsmKey key) {
        target.appendType(request.begin("A6", Repeat.SAFE))
                .key(HsmField.TRANSPORT_KEY, zoneKey)
                .key(HsmField.KEY, key);
        target.appendScheme(request);
        return target.appendOptions(request);
    }

    /** A8: exports a key under a ZMK or TMK. */
    public static HsmRequest export(
            HsmRequest request, TypedKey key, TransportKey transport, int lmkId) {
        TypedKey.appendType(request.begin("A8", Repeat.SAFE), key.type());
        if (transport.isTerminal()) {
            transport.appendFlag(request);
        }
        transport.append(request).key(HsmField.KEY, key.key());
        transport.appendScheme(request);
        return lmkId == KeyTarget.DEFAULT_LMK ? request : request.lmk(lmkId);
    }

    /** A8: as above, and the exported block may be exported again so: E, N or S. */
    public static HsmRequest export(
            HsmRequest request,
            TypedKey key,
            TransportKey transport,
            int lmkId,
            char exportability) {
        return export(request, key, transport, lmkId)
                .text("&")
                .choice(HsmField.KEY_ATTRIBUTES, exportability, "ENS");
    }

    /** B0: the same key in another scheme. */
    public static HsmRequest translateScheme(HsmRequest request, TypedKey key, char scheme) {
        return key.append(request.begin("B0", Repeat.SAFE), HsmField.KEY)
                .choice(HsmField.KEY_SCHEME, scheme, KeyTarget.SCHEMES);
    }
}
