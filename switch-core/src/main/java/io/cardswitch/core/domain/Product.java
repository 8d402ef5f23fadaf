package io.cardswitch.core.domain;

/**
 * What a card product allows.
 *
 * @param id as cards name it
 * @param typesLow bit n: transaction type n allowed, 0-63
 * @param typesHigh bit n: transaction type 64 + n allowed
 * @param maximumMinor largest amount of one transaction, 0 for none
 * @param holdLifetimeMs how long an authorization holds its amount
 * @param channels bit set of {@link Channel} codes
 * @param checks bit set of {@link CardCheck} codes
 * @param pinTries wrong PINs after which a card is refused, 1-9; 0 without a PIN check
 */
public record Product(
        int id,
        long typesLow,
        long typesHigh,
        long maximumMinor,
        long holdLifetimeMs,
        int channels,
        int checks,
        int pinTries) {
    /** Ids are below this. */
    public static final int ID_LIMIT = 1 << 16;

    /** Longest hold: 400 days. */
    public static final long MAX_HOLD_LIFETIME_MS = 400L * 24 * 3_600_000;

    /** Most wrong PINs that a product allows. */
    public static final int MAX_PIN_TRIES = 9;

    /** True when what this says about checks can be done. */
    public boolean areChecksSound() {
        final boolean hasPin = CardCheck.pinOf(checks) != 0;
        return CardCheck.isSet(checks)
                && (hasPin ? pinTries >= 1 && pinTries <= MAX_PIN_TRIES : pinTries == 0);
    }

    /** True when the type, 0-99, is allowed. */
    public boolean allowsType(int type) {
        final long set = type < Long.SIZE ? typesLow : typesHigh;
        return (set >>> type & 1) != 0;
    }
}
