package io.cardswitch.hsm.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;

/** What monitoring asks: fields at the places where the decoders of PayShieldPressureTest look. */
final class HealthReportsIT {
    private static final String HEAD = "0001";
    private static final String SERIAL = "SOFTWARE0000";

    private SoftwareHsm hsm;
    private RawHost host;

    @BeforeEach
    void start() throws IOException {
        hsm = SoftwareHsm.start(SoftwareHsmConfig.onLoopback(0));
        host = new RawHost(hsm.port());
    }

    @AfterEach
    void stop() throws IOException {
        host.close();
        hsm.close();
    }

    /** The fields of an answer without error. */
    private String report(String command) throws IOException {
        final String answer = host.exchange(HEAD + command);
        final String code = command.charAt(0) + "" + (char) (command.charAt(1) + 1);
        assertTrue(answer.startsWith(HEAD + code + "00" + SERIAL), answer);
        return answer.substring(HEAD.length() + 4 + SERIAL.length());
    }

    @Test
    void shouldCountCommands() throws IOException {
        host.exchange(HEAD + "B20002ab");
        host.exchange(HEAD + "B20002ab");
        host.exchange(HEAD + "CCQ"); // Refused, but asked.
        final String volumes = report("J4");
        assertTrue(volumes.matches("\\d{36}\\d{10}([A-Z][A-Z0-9]\\d{12})+"), volumes);
        assertEquals("B2000000000002CC000000000001J4000000000001", volumes.substring(46));
    }

    @Test
    void shouldTellLoadAndHealth() throws IOException {
        assertTrue(report("J2").matches("\\d{36}\\d{10}000010\\d{10};"));
        assertEquals("0".repeat(40), report("J8").substring(36));
        final String health = report("JK");
        assertEquals("2213001030300", health.substring(12, 25));
        assertEquals(
                "00000V0TVariant\u001401000K1TKey block\u001402000K2TAES key block\u001500",
                health.substring(25));
    }

    @ParameterizedTest
    @ValueSource(strings = {"J2", "J4", "J8", "JK"})
    void shouldRefuseFieldsThatNobodyKnows(String command) throws IOException {
        final String answer = host.exchange(HEAD + command + "1");
        assertEquals("15", answer.substring(6), answer);
    }
}
