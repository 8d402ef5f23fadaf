package io.cardswitch.hsm.transport;

import java.util.Optional;

/**
 * One HSM.
 *
 * @param name for operators
 * @param host name or address
 * @param port host command port; 1500 as delivered, 2500 with TLS
 * @param connections held open at once
 * @param tls empty for plain TCP
 */
public record HsmEndpointConfig(
        String name, String host, int port, int connections, Optional<HsmTlsConfig> tls) {
    private static final int MAX_CONNECTIONS = 64;

    /** Checks the limits. */
    public HsmEndpointConfig {
        if (port < 1 || port > 0xFFFF || connections < 1 || connections > MAX_CONNECTIONS) {
            throw new IllegalArgumentException(
                    "HSM " + name + ": port 1-65535, connections 1-" + MAX_CONNECTIONS);
        }
    }
}
