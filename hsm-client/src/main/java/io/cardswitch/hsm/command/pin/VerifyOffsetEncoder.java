package io.cardswitch.hsm.command.pin;

import io.cardswitch.hsm.AccountNumber;
import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmRequest.Repeat;
import io.cardswitch.hsm.PinBlock;
import io.cardswitch.hsm.command.DukptKey;
import io.cardswitch.hsm.command.IbmMethod;

/**
 * Verifies a PIN against the card's offset, IBM 3624 method.
 *
 * <pre>
 *  DA  TPK | PVK | 12 | block | format | check | account | table | validation | offset
 *  EA  ZPK | PVK | 12 | block | format | check | account | table | validation | offset
 *  GO  mode 0 | BDK | PVK | KSN descriptor, KSN | block | format | check | account | ...
 * </pre>
 */
public final class VerifyOffsetEncoder {
    private static final String PIN_ONLY = "0";
    private static final String MAX_PIN_LENGTH = "12";

    private VerifyOffsetEncoder() {}

    /** DA: the block is under a terminal's key. */
    public static HsmRequest fromTerminal(
            HsmRequest request,
            HsmKey terminalKey,
            IbmMethod method,
            PinBlock block,
            AccountNumber account,
            long offset) {
        request.begin("DA", Repeat.SAFE)
                .key(HsmField.SOURCE_KEY, terminalKey)
                .key(HsmField.VERIFICATION_KEY, method.verificationKey())
                .text(MAX_PIN_LENGTH);
        return append(request, method, block, account, offset);
    }

    /** EA: the block is under a zone's key. */
    public static HsmRequest fromZone(
            HsmRequest request,
            HsmKey zoneKey,
            IbmMethod method,
            PinBlock block,
            AccountNumber account,
            long offset) {
        request.begin("EA", Repeat.SAFE)
                .key(HsmField.SOURCE_KEY, zoneKey)
                .key(HsmField.VERIFICATION_KEY, method.verificationKey())
                .text(MAX_PIN_LENGTH);
        return append(request, method, block, account, offset);
    }

    /** GO: the block is under a DUKPT key. */
    public static HsmRequest fromDukpt(
            HsmRequest request,
            DukptKey source,
            IbmMethod method,
            PinBlock block,
            AccountNumber account,
            long offset) {
        request.begin("GO", Repeat.SAFE)
                .text(PIN_ONLY)
                .key(HsmField.DERIVATION_KEY, source.derivationKey())
                .key(HsmField.VERIFICATION_KEY, method.verificationKey())
                .keySerial(source.serial());
        return append(request, method, block, account, offset);
    }

    private static HsmRequest append(
            HsmRequest request,
            IbmMethod method,
            PinBlock block,
            AccountNumber account,
            long offset) {
        request.pinBlock(HsmField.PIN_BLOCK, block).text(block.format().code());
        method.appendCheckLength(request).account(account, block.format());
        method.appendTables(request);
        return method.appendOffset(request, offset);
    }
}
