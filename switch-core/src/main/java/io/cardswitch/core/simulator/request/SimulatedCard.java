package io.cardswitch.core.simulator.request;

import java.nio.charset.StandardCharsets;

/** A test card that a simulated terminal presents. Prints masked. */
public final class SimulatedCard {
    private final byte[] digits;
    private final int expiry;
    private final int currency;
    private final CardReading reading;

    /**
     * A card whose number is typed.
     *
     * @param digits 12 to 19 digits
     * @param expiry YYMM
     * @param currency of its account, ISO 4217 numeric
     */
    public SimulatedCard(CharSequence digits, int expiry, int currency) {
        this(digits, expiry, currency, null);
    }

    /** A card that is read; with null, typed. */
    public SimulatedCard(CharSequence digits, int expiry, int currency, CardReading reading) {
        this.reading = reading;
        this.digits = digits.toString().getBytes(StandardCharsets.US_ASCII);
        this.expiry = expiry;
        this.currency = currency;
    }

    /** ASCII digits, not to be changed. */
    byte[] digits() {
        return digits;
    }

    /** DE14, YYMM. */
    int expiry() {
        return expiry;
    }

    /** DE49, ISO 4217 numeric. */
    int currency() {
        return currency;
    }

    /** What reading it brings, null when it is typed. */
    CardReading reading() {
        return reading;
    }

    /** First six and last four digits. */
    @Override
    public String toString() {
        final String text = new String(digits, StandardCharsets.US_ASCII);
        final int last = text.length() - 4;
        return text.substring(0, 6) + "*".repeat(last - 6) + text.substring(last);
    }
}
