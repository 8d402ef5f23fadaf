package io.cardswitch.hsm.command.pin;

import io.cardswitch.hsm.AccountNumber;
import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmRequest.Repeat;
import io.cardswitch.hsm.LmkPin;
import io.cardswitch.hsm.PinBlock;

/**
 * Verifies a PIN by comparing it with the stored one.
 *
 * <pre>
 *  BC  TPK | block | format | account | PIN under LMK
 *  BE  ZPK | block | format | account | PIN under LMK
 * </pre>
 */
public final class ComparePinEncoder {
    private ComparePinEncoder() {}

    /** BC: the block is under a terminal's key. */
    public static HsmRequest fromTerminal(
            HsmRequest request,
            HsmKey terminalKey,
            PinBlock block,
            AccountNumber account,
            LmkPin stored) {
        return append(request.begin("BC", Repeat.SAFE), terminalKey, block, account, stored);
    }

    /** BE: the block is under a zone's key. */
    public static HsmRequest fromZone(
            HsmRequest request,
            HsmKey zoneKey,
            PinBlock block,
            AccountNumber account,
            LmkPin stored) {
        return append(request.begin("BE", Repeat.SAFE), zoneKey, block, account, stored);
    }

    private static HsmRequest append(
            HsmRequest request, HsmKey key, PinBlock block, AccountNumber account, LmkPin stored) {
        return request.key(HsmField.SOURCE_KEY, key)
                .pinBlock(HsmField.PIN_BLOCK, block)
                .text(block.format().code())
                .account(account, block.format())
                .pin(stored);
    }
}
