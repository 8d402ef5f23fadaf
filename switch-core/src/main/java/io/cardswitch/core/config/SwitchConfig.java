package io.cardswitch.core.config;

import java.nio.file.Path;
import java.util.List;

/**
 * A whole configuration directory, checked.
 *
 * @param directory it was read from
 * @param node switch.yaml
 * @param listeners links.yaml
 * @param routes routing.yaml, the first that matches wins
 * @param products products.yaml
 * @param tokenKey {@value #TOKEN_KEY_LENGTH} bytes that card numbers are tokenized under
 * @param cards accounts.csv and cards.csv
 */
public record SwitchConfig(
        Path directory,
        NodeConfig node,
        List<ListenerConfig> listeners,
        List<RouteConfig> routes,
        List<ProductConfig> products,
        byte[] tokenKey,
        CardFiles cards) {
    /** Bytes of the token key. */
    public static final int TOKEN_KEY_LENGTH = 32;

    /** Copies the lists. */
    public SwitchConfig {
        listeners = List.copyOf(listeners);
        routes = List.copyOf(routes);
        products = List.copyOf(products);
    }
}
