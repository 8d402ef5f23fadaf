package io.cardswitch.core.edge;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.edge.security.SecurityConfig;

import java.util.List;
import java.util.Optional;

/**
 * Limits of one event loop's edge.
 *
 * @param links all links, whose sessions any event loop may serve
 * @param slots requests in flight at most
 * @param reservedSlots how many of them only reversals may take
 * @param frameBytes longest message
 * @param cardCacheEntries PANs whose token is remembered, a power of two
 * @param security what cards and messages are checked with; empty without an HSM
 */
public record EdgeConfig(
        List<LinkConfig> links,
        int slots,
        int reservedSlots,
        int frameBytes,
        int cardCacheEntries,
        Optional<SecurityConfig> security) {
    /** Checks the bounds. */
    public EdgeConfig {
        links = List.copyOf(links);
        check(!links.isEmpty(), "the edge has a link");
        check(frameBytes > 0, "frame limit is positive");
    }

    /** The same links and limits, and no HSM. */
    public EdgeConfig(
            List<LinkConfig> links,
            int slots,
            int reservedSlots,
            int frameBytes,
            int cardCacheEntries) {
        this(links, slots, reservedSlots, frameBytes, cardCacheEntries, Optional.empty());
    }
}
