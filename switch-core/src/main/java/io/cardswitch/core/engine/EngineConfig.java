package io.cardswitch.core.engine;

import static io.cardswitch.core.command.Invariants.check;

/**
 * Limits of the engine. All memory is reserved at the start. Cards and accounts above their limit
 * stop the node with the limit's name; the holds, window and history limits are part of what the
 * journal means and stay as they are for the life of a data directory.
 *
 * @param maxAccounts accounts
 * @param maxCards cards
 * @param maxHolds open holds; further authorizations are answered with a malfunction
 * @param windowCount transactions remembered for repeats and reversals, a power of two
 * @param windowMs how long they are remembered, in journal time
 * @param checkpointHistory commands between a decision and its checkpoint, a power of two
 * @param maxCardChecks requests that wait for a card check; further ones are answered with a
 *     malfunction
 * @param cardCheckMs how long they wait, in journal time
 */
public record EngineConfig(
        int maxAccounts,
        int maxCards,
        int maxHolds,
        int windowCount,
        long windowMs,
        int checkpointHistory,
        int maxCardChecks,
        long cardCheckMs) {
    /** Requests that wait for a card check, unless configured. */
    public static final int DEFAULT_CARD_CHECKS = 16_384;

    /** How long they wait, unless configured. */
    public static final int DEFAULT_CARD_CHECK_MS = 10_000;

    private static final long TWO_DAYS_MS = 48L * 3_600_000;

    /** Checks the bounds that the table constructors do not. */
    public EngineConfig {
        check(windowCount > 1 && Integer.bitCount(windowCount) == 1, "limits.window is 2^n");
        check(windowMs > 0, "limits.window time is positive");
        check(
                checkpointHistory > 0 && Integer.bitCount(checkpointHistory) == 1,
                "limits.checkpoint history is 2^n");
        check(cardCheckMs > 0, "limits.card_check_ms is positive");
    }

    /** So many cards on as many accounts, and the usual limits for the rest. */
    public static EngineConfig ofCards(int maxCards) {
        return new EngineConfig(
                maxCards,
                maxCards,
                1 << 20,
                1 << 20,
                TWO_DAYS_MS,
                1 << 16,
                DEFAULT_CARD_CHECKS,
                DEFAULT_CARD_CHECK_MS);
    }

    /** A few thousand of everything, for tests. */
    public static EngineConfig small() {
        return new EngineConfig(
                4_096, 4_096, 4_096, 4_096, TWO_DAYS_MS, 4_096, 64, DEFAULT_CARD_CHECK_MS);
    }
}
