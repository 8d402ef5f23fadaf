package io.cardswitch.iso8583.convert;

import java.util.Arrays;
import java.util.Currency;

/** Exponents of ISO 4217, by numeric code. */
public final class Currencies {
    private static final byte[] EXPONENTS = exponents();

    private Currencies() {}

    /** Decimals of the minor unit, -1 when there is no such currency or it has none. */
    static int exponent(int numericCode) {
        return EXPONENTS[numericCode];
    }

    /**
     * Decimals of an amount in this currency: 0 where ISO 4217 knows none.
     *
     * @param numericCode 0 to 999
     */
    public static int decimals(int numericCode) {
        return Math.max(0, EXPONENTS[numericCode]);
    }

    private static byte[] exponents() {
        final byte[] exponents = new byte[1000];
        Arrays.fill(exponents, (byte) -1);
        for (final Currency currency : Currency.getAvailableCurrencies()) {
            final int code = currency.getNumericCode();
            if (code > 0) exponents[code] = (byte) currency.getDefaultFractionDigits();
        }
        return exponents;
    }
}
