package io.cardswitch.core.config;

import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.spec.Dialects;
import io.cardswitch.iso8583.yaml.Problems;
import io.cardswitch.iso8583.yaml.YamlNode;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads links.yaml and the dialects it names. */
final class LinksReader {
    private static final int MAX_ID = 65_535;

    private final Path directory;
    private final Problems problems;
    private final Map<String, MessageSpec> specs = new TreeMap<>();
    private final Map<String, YamlNode> taken = new TreeMap<>();

    LinksReader(Path directory, Problems problems) {
        this.directory = directory;
        this.problems = problems;
    }

    List<ListenerConfig> read(YamlNode root, NodeConfig node) {
        loadSpecs();
        take("port " + node.adminPort(), node.adminPort() != 0, root);
        final List<ListenerConfig> listeners = new ArrayList<>();
        for (final YamlNode item : root.items("listeners")) {
            listeners.add(listenerOf(item));
        }
        if (root.has("listeners") && listeners.isEmpty()) {
            root.get("listeners").problem("no listener", "add one");
        }
        root.rejectUnknownKeys();
        return listeners;
    }

    private void loadSpecs() {
        for (final String name : Dialects.names()) {
            specs.put(name, Dialects.bundled(name));
        }
        final Path folder = directory.resolve("specs");
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.yaml")) {
            for (final Path file : files) {
                final MessageSpec spec = Dialects.load(file, problems);
                if (spec != null) {
                    specs.put(spec.name(), spec);
                }
            }
        } catch (final IOException e) {
            problems.add(folder.toString(), 1, "directory cannot be read", "make it readable");
        }
    }

    private ListenerConfig listenerOf(YamlNode item) {
        final int port = (int) item.number("port", 0, 65_535);
        final int id = (int) item.number("id", 1, MAX_ID);
        final String name = item.text("name");
        final List<String> framings = List.of("BIN2", "ASC4");
        item.choice("role", List.of("acquirer"));
        take("port " + port, port != 0, item.get("port"));
        take("id " + id, true, item.get("id"));
        take("name " + name, true, item.get("name"));
        final MessageSpec spec = specs.get(item.choice("spec", specs.keySet()));
        final ListenerConfig listener =
                new ListenerConfig(
                        id,
                        name,
                        item.text("host"),
                        port,
                        item.has("framing") ? item.choice("framing", framings) : "BIN2",
                        spec,
                        tlsOf(item.get("tls")),
                        item.flag("answers_malformed", true),
                        item.flag("echoes_private_use", true));
        item.rejectUnknownKeys();
        return listener;
    }

    /** Records a problem when another node of the file has the same. */
    private void take(String what, boolean isExclusive, YamlNode node) {
        if (isExclusive && node.isPresent()) {
            final YamlNode other = taken.putIfAbsent(what, node);
            if (other != null) {
                node.problem(
                        what + " is taken already",
                        "see line " + other.line() + ", or the admin port of switch.yaml");
            }
        }
    }

    private Optional<ListenerConfig.Tls> tlsOf(YamlNode node) {
        if (!node.isPresent()) {
            return Optional.empty();
        }
        final Path certificate = directory.resolve(node.text("certificate"));
        final Path key = directory.resolve(node.text("private_key"));
        node.rejectUnknownKeys();
        if (node.has("certificate")) {
            try (InputStream in = new FileInputStream(certificate.toFile())) {
                CertificateFactory.getInstance("X.509").generateCertificates(in);
            } catch (final IOException | CertificateException e) {
                node.get("certificate")
                        .problem(
                                "certificate " + node.text("certificate") + " cannot be read",
                                "give a PEM file with the certificate chain");
            }
        }
        if (node.has("private_key")) {
            try {
                final String text = Files.readString(key, StandardCharsets.US_ASCII);
                if (!text.contains("-----BEGIN PRIVATE KEY-----")) {
                    node.get("private_key")
                            .problem(
                                    "private key "
                                            + node.text("private_key")
                                            + " is not PKCS#8 PEM",
                                    "convert it: openssl pkcs8 -topk8 -nocrypt");
                }
            } catch (final IOException e) {
                node.get("private_key")
                        .problem(
                                "private key " + node.text("private_key") + " cannot be read",
                                "give a PKCS#8 PEM file readable for the switch");
            }
        }
        return Optional.of(new ListenerConfig.Tls(certificate, key));
    }
}
