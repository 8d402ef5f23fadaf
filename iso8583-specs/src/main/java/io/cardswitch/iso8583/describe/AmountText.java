package io.cardswitch.iso8583.describe;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Amounts and currencies in words. */
final class AmountText {
    /** Numeric code that currencies without one share. */
    private static final String NO_CURRENCY = "000";

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");
    private static final Pattern RATE = Pattern.compile("[0-9]{8}");

    private static final Map<String, Currency> CURRENCIES = currencies();

    private AmountText() {}

    /** {@code 123.45 USD}; null when the digits or the currency's exponent are not known. */
    static String amount(String minor, String currencyCode) {
        final Currency currency = currency(currencyCode);
        if (currency == null || !DIGITS.matcher(minor).matches()) return null;
        final int exponent = currency.getDefaultFractionDigits();
        if (exponent < 0) return null;
        return BigDecimal.valueOf(Long.parseLong(minor), exponent).toPlainString()
                + " "
                + currency.getCurrencyCode();
    }

    /** {@code USD, 2 decimals}; null when there is none of that number or letters. */
    static String name(String code) {
        final Currency currency = currency(code);
        if (currency == null) return null;
        final int decimals = Math.max(0, currency.getDefaultFractionDigits());
        return currency.getCurrencyCode() + ", " + TextLines.count(decimals, "decimal");
    }

    /** Whether a digit may be the currency's exponent: none told, or no currency known, may. */
    static boolean isExponent(String digit, String currencyCode) {
        final Currency currency = currency(currencyCode);
        if (digit.isEmpty() || currency == null) return true;
        return digit.charAt(0) - '0' == Math.max(0, currency.getDefaultFractionDigits());
    }

    /** {@code 1.234567} of {@code 61234567}: decimals, then digits (DE9, DE10); or null. */
    static String rate(String digits) {
        if (!RATE.matcher(digits).matches()) return null;
        return BigDecimal.valueOf(Long.parseLong(digits.substring(1)), digits.charAt(0) - '0')
                .toPlainString();
    }

    /** Of a number or three letters of ISO 4217. */
    private static Currency currency(String code) {
        return code == null || NO_CURRENCY.equals(code) ? null : CURRENCIES.get(code);
    }

    /** By number and by letters; the first by letters where several share a number. */
    private static Map<String, Currency> currencies() {
        final Map<String, Currency> currencies = new HashMap<>();
        Currency.getAvailableCurrencies().stream()
                .sorted(Comparator.comparing(Currency::getCurrencyCode))
                .forEach(currency -> {
                    currencies.putIfAbsent(currency.getNumericCodeAsString(), currency);
                    currencies.put(currency.getCurrencyCode(), currency);
                });
        return Map.copyOf(currencies);
    }
}
