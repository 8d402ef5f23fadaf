package io.cardswitch.core.engine.link;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.ledger.Hashes;

/** Which links are signed on. Traffic flows either way; operators want to see it. */
public final class LinkTable {
    private static final int LINK_LIMIT = 1 << 16;
    private static final int SHIFT = 6;

    private final long[] signedOn = new long[LINK_LIMIT / Long.SIZE];

    /** True when the last sign-on was not followed by a sign-off. */
    public boolean isSignedOn(int link) {
        check(link >= 0 && link < LINK_LIMIT, "link ids are 16 bits");
        return (signedOn[link >>> SHIFT] >>> link & 1) != 0;
    }

    /** The link has signed on. */
    public void signOn(int link) {
        check(link >= 0 && link < LINK_LIMIT, "link ids are 16 bits");
        signedOn[link >>> SHIFT] |= 1L << link;
    }

    /** The link has signed off. */
    public void signOff(int link) {
        check(link >= 0 && link < LINK_LIMIT, "link ids are 16 bits");
        signedOn[link >>> SHIFT] &= ~(1L << link);
    }

    /** Hash of all links, continued from {@code seed}. */
    public long hash(long seed) {
        long hash = seed;
        for (final long word : signedOn) {
            hash = Hashes.mix(hash ^ word);
        }
        return hash;
    }
}
