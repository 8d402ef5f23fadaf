package io.cardswitch.core.config.keys;

import io.cardswitch.iso8583.yaml.YamlNode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;

/**
 * Looks into the PEM files that a {@code tls} section names; what is wrong with one is a problem at
 * its line.
 */
public final class PemReader {
    private static final String CERTIFICATE = "certificate";
    private static final String PRIVATE_KEY = "private_key";
    private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String KEY_END = "-----END PRIVATE KEY-----";
    private static final byte[] PROBE = new byte[32];

    private final YamlNode node;
    private final Path directory;

    /** For the section, whose files are relative to the directory. */
    public PemReader(YamlNode node, Path directory) {
        this.node = node;
        this.directory = directory;
    }

    /** Proves that {@code certificate} and {@code private_key}, where they stand, are a pair. */
    public void checkPair() {
        final Optional<PublicKey> open = readCertificate(CERTIFICATE);
        final Optional<byte[]> encoded = node.has(PRIVATE_KEY) ? readKey() : Optional.empty();
        if (open.isEmpty() || encoded.isEmpty()) return;
        if (!isPair(open.get(), encoded.get())) {
            node.get(PRIVATE_KEY)
                    .problem(
                            "private key "
                                    + node.text(PRIVATE_KEY)
                                    + " does not belong to certificate "
                                    + node.text(CERTIFICATE),
                            "give the key the certificate was made for, and that certificate first"
                                    + " in its file");
        }
    }

    /** Key of the first certificate in the file that stands there, if any does. */
    Optional<PublicKey> readCertificate(String key) {
        if (!node.has(key)) return Optional.empty();
        try (InputStream in = Files.newInputStream(directory.resolve(node.text(key)))) {
            final Collection<? extends Certificate> chain =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (!chain.isEmpty()) return Optional.of(chain.iterator().next().getPublicKey());
        } catch (final IOException | CertificateException e) {
            // The same words: either way there is no certificate to be had.
        }
        node.get(key)
                .problem(
                        "certificate " + node.text(key) + " cannot be read",
                        "give a PEM file with the certificate chain");
        return Optional.empty();
    }

    private Optional<byte[]> readKey() {
        final String text;
        try {
            text =
                    Files.readString(
                            directory.resolve(node.text(PRIVATE_KEY)), StandardCharsets.ISO_8859_1);
        } catch (final IOException e) {
            node.get(PRIVATE_KEY)
                    .problem(
                            "private key " + node.text(PRIVATE_KEY) + " cannot be read",
                            "give a PKCS#8 PEM file readable for the switch");
            return Optional.empty();
        }
        final int begin = text.indexOf(KEY_BEGIN);
        final int end = text.indexOf(KEY_END);
        if (begin >= 0 && end > begin) {
            try {
                final String body = text.substring(begin + KEY_BEGIN.length(), end);
                return Optional.of(Base64.getMimeDecoder().decode(body));
            } catch (final IllegalArgumentException e) {
                // Falls to the problem below.
            }
        }
        node.get(PRIVATE_KEY)
                .problem(
                        "private key " + node.text(PRIVATE_KEY) + " is not PKCS#8 PEM",
                        "convert it: openssl pkcs8 -topk8 -nocrypt");
        return Optional.empty();
    }

    /** Whether what the private key signs, the certificate's key verifies. */
    private static boolean isPair(PublicKey open, byte[] encodedKey) {
        try {
            final PrivateKey key =
                    KeyFactory.getInstance(open.getAlgorithm())
                            .generatePrivate(new PKCS8EncodedKeySpec(encodedKey));
            final Signature signature = Signature.getInstance(signatureOf(open.getAlgorithm()));
            signature.initSign(key);
            signature.update(PROBE);
            final byte[] signed = signature.sign();
            signature.initVerify(open);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (final GeneralSecurityException e) {
            return false; // Not even a key of the certificate's kind.
        }
    }

    private static String signatureOf(String algorithm) {
        return switch (algorithm) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> algorithm;
        };
    }
}
