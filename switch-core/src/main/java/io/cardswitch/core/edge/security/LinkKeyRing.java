package io.cardswitch.core.edge.security;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.domain.LinkKeyKind;
import io.cardswitch.hsm.HsmKey;

import java.util.EnumSet;
import java.util.Set;

/**
 * The keys of one link as all event loops see them: those of the configuration until the link has
 * exchanged others, then the newest, and the one before it for as long as messages made with it may
 * be on their way. Any thread reads; nothing is allocated by reading.
 */
public final class LinkKeyRing {
    /** What serves, and what served before: replaced whole, so that no reader mixes two. */
    private record Keys(NewKey newest, HsmKey previous, long previousEndsMs) {
        HsmKey current() {
            return newest.key;
        }

        HsmKey previous(long nowMs) {
            return nowMs < previousEndsMs ? previous : null;
        }
    }

    /**
     * A key that a link brought.
     *
     * @param key under the LMK
     * @param checkValue three bytes of its check value
     * @param stan DE11 of the message that brought it
     */
    public record NewKey(HsmKey key, int checkValue, int stan) {
        private static final int NONE = -1;

        /** The same key, of the same message: what a repeat brings, in another key block. */
        boolean isRepeat(NewKey other) {
            return stan == other.stan && checkValue == other.checkValue;
        }
    }

    private final LinkKeys configured;
    private final Set<LinkKeyKind> changing = EnumSet.noneOf(LinkKeyKind.class);
    private volatile Keys pin;
    private volatile Keys mac;

    LinkKeyRing(LinkKeys configured) {
        this.configured = configured;
        this.pin = unchanged(configured.pinKey());
        this.mac = unchanged(configured.macKey());
    }

    private static Keys unchanged(HsmKey key) {
        return new Keys(new NewKey(key, NewKey.NONE, NewKey.NONE), null, 0);
    }

    /** What the configuration says of the link's keys; what they are for stays as they change. */
    public LinkKeys configured() {
        return configured;
    }

    /** Key that PIN blocks of the link are under; null when it has none. */
    public HsmKey pinKey() {
        return pin.current();
    }

    /** Key that PIN blocks made before the last exchange are under; null when none serves. */
    public HsmKey previousPinKey(long nowMs) {
        return pin.previous(nowMs);
    }

    /** Key of the link's message authentication codes; null when it has none. */
    public HsmKey macKey() {
        return mac.current();
    }

    /** Key of codes made before the last exchange; null when none serves. */
    public HsmKey previousMacKey(long nowMs) {
        return mac.previous(nowMs);
    }

    /** Claims the change of a key, which one event loop may do at a time. */
    public synchronized boolean tryBegin(LinkKeyKind kind) {
        return changing.add(kind);
    }

    /** Ends a change that was claimed. */
    public synchronized void end(LinkKeyKind kind) {
        check(changing.remove(kind), "a change ends once");
    }

    /**
     * Takes a new key; the one that served so far serves beside it until then. The repeat of a
     * message changes nothing.
     */
    public synchronized void exchange(LinkKeyKind kind, NewKey key, long previousEndsMs) {
        final Keys before = kind == LinkKeyKind.PIN ? pin : mac;
        if (!key.isRepeat(before.newest)) {
            restore(kind, key, before.current(), previousEndsMs);
        }
    }

    /**
     * Takes what the link has exchanged before the node started.
     *
     * @param previous the key before, which serves until {@code previousEndsMs}; or null
     */
    public synchronized void restore(
            LinkKeyKind kind, NewKey key, HsmKey previous, long previousEndsMs) {
        check(key.key != null, "a key replaces another");
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
