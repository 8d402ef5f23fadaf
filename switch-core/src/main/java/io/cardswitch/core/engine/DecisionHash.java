package io.cardswitch.core.engine;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.ledger.Hashes;

/**
 * A rolling hash over every decision and the balances it left, and its recent values by sequence:
 * two runs of the same log that ever differ in one decision differ in every value after it.
 */
final class DecisionHash {
    private final long[] history;
    private long current;
    private long lastSequence;

    DecisionHash(int historyLength) {
        check(Integer.bitCount(historyLength) == 1, "values are found by masking");
        history = new long[historyLength];
    }

    /** Takes in one part of the decision on the present command. */
    void fold(long resultCode, long ledgerMinor, long availableMinor) {
        current =
                Hashes.mix(current ^ resultCode ^ Long.rotateLeft(ledgerMinor, 21))
                        + Long.rotateLeft(availableMinor, 42);
    }

    /** Ends the command with this sequence. */
    void end(long sequence) {
        check(sequence == lastSequence + 1, "commands are applied in sequence");
        lastSequence = sequence;
        current = Hashes.mix(current + sequence);
        history[(int) (sequence & history.length - 1)] = current;
    }

    long current() {
        return current;
    }

    /** True when the value for this sequence is still known. */
    boolean knows(long sequence) {
        return sequence > 0 && sequence <= lastSequence && sequence > lastSequence - history.length;
    }

    /** Value after the command with this sequence, which {@link #knows} accepts. */
    long at(long sequence) {
        check(knows(sequence), "only recent values are kept");
        return history[(int) (sequence & history.length - 1)];
    }
}
