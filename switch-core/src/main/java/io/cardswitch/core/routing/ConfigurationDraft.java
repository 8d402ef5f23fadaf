package io.cardswitch.core.routing;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.domain.Product;
import io.cardswitch.core.domain.RouteDestination;

import java.util.Arrays;

/** A version of the configuration that is being loaded and does not serve yet. */
public final class ConfigurationDraft {
    private final long contentHash;
    private final int[] routeLows = new int[RoutingTable.MAX_ROUTES];
    private final int[] routeHighs = new int[RoutingTable.MAX_ROUTES];
    private final RouteDestination[] destinations = new RouteDestination[RoutingTable.MAX_ROUTES];
    private final int[] issuers = new int[RoutingTable.MAX_ROUTES];
    private int routeCount;
    private Product[] products = new Product[0];

    /** An empty draft of the version with this hash. */
    public ConfigurationDraft(long contentHash) {
        this.contentHash = contentHash;
    }

    /** Names the version. */
    public long contentHash() {
        return contentHash;
    }

    /** Adds a product; false when it is out of bounds or there already. */
    public boolean addProduct(Product product) {
        final int id = product.id();
        check(id >= 0 && id < Product.ID_LIMIT, "product ids are 16 bits");
        if (product.maximumMinor() < 0
                || product.holdLifetimeMs() <= 0
                || product.holdLifetimeMs() > Product.MAX_HOLD_LIFETIME_MS
                || !product.areChecksSound()
                || (id < products.length && products[id] != null)) {
            return false;
        }
        if (id >= products.length) products = Arrays.copyOf(products, id + 1);
        check(products[id] == null, "a product is added once");
        products[id] = product;
        return true;
    }

    /**
     * Adds a route after the others; false when it is out of bounds or the table is full.
     *
     * @param issuer number of the issuer that PINs are translated for, 0 for none
     */
    public boolean addRoute(long binLow, long binHigh, RouteDestination destination, int issuer) {
        if (binLow < 0
                || binLow > binHigh
                || binHigh >= RoutingTable.BIN_LIMIT
                || issuer != 0 && destination != RouteDestination.ISSUER
                || routeCount == RoutingTable.MAX_ROUTES) {
            return false;
        }
        check(destination != null, "a route leads somewhere");
        routeLows[routeCount] = (int) binLow;
        routeHighs[routeCount] = (int) binHigh;
        destinations[routeCount] = destination;
        issuers[routeCount] = issuer;
        routeCount++;
        return true;
    }

    /** What shall serve. */
    public ServingConfiguration build() {
        return new ServingConfiguration(
                contentHash,
                products,
                RoutingTable.of(routeLows, routeHighs, destinations, issuers, routeCount));
    }
}
