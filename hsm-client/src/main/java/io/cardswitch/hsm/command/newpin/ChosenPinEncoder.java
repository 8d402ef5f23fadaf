package io.cardswitch.hsm.command.newpin;

import io.cardswitch.hsm.AccountNumber;
import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmRequest.Repeat;
import io.cardswitch.hsm.PinBlock;
import io.cardswitch.hsm.command.IbmMethod;
import io.cardswitch.hsm.command.PvvMethod;
import io.cardswitch.hsm.command.TypedKey;

/**
 * Computes what a PIN chosen by the cardholder is verified against.
 *
 * <pre>
 *  BK  type | key | PVK | block | format | check | account | table | validation
 *  FW  type | key | PVK | block | format | account | PVKI
 * </pre>
 */
public final class ChosenPinEncoder {
    private ChosenPinEncoder() {}

    /** BK: its IBM offset. */
    public static HsmRequest offset(
            HsmRequest request,
            TypedKey key,
            IbmMethod method,
            PinBlock block,
            AccountNumber account) {
        key.append(request.begin("BK", Repeat.SAFE), HsmField.SOURCE_KEY)
                .key(HsmField.VERIFICATION_KEY, method.verificationKey())
                .pinBlock(HsmField.PIN_BLOCK, block)
                .text(block.format().code());
        method.appendCheckLength(request).account(account, block.format());
        return method.appendTables(request);
    }

    /** FW: its PVV. */
    public static HsmRequest pvv(
            HsmRequest request,
            TypedKey key,
            PvvMethod method,
            PinBlock block,
            AccountNumber account) {
        key.append(request.begin("FW", Repeat.SAFE), HsmField.SOURCE_KEY)
                .key(HsmField.VERIFICATION_KEY, method.verificationKey())
                .pinBlock(HsmField.PIN_BLOCK, block)
                .text(block.format().code())
                .account(account, block.format());
        return method.appendIndex(request);
    }
}
