package io.cardswitch.core.config;

import io.cardswitch.core.config.keys.HsmConfig;
import io.cardswitch.core.config.keys.KeyRing;
import io.cardswitch.core.config.keys.SecurityReader;
import io.cardswitch.iso8583.yaml.Problems;
import io.cardswitch.iso8583.yaml.References;
import io.cardswitch.iso8583.yaml.YamlNode;
import io.cardswitch.iso8583.yaml.YamlReader;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads a configuration directory strictly. Starts nothing and changes nothing; whatever is wrong
 * in any file is recorded, all of it in one pass.
 */
public final class ConfigReader {
    private final Path directory;
    private final Problems problems;
    private final References references;

    private ConfigReader(Path directory, Map<String, String> environment, Problems problems) {
        this.directory = directory;
        this.problems = problems;
        this.references = new References(environment, directory);
    }

    /**
     * Reads the directory; empty when there are problems.
     *
     * @param environment variables that {@code ${env:NAME}} refers to
     */
    public static Optional<SwitchConfig> read(
            Path directory, Map<String, String> environment, Problems problems) {
        if (!Files.isDirectory(directory)) {
            problems.add(
                    directory.toString(),
                    1,
                    "configuration directory is missing",
                    "name a directory that holds switch.yaml, for example config/demo");
            return Optional.empty();
        }
        return new ConfigReader(directory, environment, problems).read();
    }

    private Optional<SwitchConfig> read() {
        final NodeReader nodeReader = new NodeReader(yaml("switch.yaml"), problems);
        final NodeConfig node = nodeReader.node();
        final LimitsConfig limits = nodeReader.limits();
        final int eventLoops = LinksReader.eventLoops(node.pipeline().layout());
        final Optional<HsmConfig> hsm =
                nodeReader.hsm(
                        directory, limits.frameBytes(), eventLoops, node.engine().cardCheckMs());
        nodeReader.rejectUnknownKeys();
        final YamlNode keys = yaml("keys.yaml");
        final SecurityReader security =
                new SecurityReader(KeyRing.read(keys), hsm, nodeReader.isPresent());
        final LinksReader links = new LinksReader(directory, limits, security, problems);
        links.read(yaml("links.yaml"), node.adminPort());
        final Map<String, Integer> issuers =
                BusinessReader.readIssuers(yaml("institutions.yaml"), security);
        final List<RouteConfig> routes = BusinessReader.readRoutes(yaml("routing.yaml"), issuers);
        final int before = problems.count();
        final List<ProductConfig> products =
                BusinessReader.readProducts(yaml("products.yaml"), security);
        final boolean areProductsKnown = problems.count() == before;
        final byte[] tokenKey = tokenKeyOf(keys, node.isProduction());
        final Map<String, Integer> productIds =
                products.stream()
                        .collect(
                                Collectors.toMap(
                                        ProductConfig::name,
                                        product -> product.product().id(),
                                        (first, second) -> first));
        final CardFiles cards = new CardFiles(directory, productIds);
        cards.check(node.engine(), areProductsKnown, problems);
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new SwitchConfig(
                        directory,
                        node,
                        links.transport(node.pipeline().layout()),
                        links.edge(),
                        routes,
                        products,
                        tokenKey,
                        cards,
                        hsm));
    }

    private YamlNode yaml(String name) {
        return YamlReader.read(directory.resolve(name), problems, references);
    }

    private static byte[] tokenKeyOf(YamlNode root, boolean isProduction) {
        final YamlNode key = root.require("token_key");
        if (isProduction && key.isPresent() && !key.isReference()) {
            key.problem(
                    "clear key in environment production",
                    "refer to it: ${file:/run/secrets/token_key} or ${env:NAME}");
        }
        root.rejectUnknownKeys();
        final String hex = key.text();
        if (key.isPresent()
                && !hex.matches("[0-9A-Fa-f]{" + 2 * SwitchConfig.TOKEN_KEY_LENGTH + "}")) {
            key.problem(
                    "token_key is not " + 2 * SwitchConfig.TOKEN_KEY_LENGTH + " hex digits",
                    "make one: openssl rand -hex " + SwitchConfig.TOKEN_KEY_LENGTH);
            return new byte[SwitchConfig.TOKEN_KEY_LENGTH];
        }
        return HexFormat.of().parseHex(hex);
    }
}
