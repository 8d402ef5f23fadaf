package io.cardswitch.core.transport;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLException;

/**
 * TLS of one listener: 1.3, and 1.2 with ECDHE and AEAD only.
 *
 * @param certificate PEM file: the listener's certificate, then its chain
 * @param privateKey PEM file: PKCS#8 key without a password
 * @param clientCa PEM file of the authorities whose client certificates are demanded, or empty
 * @param handshakeTimeoutMs from accept to the end of the handshake
 */
public record TlsConfig(
        Path certificate, Path privateKey, Optional<Path> clientCa, long handshakeTimeoutMs) {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final List<String> CIPHERS =
            List.of(
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

    /**
     * Reads the files.
     *
     * @param listener name for error messages
     * @throws TransportException naming the listener, the file and the fault
     */
    SslContext context(String listener) {
        requireReadable(listener, "certificate", certificate);
        requireReadable(listener, "private key", privateKey);
        final SslContextBuilder builder;
        try {
            builder = SslContextBuilder.forServer(certificate.toFile(), privateKey.toFile());
        } catch (final IllegalArgumentException e) {
            throw new TransportException(
                    "listener "
                            + listener
                            + ": "
                            + certificate
                            + " and "
                            + privateKey
                            + " are not a PEM certificate and its PKCS#8 key: "
                            + reason(e),
                    e);
        }
        builder.sslProvider(SslProvider.JDK).protocols(PROTOCOLS).ciphers(CIPHERS);
        clientCa.ifPresent(ca -> demandClientCertificate(listener, builder, ca));
        try {
            return builder.build();
        } catch (final SSLException e) {
            throw new TransportException(
                    "listener " + listener + ": TLS cannot be set up: " + reason(e), e);
        }
    }

    private static void demandClientCertificate(
            String listener, SslContextBuilder builder, Path ca) {
        requireReadable(listener, "client CA", ca);
        try {
            builder.trustManager(ca.toFile()).clientAuth(ClientAuth.REQUIRE);
        } catch (final IllegalArgumentException e) {
            throw new TransportException(
                    "listener " + listener + ": " + ca + " holds no PEM certificate: " + reason(e),
                    e);
        }
    }

    private static void requireReadable(String listener, String what, Path file) {
        if (!Files.isReadable(file)) {
            throw new TransportException(
                    "listener " + listener + ": " + what + " file " + file + " cannot be read");
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
