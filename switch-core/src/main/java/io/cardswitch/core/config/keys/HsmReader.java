package io.cardswitch.core.config.keys;

import io.cardswitch.hsm.transport.HsmEndpointConfig;
import io.cardswitch.hsm.transport.HsmPoolConfig;
import io.cardswitch.hsm.transport.HsmTlsConfig;
import io.cardswitch.iso8583.yaml.YamlNode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code hsm} of switch.yaml. */
public final class HsmReader {
    private static final int LONGEST_PREFIX = 512; // Of a command, in front of the message.
    private static final int LONGEST_ANSWER = 1024;
    private static final int PAYSHIELD_PORT = 1500;
    private static final HsmPoolConfig.Timers USUAL = HsmPoolConfig.Timers.USUAL;

    private HsmReader() {}

    /**
     * HSMs of the configuration, empty without the section.
     *
     * @param frameBytes longest message, which a MAC may cover whole
     * @param pending commands of one event loop that may wait
     * @param eventLoops at most
     * @param cardCheckMs how long a request waits for its check
     */
    public static Optional<HsmConfig> read(
            YamlNode node,
            Path directory,
            int frameBytes,
            int pending,
            int eventLoops,
            long cardCheckMs) {
        if (!node.isPresent()) {
            return Optional.empty();
        }
        final List<HsmEndpointConfig> endpoints = endpoints(node, directory);
        final int headerLength = (int) node.number("header", 4, 12, 4);
        final int timeoutMs = (int) node.number("timeout_ms", 10, 60_000, 1_500);
        final int attemptMs = (int) node.number("attempt_ms", 1, 60_000, USUAL.attemptMs());
        final int healthMs = (int) node.number("health_ms", 10, 600_000, USUAL.healthMs());
        node.rejectUnknownKeys();
        if (attemptMs > timeoutMs) {
            node.get("attempt_ms")
                    .problem(
                            "attempt_ms " + attemptMs + " is more than timeout_ms " + timeoutMs,
                            "leave time to ask another HSM");
        }
        if (timeoutMs >= cardCheckMs) {
            node.get("timeout_ms")
                    .problem(
                            "timeout_ms " + timeoutMs + " reaches card_check_ms " + cardCheckMs,
                            "give up on the HSM before the request does: lower it");
        }
        if (endpoints.isEmpty()) {
            return Optional.empty();
        }
        final HsmPoolConfig pool =
                new HsmPoolConfig(
                        endpoints,
                        headerLength,
                        pending * eventLoops,
                        inFlight(pending),
                        frameBytes + LONGEST_PREFIX,
                        LONGEST_ANSWER,
                        new HsmPoolConfig.Timers(
                                attemptMs,
                                USUAL.connectMs(),
                                healthMs,
                                USUAL.backoffMs(),
                                Math.max(USUAL.backoffMs(), healthMs),
                                USUAL.timeoutsToOpen()));
        return Optional.of(new HsmConfig(pool, timeoutMs, pending));
    }

    private static int inFlight(int pending) {
        return Math.min(HsmConfig.MAX_IN_FLIGHT, Integer.highestOneBit(pending));
    }

    private static List<HsmEndpointConfig> endpoints(YamlNode node, Path directory) {
        final List<HsmEndpointConfig> endpoints = new ArrayList<>();
        final Set<String> names = new HashSet<>();
        for (final YamlNode item : node.items("endpoints")) {
            final String name = item.text("name");
            if (!names.add(name)) {
                item.problem("HSM " + name + " stands twice", "rename one");
            }
            final HsmEndpointConfig endpoint =
                    new HsmEndpointConfig(
                            name,
                            item.text("host"),
                            (int) item.number("port", 1, 65_535, PAYSHIELD_PORT),
                            (int) item.number("connections", 1, 64, 2),
                            tls(item.get("tls"), directory));
            item.rejectUnknownKeys();
            endpoints.add(endpoint);
        }
        final YamlNode list = node.get("endpoints");
        if (list.isList() && endpoints.isEmpty()) {
            list.problem("no HSM", "add one, or remove the whole hsm section");
        } else if (endpoints.size() > HsmPoolConfig.MAX_ENDPOINTS) {
            list.problem(
                    endpoints.size() + " HSMs",
                    "name at most " + HsmPoolConfig.MAX_ENDPOINTS + " in one configuration");
            return List.of();
        }
        return endpoints;
    }

    private static Optional<HsmTlsConfig> tls(YamlNode node, Path directory) {
        if (!node.isPresent()) {
            return Optional.empty();
        }
        final Path trusted = directory.resolve(node.text("trusted"));
        final String serverName = node.text("server_name");
        Optional<HsmTlsConfig.Identity> identity = Optional.empty();
        if (node.has("certificate") || node.has("private_key")) {
            identity =
                    Optional.of(
                            new HsmTlsConfig.Identity(
                                    directory.resolve(node.text("certificate")),
                                    directory.resolve(node.text("private_key"))));
        }
        node.rejectUnknownKeys();
        final PemReader files = new PemReader(node, directory);
        files.readCertificate("trusted");
        files.checkPair();
        return Optional.of(new HsmTlsConfig(trusted, serverName, identity));
    }
}
