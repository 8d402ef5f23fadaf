package io.cardswitch.hsm.transport;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLException;

/**
 * TLS towards an HSM: 1.3, and 1.2 with ECDHE and AEAD only.
 *
 * @param trusted PEM file: authorities that sign the device's certificate
 * @param serverName name that the certificate must carry
 * @param identity certificate and key of this client, which payShields ask for
 */
public record HsmTlsConfig(Path trusted, String serverName, Optional<Identity> identity) {
    /**
     * Who this client is.
     *
     * @param certificate PEM file: the certificate, then its chain
     * @param privateKey PEM file: PKCS#8 key without a password
     */
    public record Identity(Path certificate, Path privateKey) {}

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final List<String> CIPHERS =
            List.of(
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

    /**
     * Reads the files.
     *
     * @throws IllegalArgumentException naming the HSM and the fault
     */
    SslContext context(String hsm) {
        try {
            final SslContextBuilder builder =
                    SslContextBuilder.forClient()
                            .trustManager(trusted.toFile())
                            .sslProvider(SslProvider.JDK)
                            .endpointIdentificationAlgorithm("HTTPS")
                            .protocols(PROTOCOLS)
                            .ciphers(CIPHERS);
            identity.ifPresent(own ->
                    builder.keyManager(own.certificate().toFile(), own.privateKey().toFile()));
            return builder.build();
        } catch (final SSLException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "HSM " + hsm + ": TLS cannot be set up: " + e.getMessage(), e);
        }
    }
}
