package io.cardswitch.core.simulator.request;

/**
 * What a terminal gets when a card is put in or swiped, not typed. Prints nothing of it.
 *
 * @param track2 DE35 in ASCII, {@code =} as separator
 * @param pinBlock DE52, null without a PIN
 * @param chip makes DE55, null for a stripe
 */
public record CardReading(byte[] track2, byte[] pinBlock, Chip chip) {
    /** The chip of a card. */
    @FunctionalInterface
    public interface Chip {
        /**
         * DE55 with the cryptogram of a transaction.
         *
         * @param type first two digits of DE3
         * @param amountMinor minor units
         */
        byte[] sign(int type, long amountMinor);
    }

    @Override
    public String toString() {
        return "CardReading";
    }
}
