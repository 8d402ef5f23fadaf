package io.cardswitch.core.command;

/** Always-on checks of facts that only a bug can break. A failure stops the node. */
public final class Invariants {
    private Invariants() {}

    /** Throws {@link AssertionError} naming the fact when it does not hold. */
    public static void check(boolean holds, String fact) {
        if (!holds) {
            throw new AssertionError(fact);
        }
    }
}
