package io.cardswitch.core.config;

import io.cardswitch.core.config.keys.PemReader;
import io.cardswitch.core.transport.TlsConfig;
import io.cardswitch.iso8583.yaml.YamlNode;

import java.nio.file.Path;
import java.util.Optional;

/** Reads the {@code tls} of a listener, and proves that its certificate and key work together. */
final class TlsReader {
    private TlsReader() {}

    /** TLS of a listener, empty for plain TCP; what is wrong with it is noted at its lines. */
    static Optional<TlsConfig> read(YamlNode node, Path directory, long handshakeTimeoutMs) {
        if (!node.isPresent()) return Optional.empty();
        final Path certificate = directory.resolve(node.text("certificate"));
        final Path privateKey = directory.resolve(node.text("private_key"));
        node.rejectUnknownKeys();
        new PemReader(node, directory).checkPair();
        return Optional.of(
                new TlsConfig(certificate, privateKey, Optional.empty(), handshakeTimeoutMs));
    }
}
