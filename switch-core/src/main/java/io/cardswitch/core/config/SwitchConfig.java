package io.cardswitch.core.config;

import io.cardswitch.core.config.keys.HsmConfig;
import io.cardswitch.core.edge.EdgeConfig;
import io.cardswitch.core.transport.TransportConfig;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A whole configuration directory, checked.
 *
 * @param directory it was read from
 * @param node switch.yaml
 * @param transport listeners of links.yaml
 * @param edge dialects and limits of the same links, for each event loop
 * @param routes routing.yaml, the first that matches wins
 * @param products products.yaml
 * @param tokenKey {@value #TOKEN_KEY_LENGTH} bytes that card numbers are tokenized under
 * @param cards accounts.csv and cards.csv
 * @param hsm the HSMs of switch.yaml
 */
public record SwitchConfig(
        Path directory,
        NodeConfig node,
        TransportConfig transport,
        EdgeConfig edge,
        List<RouteConfig> routes,
        List<ProductConfig> products,
        byte[] tokenKey,
        CardFiles cards,
        Optional<HsmConfig> hsm) {
    /** Bytes of the token key. */
    public static final int TOKEN_KEY_LENGTH = 32;

    /** Copies the lists. */
    public SwitchConfig {
        routes = List.copyOf(routes);
        products = List.copyOf(products);
    }

    /** The same on another data directory. */
    public SwitchConfig withDataDirectory(Path value) {
        return new SwitchConfig(
                directory,
                node.withDataDirectory(value),
                transport,
                edge,
                routes,
                products,
                tokenKey,
                cards,
                hsm);
    }

    /** The same with the one HSM that listens on this port of this machine. */
    public SwitchConfig withLocalHsm(int port) {
        return new SwitchConfig(
                directory,
                node,
                transport,
                edge,
                routes,
                products,
                tokenKey,
                cards,
                hsm.map(settings -> settings.onLoopback(port)));
    }
}
