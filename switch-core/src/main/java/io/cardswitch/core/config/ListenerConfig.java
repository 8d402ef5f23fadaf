package io.cardswitch.core.config;

import io.cardswitch.iso8583.codec.MessageSpec;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A place where terminals and acquirers connect.
 *
 * @param id number of the link in commands and duplicate keys; never reused for another link
 * @param name shown in metrics and messages
 * @param host address to listen on
 * @param port to listen on, 0 for any free one
 * @param framing name of the framing
 * @param spec compiled dialect
 * @param tls certificate when the listener speaks TLS
 * @param answersMalformed a message with errors but readable MTI and DE11 is answered
 * @param echoesPrivateUse DE60-63 of a request return in the answer
 */
public record ListenerConfig(
        int id,
        String name,
        String host,
        int port,
        String framing,
        MessageSpec spec,
        Optional<Tls> tls,
        boolean answersMalformed,
        boolean echoesPrivateUse) {
    /**
     * Certificate of a listener.
     *
     * @param certificate PEM file with the certificate chain
     * @param privateKey PEM file with its PKCS#8 key
     */
    public record Tls(Path certificate, Path privateKey) {}
}
