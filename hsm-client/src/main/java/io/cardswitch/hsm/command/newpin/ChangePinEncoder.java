package io.cardswitch.hsm.command.newpin;

import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmRequest.Repeat;
import io.cardswitch.hsm.command.IbmMethod;
import io.cardswitch.hsm.command.PvvMethod;
import io.cardswitch.hsm.command.TypedKey;

/**
 * Verifies the old PIN and computes what the new one is verified against.
 *
 * <pre>
 *  DU  type | key | PVK | old | format | check | account | table | validation | offset | new
 *  CU  type | key | PVK | old | format | account | PVKI | PVV | new
 * </pre>
 */
public final class ChangePinEncoder {
    private ChangePinEncoder() {}

    /** DU: by IBM offset. */
    public static HsmRequest byOffset(
            HsmRequest request, TypedKey key, IbmMethod method, PinChange change, long offset) {
        begin(request, "DU", key)
                .key(HsmField.VERIFICATION_KEY, method.verificationKey())
                .pinBlock(HsmField.PIN_BLOCK, change.oldBlock())
                .text(change.oldBlock().format().code());
        method.appendCheckLength(request).account(change.account(), change.oldBlock().format());
        method.appendTables(request);
        return appendNew(method.appendOffset(request, offset), change);
    }

    /** CU: by PVV. */
    public static HsmRequest byPvv(
            HsmRequest request, TypedKey key, PvvMethod method, PinChange change, int pvv) {
        begin(request, "CU", key)
                .key(HsmField.VERIFICATION_KEY, method.verificationKey())
                .pinBlock(HsmField.PIN_BLOCK, change.oldBlock())
                .text(change.oldBlock().format().code())
                .account(change.account(), change.oldBlock().format());
        return appendNew(method.append(request, pvv), change);
    }

    private static HsmRequest begin(HsmRequest request, String command, TypedKey key) {
        return key.append(request.begin(command, Repeat.SAFE), HsmField.SOURCE_KEY);
    }

    private static HsmRequest appendNew(HsmRequest request, PinChange change) {
        return request.require(
                        change.newBlock().format() == change.oldBlock().format(),
                        HsmField.PIN_BLOCK_FORMAT)
                .pinBlock(HsmField.NEW_PIN_BLOCK, change.newBlock());
    }
}
