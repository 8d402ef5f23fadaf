package io.cardswitch.core.engine;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.ledger.Hashes;

/** Which links are signed on. Traffic flows either way; operators want to see it. */
final class LinkTable {
    private static final int LINK_LIMIT = 1 << 16;
    private static final int SHIFT = 6;

    private final long[] signedOn = new long[LINK_LIMIT / Long.SIZE];

    boolean isSignedOn(int link) {
        check(link >= 0 && link < LINK_LIMIT, "link ids are 16 bits");
        return (signedOn[link >>> SHIFT] >>> link & 1) != 0;
    }

    void signOn(int link) {
        check(link >= 0 && link < LINK_LIMIT, "link ids are 16 bits");
        signedOn[link >>> SHIFT] |= 1L << link;
    }

    void signOff(int link) {
        check(link >= 0 && link < LINK_LIMIT, "link ids are 16 bits");
        signedOn[link >>> SHIFT] &= ~(1L << link);
    }

    long hash(long seed) {
        long hash = seed;
        for (final long word : signedOn) {
            hash = Hashes.mix(hash ^ word);
        }
        return hash;
    }
}
