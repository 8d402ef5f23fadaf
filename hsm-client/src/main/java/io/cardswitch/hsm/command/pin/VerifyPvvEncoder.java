package io.cardswitch.hsm.command.pin;

import io.cardswitch.hsm.AccountNumber;
import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmRequest.Repeat;
import io.cardswitch.hsm.PinBlock;
import io.cardswitch.hsm.command.DukptKey;
import io.cardswitch.hsm.command.PvvMethod;

/**
 * Verifies a PIN against the card's PVV.
 *
 * <pre>
 *  DC  TPK | PVK | block | format | account | PVKI | PVV
 *  EC  ZPK | PVK | block | format | account | PVKI | PVV
 *  GQ  mode 0 | BDK | PVK | KSN descriptor, KSN | block | format | account | PVKI | PVV
 * </pre>
 */
public final class VerifyPvvEncoder {
    private static final String PIN_ONLY = "0";

    private VerifyPvvEncoder() {}

    /** DC: the block is under a terminal's key. */
    public static HsmRequest fromTerminal(
            HsmRequest request,
            HsmKey terminalKey,
            PvvMethod method,
            PinBlock block,
            AccountNumber account,
            int pvv) {
        request.begin("DC", Repeat.SAFE)
                .key(HsmField.SOURCE_KEY, terminalKey)
                .key(HsmField.VERIFICATION_KEY, method.verificationKey());
        return append(request, method, block, account, pvv);
    }

    /** EC: the block is under a zone's key. */
    public static HsmRequest fromZone(
            HsmRequest request,
            HsmKey zoneKey,
            PvvMethod method,
            PinBlock block,
            AccountNumber account,
            int pvv) {
        request.begin("EC", Repeat.SAFE)
                .key(HsmField.SOURCE_KEY, zoneKey)
                .key(HsmField.VERIFICATION_KEY, method.verificationKey());
        return append(request, method, block, account, pvv);
    }

    /** GQ: the block is under a DUKPT key. */
    public static HsmRequest fromDukpt(
            HsmRequest request,
            DukptKey source,
            PvvMethod method,
            PinBlock block,
            AccountNumber account,
            int pvv) {
        request.begin("GQ", Repeat.SAFE)
                .text(PIN_ONLY)
                .key(HsmField.DERIVATION_KEY, source.derivationKey())
                .key(HsmField.VERIFICATION_KEY, method.verificationKey())
                .keySerial(source.serial());
        return append(request, method, block, account, pvv);
    }

    private static HsmRequest append(
            HsmRequest request, PvvMethod method, PinBlock block, AccountNumber account, int pvv) {
        request.pinBlock(HsmField.PIN_BLOCK, block)
                .text(block.format().code())
                .account(account, block.format());
        return method.append(request, pvv);
    }
}
