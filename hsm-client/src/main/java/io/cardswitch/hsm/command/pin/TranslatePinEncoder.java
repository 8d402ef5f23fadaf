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
 *
 * <p>A BDK as the destination stands behind an asterisk unless it is a key block. Where format 4
 * takes part on either side, the account may be a whole card number.
 */
public final class TranslatePinEncoder {
    private static final String MAX_PIN_LENGTH = "12";
    private static final String BASE_KEY_FLAG = "*";

    private TranslatePinEncoder() {}

    /** CA: from a terminal's key to a zone's. */
    public static HsmRequest fromTerminal(
            HsmRequest request,
            HsmKey terminalKey,
            HsmKey zoneKey,
            PinBlock block,
            PinBlockFormat to,
            AccountNumber account) {
        begin(request, "CA", terminalKey, zoneKey);
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
        begin(request, "CC", sourceKey, destinationKey);
        return appendBlock(request, block, to, account);
    }

    private static void begin(
            HsmRequest request, String command, HsmKey source, HsmKey destination) {
        request.begin(command, Repeat.SAFE)
                .key(HsmField.SOURCE_KEY, source)
                .key(HsmField.DESTINATION_KEY, destination)
                .text(MAX_PIN_LENGTH);
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
        final HsmKey base = destination.derivationKey();
        request.begin("G0", Repeat.SAFE)
                .key(HsmField.DERIVATION_KEY, source.derivationKey())
                .text(base != null && !base.isBlock() ? BASE_KEY_FLAG : "")
                .key(HsmField.DESTINATION_KEY, base)
                .keySerial(source.serial())
                .keySerial(destination.serial());
        return appendBlock(request, block, to, account);
    }

    private static HsmRequest appendBlock(
            HsmRequest request, PinBlock block, PinBlockFormat to, AccountNumber account) {
        // The format that wants more digits than the other tells the field's form.
        final boolean isOfTarget = to == PinBlockFormat.ISO_4 || to == PinBlockFormat.PLUS;
        return request.pinBlock(HsmField.PIN_BLOCK, block)
                .text(block.format().code())
                .text(to.code())
                .account(account, isOfTarget ? to : block.format());
    }
}
