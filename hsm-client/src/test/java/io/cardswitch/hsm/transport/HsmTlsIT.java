package io.cardswitch.hsm.transport;

import static io.cardswitch.hsm.transport.Caller.await;
import static io.cardswitch.hsm.transport.Caller.awaitConnections;
import static io.cardswitch.hsm.transport.Caller.config;
import static io.cardswitch.hsm.transport.Caller.pool;
import static io.cardswitch.hsm.transport.Caller.quick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.transport.Caller.Outcome;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Optional;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Commands over TLS, and devices that are not whom they should be. */
final class HsmTlsIT {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir private static Path directory;

    private static SSLContext server;

    @BeforeAll
    static void makeCertificate() throws Exception {
        final Path file = directory.resolve("store.p12");
        final Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "hsm",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=hsm-one",
                                "-ext",
                                "san=dns:hsm-one",
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
        final KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        Files.writeString(
                directory.resolve("cert.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(store.getCertificate("hsm").getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        final KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, PASSWORD);
        server = SSLContext.getInstance("TLS");
        server.init(keys.getKeyManagers(), null, null);
    }

    private static ScriptedHsm device() throws Exception {
        return new ScriptedHsm(
                server.getServerSocketFactory()
                        .createServerSocket(0, 16, InetAddress.getLoopbackAddress()));
    }

    private static HsmEndpointConfig endpoint(ScriptedHsm device, String name, String file) {
        return new HsmEndpointConfig(
                "one",
                "127.0.0.1",
                device.port(),
                1,
                Optional.of(new HsmTlsConfig(directory.resolve(file), name, Optional.empty())));
    }

    @Test
    void shouldSendCommandsOverTls() throws Exception {
        try (ScriptedHsm device = device();
                HsmPool pool = pool(config(patient(), endpoint(device, "hsm-one", "cert.pem")))) {
            awaitConnections(pool, 1);
            final Caller caller = new Caller(pool, 64);
            for (long id = 0; id < 50; id++) {
                caller.verify(id, 8_000);
            }
            caller.finish()
                    .forEach((id, outcome) ->
                            assertEquals(new Outcome(HsmResult.OK, "DD00"), outcome));
        }
    }

    private static HsmPoolConfig.Timers patient() {
        return new HsmPoolConfig.Timers(5_000, 5_000, 5_000, 10, 50, 3);
    }

    @Test
    void shouldNotTrustDeviceOfAnotherName() throws Exception {
        try (ScriptedHsm device = device();
                HsmPool pool = pool(config(quick(), endpoint(device, "hsm-two", "cert.pem")))) {
            await(() -> pool.counters().connectFailures() > 1);
            assertEquals(0, pool.counters().connected());
            assertEquals(0, device.commands());
        }
    }

    @Test
    void shouldNameHsmWhenCertificateIsNotThere() throws Exception {
        try (ScriptedHsm device = device()) {
            final HsmPoolConfig broken = config(quick(), endpoint(device, "hsm-one", "gone.pem"));
            final IllegalArgumentException refusal =
                    assertThrows(IllegalArgumentException.class, () -> pool(broken));
            assertTrue(refusal.getMessage().startsWith("HSM one: TLS"), refusal.getMessage());
        }
    }
}
