package io.cardswitch.core.edge.mac;

import static io.cardswitch.core.command.Invariants.check;

/**
 * The message authentication codes of a link: every message and every answer has one.
 *
 * @param algorithm of both sides
 * @param length octets, 4 or 8: the leftmost of the code, zeros behind them
 */
public record MacFormat(MacAlgorithm algorithm, int length) {
    /** The longest code. */
    public static final int MAX_LENGTH = 8;

    /** Half of it. */
    public static final int HALF_LENGTH = 4;

    /** Checks the length. */
    public MacFormat {
        check(length == HALF_LENGTH || length == MAX_LENGTH, "a MAC has four or eight octets");
    }
}
