package io.cardswitch.core.routing;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.domain.Product;

/** Products and routes of one version of the configuration. Immutable; swapped whole. */
public final class ServingConfiguration {
    /** Serves until the first commit: no products, no routes. */
    public static final ServingConfiguration EMPTY = new ConfigurationDraft(0).build();

    private final long contentHash;
    private final Product[] products; // By id; null where there is none.
    private final RoutingTable routes;

    ServingConfiguration(long contentHash, Product[] products, RoutingTable routes) {
        this.contentHash = contentHash;
        this.products = products;
        this.routes = routes;
    }

    /** Names this version. */
    public long contentHash() {
        return contentHash;
    }

    /** The product with this id, or null. */
    public Product product(int id) {
        check(id >= 0, "product ids are not negative");
        return id < products.length ? products[id] : null;
    }

    /** Where cards are authorized. */
    public RoutingTable routes() {
        return routes;
    }

    /** Hash of everything here, continued from {@code seed}. */
    public long hash(long seed) {
        long hash = routes.hash(seed * 31 + contentHash);
        for (final Product product : products) {
            if (product == null) continue;
            hash = hash * 31 + product.id();
            hash = hash * 31 + product.typesLow();
            hash = hash * 31 + product.typesHigh();
            hash = hash * 31 + product.maximumMinor();
            hash = hash * 31 + product.holdLifetimeMs();
            hash = hash * 31 + product.channels();
        }
        return hash;
    }
}
