package io.cardswitch.hsm.simulator.pin;

import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.pin.AccountField;
import io.cardswitch.hsm.crypto.pin.PinBlockFormat;
import io.cardswitch.hsm.simulator.host.ErrorCode;
import io.cardswitch.hsm.simulator.host.HostRefusal;
import io.cardswitch.hsm.simulator.host.RequestReader;

import java.util.Arrays;

/**
 * An account number as a request brings it: 12 digits; 18 where PLUS takes part; where ISO 4 takes
 * part it may be a whole PAN in front of a semicolon.
 */
record Account(byte[] digits, boolean isWhole) {
    private static final int LONG = 18;
    private static final int MAX_PAN = 19;

    /** Reads the account of a block in this format. */
    static Account read(RequestReader in, PinBlockFormat format) throws HostRefusal {
        return read(in, format, format);
    }

    /** Reads the account of a block that goes from one format to another. */
    static Account read(RequestReader in, PinBlockFormat from, PinBlockFormat to)
            throws HostRefusal {
        if (from == PinBlockFormat.PLUS || to == PinBlockFormat.PLUS) {
            return new Account(in.digits(LONG, ErrorCode.ACCOUNT), false);
        }
        final int count = in.digitCount();
        final boolean isWhole =
                (from == PinBlockFormat.ISO_4 || to == PinBlockFormat.ISO_4)
                        && count <= MAX_PAN
                        && in.peek(count) == ';';
        if (!isWhole) return new Account(in.digits(AccountField.LENGTH, ErrorCode.ACCOUNT), false);
        final byte[] pan = in.digits(count, ErrorCode.ACCOUNT);
        in.require(';');
        return new Account(pan, true);
    }

    /** The digits that a block of this format is bound to. */
    byte[] of(PinBlockFormat format) throws CryptoException {
        if (isWhole && format == PinBlockFormat.ISO_4) return digits;
        if (digits.length == LONG && format == PinBlockFormat.PLUS) {
            return AccountField.leftmostOf18(digits);
        }
        return twelve();
    }

    /** The 12 digits in front of the check digit. */
    byte[] twelve() throws CryptoException {
        return isWhole
                ? AccountField.ofPan(digits)
                : Arrays.copyOfRange(digits, digits.length - AccountField.LENGTH, digits.length);
    }

    @Override
    public String toString() {
        return "account of " + digits.length + " digits";
    }
}
