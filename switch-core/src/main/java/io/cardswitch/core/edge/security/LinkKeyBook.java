package io.cardswitch.core.edge.security;

import org.agrona.collections.Int2ObjectHashMap;

import java.util.Map;

/** The key rings of all links, one book for all event loops. */
public final class LinkKeyBook {
    private static final LinkKeyRing EMPTY = new LinkKeyRing(LinkKeys.NONE);

    private final Int2ObjectHashMap<LinkKeyRing> rings = new Int2ObjectHashMap<>();
    private boolean isAnyExchanged;

    /**
     * Starts with the keys of the configuration.
     *
     * @param links by link id
     */
    public LinkKeyBook(Map<Integer, LinkKeys> links) {
        for (final Map.Entry<Integer, LinkKeys> link : links.entrySet()) {
            rings.put(link.getKey().intValue(), new LinkKeyRing(link.getValue()));
            isAnyExchanged |= link.getValue().exchange() != null;
        }
    }

    /** Whether some link brings new keys while it serves. */
    public boolean isAnyExchanged() {
        return isAnyExchanged;
    }

    /** The ring of a link; one without keys when the link has none. */
    public LinkKeyRing ring(int linkId) {
        final LinkKeyRing ring = rings.get(linkId);
        return ring == null ? EMPTY : ring;
    }
}
