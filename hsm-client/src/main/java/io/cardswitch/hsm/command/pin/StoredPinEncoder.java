package io.cardswitch.hsm.command.pin;

import io.cardswitch.hsm.AccountNumber;
import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmRequest.Repeat;
import io.cardswitch.hsm.LmkPin;
import io.cardswitch.hsm.PinBlock;
import io.cardswitch.hsm.PinBlockFormat;

/**
 * Translates between PIN blocks and PINs as the HSM stores them.
 *
 * <pre>
 *  JC  TPK | block | format | account
 *  JE  ZPK | block | format | account
 *  JG  ZPK | format | account | PIN under LMK
 * </pre>
 */
public final class StoredPinEncoder {
    private StoredPinEncoder() {}

    /** JC: from a terminal's key. */
    public static HsmRequest fromTerminal(
            HsmRequest request, HsmKey terminalKey, PinBlock block, AccountNumber account) {
        return append(request.begin("JC", Repeat.SAFE), terminalKey, block, account);
    }

    /** JE: from a zone's key. */
    public static HsmRequest fromZone(
            HsmRequest request, HsmKey zoneKey, PinBlock block, AccountNumber account) {
        return append(request.begin("JE", Repeat.SAFE), zoneKey, block, account);
    }

    /** JG: to a zone's key. */
    public static HsmRequest toZone(
            HsmRequest request,
            HsmKey zoneKey,
            PinBlockFormat format,
            AccountNumber account,
            LmkPin stored) {
        return request.begin("JG", Repeat.SAFE)
                .key(HsmField.DESTINATION_KEY, zoneKey)
                .text(format.code())
                .account(account, format)
                .pin(stored);
    }

    private static HsmRequest append(
            HsmRequest request, HsmKey key, PinBlock block, AccountNumber account) {
        return request.key(HsmField.SOURCE_KEY, key)
                .pinBlock(HsmField.PIN_BLOCK, block)
                .text(block.format().code())
                .account(account, block.format());
    }
}
