package io.cardswitch.core.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.pipeline.ManualJournal;
import io.cardswitch.core.pipeline.PipelineLayout;
import io.cardswitch.iso8583.framing.Framing;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

final class TlsIT {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir static Path directory;
    private static KeyStore store;

    @BeforeAll
    static void makeCertificate() throws Exception {
        final Path file = directory.resolve("store.p12");
        final Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "test",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=ip:127.0.0.1",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                new String(PASSWORD),
                                "-keystore",
                                file.toString())
                        .redirectErrorStream(true)
                        .start();
        final String said = new String(keytool.getInputStream().readAllBytes());
        assertEquals(0, keytool.waitFor(), said);
        store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        write("cert.pem", "CERTIFICATE", store.getCertificate("test").getEncoded());
        write("key.pem", "PRIVATE KEY", store.getKey("test", PASSWORD).getEncoded());
        Files.writeString(directory.resolve("garbage.pem"), "no certificate");
    }

    private static void write(String name, String type, byte[] der) throws IOException {
        final String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(
                directory.resolve(name),
                "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n");
    }

    private static ListenerConfig listener(String certificate, Optional<Path> clientCa) {
        final ListenerConfig plain = TransportFixture.listener(Framing.BIN2);
        return new ListenerConfig(
                plain.link(),
                plain.linkId(),
                plain.host(),
                plain.port(),
                plain.framing(),
                plain.maxFrameLength(),
                plain.maxConnections(),
                plain.maxConnectionsPerAddress(),
                plain.stallTimeoutMs(),
                plain.idleTimeoutMs(),
                plain.maxPendingBytes(),
                Optional.of(
                        new TlsConfig(
                                directory.resolve(certificate),
                                directory.resolve("key.pem"),
                                clientCa,
                                10_000)));
    }

    private static TransportFixture fixture(Optional<Path> clientCa) {
        return new TransportFixture(
                PipelineLayout.COMPACT, new ManualJournal(0), listener("cert.pem", clientCa));
    }

    private static SSLSocket connect(int port, String protocol, boolean withCertificate)
            throws GeneralSecurityException, IOException {
        final TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        final KeyStore anchors = KeyStore.getInstance("PKCS12");
        try {
            anchors.load(null, null);
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
        anchors.setCertificateEntry("switch", store.getCertificate("test"));
        trust.init(anchors);
        final KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        final SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                withCertificate ? keys.getKeyManagers() : null, trust.getTrustManagers(), null);
        final SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
        socket.setEnabledProtocols(new String[] {protocol});
        return socket;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void shouldAnswerWhenMessagesComeEncrypted(String protocol) throws Exception {
        try (TransportFixture fixture = fixture(Optional.empty());
                TerminalClient client =
                        new TerminalClient(
                                connect(fixture.port(), protocol, false), Framing.BIN2)) {
            client.send(TerminalClient.echoes(Framing.BIN2, 1, 3_000));
            assertEquals(3_000, client.readStans(3_000).size());
            assertEquals(List.of(), fixture.failures);
        }
    }

    @Test
    void shouldCloseWhenTheClientDoesNotSpeakTls() throws IOException {
        try (TransportFixture fixture = fixture(Optional.empty());
                TerminalClient client = new TerminalClient(fixture.port(), Framing.BIN2)) {
            client.send(TerminalClient.echo(Framing.BIN2, 1));
            TransportFixture.await(
                    "the handshake fails",
                    () ->
                            fixture.metric(
                                            "switch_connections_closed_total",
                                            TransportFixture.label(CloseReason.TLS))
                                    == 1);
            assertEquals(0, fixture.metric("switch_requests_total"));
        }
    }

    @Test
    void shouldAskForACertificateWhenAClientAuthorityIsSet() throws Exception {
        try (TransportFixture fixture = fixture(Optional.of(directory.resolve("cert.pem")))) {
            try (TerminalClient known =
                    new TerminalClient(connect(fixture.port(), "TLSv1.3", true), Framing.BIN2)) {
                known.send(TerminalClient.echo(Framing.BIN2, 1));
                assertEquals(1, known.readStan());
            }
            try (TerminalClient unknown =
                    new TerminalClient(connect(fixture.port(), "TLSv1.3", false), Framing.BIN2)) {
                assertThrows(
                        IOException.class,
                        () -> {
                            unknown.send(TerminalClient.echo(Framing.BIN2, 2));
                            unknown.readStan();
                        });
            }
            fixture.awaitClosed(CloseReason.TLS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing.pem", "garbage.pem"})
    void shouldNameTheFileWhenTheCertificateIsUnusable(String file) {
        final TransportException failure =
                assertThrows(
                        TransportException.class,
                        () ->
                                new TransportFixture(
                                        PipelineLayout.COMPACT,
                                        new ManualJournal(0),
                                        listener(file, Optional.empty())));
        assertTrue(failure.getMessage().startsWith("listener pos: "), failure::getMessage);
        assertTrue(failure.getMessage().contains(file), failure::getMessage);
    }
}
