package io.cardswitch.hsm.command;

import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;

/**
 * How an issuer verifies PINs by the IBM 3624 method. Part of the configuration; wrong values are
 * refused when a request is written.
 *
 * @param verificationKey PVK
 * @param checkLength digits compared, also digits of an offset
 * @param decimalisation table: 16 hex digits, or {@code L} and 32 under an AES LMK
 * @param validation 12 characters: digits, and an {@code N} where five account digits go
 */
public record IbmMethod(
        HsmKey verificationKey, int checkLength, String decimalisation, String validation) {
    private static final int TABLE_LENGTH = 16;
    private static final int ENCRYPTED_TABLE_LENGTH = 33;
    private static final int VALIDATION_LENGTH = 12;
    private static final int OFFSET_LENGTH = 12;

    /** Appends check length, two digits. */
    public HsmRequest appendCheckLength(HsmRequest request) {
        return request.require(
                        checkLength >= 1 && checkLength <= OFFSET_LENGTH, HsmField.CHECK_LENGTH)
                .decimal(HsmField.CHECK_LENGTH, checkLength, 2);
    }

    /** Appends decimalisation table and validation data. */
    public HsmRequest appendTables(HsmRequest request) {
        final boolean isEncrypted = decimalisation.startsWith("L");
        return request.require(
                        isHex(decimalisation, isEncrypted ? 1 : 0), HsmField.DECIMALISATION_TABLE)
                .code(
                        HsmField.DECIMALISATION_TABLE,
                        decimalisation,
                        isEncrypted ? ENCRYPTED_TABLE_LENGTH : TABLE_LENGTH)
                .code(HsmField.VALIDATION_DATA, validation, VALIDATION_LENGTH);
    }

    /** Appends an offset of {@link #checkLength} digits, with {@code F} behind it. */
    public HsmRequest appendOffset(HsmRequest request, long offset) {
        final long high = offset / 1_000_000;
        if (checkLength > 6) {
            request.decimal(HsmField.OFFSET, high > 999_999 ? -1 : (int) high, checkLength - 6)
                    .decimal(HsmField.OFFSET, (int) (offset % 1_000_000), 6);
        } else {
            request.decimal(HsmField.OFFSET, high > 0 ? -1 : (int) offset, checkLength);
        }
        for (int i = checkLength; i < OFFSET_LENGTH; i++) {
            request.text("F");
        }
        return request;
    }

    private static boolean isHex(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (Character.digit(text.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "IbmMethod(check " + checkLength + ")";
    }
}
