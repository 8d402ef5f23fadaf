package io.cardswitch.hsm.command.pin;

import io.cardswitch.hsm.AccountNumber;
import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmRequest.Repeat;
import io.cardswitch.hsm.PinBlock;
import io.cardswitch.hsm.PinBlockFormat;
import io.cardswitch.hsm.command.DukptKey;

/**
 * Translates a PIN block from one key, and format, to another.
 *
 * <pre>
 *  CA  TPK | ZPK | 12 | block | format in | format out | account
 *  CC  ZPK | ZPK | 12 | block | format in | format out | account
 *  G0  BDK | ZPK or BDK | KSN descriptor, KSN | [KSN descriptor, KSN] | block | in | out | account
 * </pre>
 */
public final class TranslatePinEncoder {
    private static final String MAX_PIN_LENGTH = "12";

    private TranslatePinEncoder() {}

    /** CA: from a terminal's key to a zone's. */
    public static HsmRequest fromTerminal(
            HsmRequest request,
            HsmKey terminalKey,
            HsmKey zoneKey,
            PinBlock block,
            PinBlockFormat to,
            AccountNumber account) {
        request.begin("CA", Repeat.SAFE)
                .key(HsmField.SOURCE_KEY, terminalKey)
                .key(HsmField.DESTINATION_KEY, zoneKey)
                .text(MAX_PIN_LENGTH);
        return appendBlock(request, block, to, account);
    }

    /** CC: from one zone's key to another's. */
    public static HsmRequest fromZone(
            HsmRequest request,
            HsmKey sourceKey,
            HsmKey destinationKey,
            PinBlock block,
            PinBlockFormat to,
            AccountNumber account) {
        request.begin("CC", Repeat.SAFE)
                .key(HsmField.SOURCE_KEY, sourceKey)
                .key(HsmField.DESTINATION_KEY, destinationKey)
                .text(MAX_PIN_LENGTH);
        return appendBlock(request, block, to, account);
    }

    /** G0: from a DUKPT terminal's key to a zone's. */
    public static HsmRequest fromDukpt(
            HsmRequest request,
            DukptKey source,
            HsmKey zoneKey,
            PinBlock block,
            PinBlockFormat to,
            AccountNumber account) {
        request.begin("G0", Repeat.SAFE)
                .key(HsmField.DERIVATION_KEY, source.derivationKey())
                .key(HsmField.DESTINATION_KEY, zoneKey)
                .keySerial(source.serial());
        return appendBlock(request, block, to, account);
    }

    /** G0: from one DUKPT key to another, for a host that works with BDKs. */
    public static HsmRequest fromDukptToDukpt(
            HsmRequest request,
            DukptKey source,
            DukptKey destination,
            PinBlock block,
            PinBlockFormat to,
            AccountNumber account) {
        request.begin("G0", Repeat.SAFE)
                .key(HsmField.DERIVATION_KEY, source.derivationKey())
                .key(HsmField.DESTINATION_KEY, destination.derivationKey())
                .keySerial(source.serial())
                .keySerial(destination.serial());
        return appendBlock(request, block, to, account);
    }

    private static HsmRequest appendBlock(
            HsmRequest request, PinBlock block, PinBlockFormat to, AccountNumber account) {
        return request.pinBlock(HsmField.PIN_BLOCK, block)
                .text(block.format().code())
                .text(to.code())
                .account(account, block.format());
    }
}
