package io.cardswitch.hsm.command.newpin;

import io.cardswitch.hsm.AccountNumber;
import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmRequest.Repeat;
import io.cardswitch.hsm.LmkPin;
import io.cardswitch.hsm.command.IbmMethod;
import io.cardswitch.hsm.command.PvvMethod;

/**
 * Computes what a stored PIN is verified against, or the PIN out of an offset.
 *
 * <pre>
 *  DE  PVK | PIN under LMK | check | account | table | validation
 *  DG  PVK | PIN under LMK | account | PVKI
 *  EE  PVK | offset | check | account | table | validation
 * </pre>
 */
public final class StoredPinValueEncoder {
    private StoredPinValueEncoder() {}

    /** DE: its IBM offset. */
    public static HsmRequest offset(
            HsmRequest request, IbmMethod method, LmkPin stored, AccountNumber account) {
        request.begin("DE", Repeat.SAFE)
                .key(HsmField.VERIFICATION_KEY, method.verificationKey())
                .pin(stored);
        method.appendCheckLength(request).account(account);
        return method.appendTables(request);
    }

    /** DG: its PVV. */
    public static HsmRequest pvv(
            HsmRequest request, PvvMethod method, LmkPin stored, AccountNumber account) {
        request.begin("DG", Repeat.SAFE)
                .key(HsmField.VERIFICATION_KEY, method.verificationKey())
                .pin(stored)
                .account(account);
        return method.appendIndex(request);
    }

    /** EE: the PIN that belongs to an offset. */
    public static HsmRequest pinOfOffset(
            HsmRequest request, IbmMethod method, long offset, AccountNumber account) {
        request.begin("EE", Repeat.SAFE).key(HsmField.VERIFICATION_KEY, method.verificationKey());
        method.appendOffset(request, offset);
        method.appendCheckLength(request).account(account);
        return method.appendTables(request);
    }
}
