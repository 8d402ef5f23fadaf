package io.cardswitch.core.edge.security;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.domain.LinkKeyKind;
import io.cardswitch.hsm.HsmKey;

/**
 * The keys of one link as all event loops see them: those of the configuration until the link has
 * exchanged others, then the newest, and the one before it for as long as messages made with it may
 * be on their way. Any thread reads; nothing is allocated by reading.
 */
public final class LinkKeyRing {
    /** What serves, and what served before: replaced whole, so that no reader mixes two. */
    private record Keys(HsmKey current, HsmKey previous, long previousEndsMs) {
        HsmKey previous(long nowMs) {
            return nowMs < previousEndsMs ? previous : null;
        }
    }

    private final LinkKeys configured;
    private volatile Keys pin;
    private volatile Keys mac;

    LinkKeyRing(LinkKeys configured) {
        this.configured = configured;
        this.pin = new Keys(configured.pinKey(), null, 0);
        this.mac = new Keys(configured.macKey(), null, 0);
    }

    /** What the configuration says of the link's keys; what they are for stays as they change. */
    public LinkKeys configured() {
        return configured;
    }

    /** Key that PIN blocks of the link are under; null when it has none. */
    public HsmKey pinKey() {
        return pin.current;
    }

    /** Key that PIN blocks made before the last exchange are under; null when none serves. */
    public HsmKey previousPinKey(long nowMs) {
        return pin.previous(nowMs);
    }

    /** Key of the link's message authentication codes; null when it has none. */
    public HsmKey macKey() {
        return mac.current;
    }

    /** Key of codes made before the last exchange; null when none serves. */
    public HsmKey previousMacKey(long nowMs) {
        return mac.previous(nowMs);
    }

    /** Takes a new key; the one that served so far serves beside it until then. */
    public synchronized void exchange(LinkKeyKind kind, HsmKey key, long previousEndsMs) {
        final Keys before = kind == LinkKeyKind.PIN ? pin : mac;
        restore(kind, key, before.current, previousEndsMs);
    }

    /**
     * Takes what the link has exchanged before the node started.
     *
     * @param previous the key before, which serves until {@code previousEndsMs}; or null
     */
    public synchronized void restore(
            LinkKeyKind kind, HsmKey key, HsmKey previous, long previousEndsMs) {
        check(key != null, "a key replaces another");
        final Keys keys = new Keys(key, previous, previousEndsMs);
        if (kind == LinkKeyKind.PIN) {
            pin = keys;
        } else {
            mac = keys;
        }
    }

    @Override
    public String toString() {
        return "LinkKeyRing";
    }
}
