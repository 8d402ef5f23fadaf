package io.cardswitch.core.edge.security;

import io.cardswitch.core.edge.issuer.IssuerKeys;

import java.util.Map;

/**
 * What the edge checks cards and messages with.
 *
 * @param links keys by link id
 * @param products keys by product id
 * @param issuers keys by number of the issuer, as routes name it
 * @param timeoutMs all checks of one transaction together
 * @param pending commands of one event loop that may wait for the HSMs
 */
public record SecurityConfig(
        Map<Integer, LinkKeys> links,
        Map<Integer, ProductKeys> products,
        Map<Integer, IssuerKeys> issuers,
        int timeoutMs,
        int pending) {
    /** Copies the maps. */
    public SecurityConfig {
        links = Map.copyOf(links);
        products = Map.copyOf(products);
        issuers = Map.copyOf(issuers);
    }

    /** Keys of a link. */
    public LinkKeys link(int linkId) {
        return links.getOrDefault(linkId, LinkKeys.NONE);
    }

    /** Keys of a product. */
    public ProductKeys product(int productId) {
        return products.getOrDefault(productId, ProductKeys.NONE);
    }
}
