package io.cardswitch.core.edge;

import static io.cardswitch.core.command.Invariants.check;

import java.util.List;

/**
 * Limits of one event loop's edge.
 *
 * @param links all links, whose sessions any event loop may serve
 * @param slots requests in flight at most
 * @param reservedSlots how many of them only reversals may take
 * @param frameBytes longest message
 * @param cardCacheEntries PANs whose token is remembered, a power of two
 */
public record EdgeConfig(
        List<LinkConfig> links,
        int slots,
        int reservedSlots,
        int frameBytes,
        int cardCacheEntries) {
    /** Checks the bounds. */
    public EdgeConfig {
        links = List.copyOf(links);
        check(!links.isEmpty(), "the edge has a link");
        check(frameBytes > 0, "frame limit is positive");
    }
}
