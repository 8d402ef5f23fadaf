package io.cardswitch.hsm.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.hsm.simulator.device.DeviceConfig;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.EOFException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** The software HSM from outside: errors, limits, faults on purpose, hostile input. */
final class SoftwareHsmIT {
    private static final String ZPK = "U1EF828AA8F6B80EB83E19FBC373F3A85";
    private static final String VERIFY =
            "DC0406FBB23A5214DF367930344805B1FAD6146EF4ED7502B3AE7A708F877571A9015500000253211";

    private SoftwareHsm hsm;
    private RawHost host;

    @BeforeEach
    void start() throws IOException {
        final DeviceConfig device =
                DeviceConfig.DEFAULT.withUserStorage(Map.of(0x01A, ZPK, 0x01B, "K01A"));
        hsm = SoftwareHsm.start(SoftwareHsmConfig.onLoopback(0).withDevice(device));
        host = new RawHost(hsm.port());
    }

    @AfterEach
    void stop() throws IOException {
        host.close();
        hsm.close();
    }

    @ParameterizedTest
    @CsvSource({
        // Commands that are not there, or need the authorised state.
        "XX, XY68",
        "A43000XX, A517",
        "BA01234012345678901, BB17",
        // Keys: parity, scheme, storage, length, type.
        "CCU00000000000000000000000000000001, CD10",
        "CCQ, CD26",
        "CCK999, CD12",
        "CCK01B, CD12",
        "BU0210406FBB23A5214DF, BV15",
        "BUFF1U1EF828AA8F6B80EB83E19FBC373F3A85;A01;000, BV04",
        "EC" + ZPK + "BAB32D775A38E4AB, ED15",
        "CWZ56FBB74CDEAD69494123456789012345;8701101, CX27",
        "KAU1EF828AA8F6B80EB83E19FBC373F3A8599, KB04",
        // Fields: too short, no digits, unknown format, account, table.
        "DC, DD15",
        "JE" + ZPK + "82206CCD872229C299550000025321, JF23",
        "JE" + ZPK + "82206CCD872229C20355000002532X, JF22",
        "JE" + ZPK + "82206CCD872229C201550000025321, JF20",
        "DE141E1DA3D2D7F3F4012340455000002532111111111111111115500000253N2, DF25",
        "JA55000002532103, JB81",
        "B20005ABC, B380",
        "B20002ABC, B315",
        "NO07, NP15",
        "NC%02, ND13",
        "N0000, N101"
    })
    void shouldAnswerErrorOfTheDevice(String request, String answer) throws IOException {
        assertEquals("HEAD" + answer, host.exchange("HEAD" + request));
    }

    @Test
    void shouldVerifyPinAndSayWhenItIsWrong() throws IOException {
        assertEquals("0001DD00", host.exchange("0001" + VERIFY + "4402"));
        assertEquals("0002DD01", host.exchange("0002" + VERIFY + "4401"));
    }

    @Test
    void shouldEchoTrailerAndAcceptLmkIdentifier() throws IOException {
        assertEquals("HEADB300AB\u0019tail", host.exchange("HEADB20002AB%00\u0019tail"));
        assertEquals("HEADB315", host.exchange("HEADB20002AB\u0019" + "x".repeat(33)));
    }

    @Test
    void shouldUseKeyOfUserStorage() throws IOException {
        final String fields = "82206CCD872229C203550000025321";
        assertEquals("HEADJF0001234", host.exchange("HEADJE" + ZPK + fields));
        assertEquals("HEADJF0001234", host.exchange("HEADJEK01A" + fields));
    }

    @Test
    void shouldTranslateUnderAesAndBack() throws IOException {
        final String attributes = "%01#P0A1B00E00";
        final String aes = host.exchange("HEADA00FFFS" + attributes).substring(8, 8 + 1 + 96);
        final String account = "550000025321";
        final String to = "HEADCC" + ZPK + aes + "1282206CCD872229C20348" + account;
        final String block = host.exchange(to);
        assertEquals("HEADCD0004", block.substring(0, 10));
        assertEquals("48", block.substring(42));
        final String back =
                "HEADCC" + aes + ZPK + "12" + block.substring(10, 42) + "4803" + account;
        assertEquals("HEADCD000482206CCD872229C203", host.exchange(back));
        final String wrong = back.substring(0, back.length() - 1) + "2";
        assertNotEquals("00", host.exchange(wrong).substring(6, 8));
    }

    @Test
    void shouldRefuseKeyBlockForAnotherPurpose() throws IOException {
        final String mac = host.exchange("HEADA00FFFS%01#M3T2N00E00").substring(8, 81);
        assertEquals("HEADCDA6", host.exchange("HEADCC" + mac + ZPK));
        final String flipped = mac.substring(0, 72) + (mac.charAt(72) == '0' ? '1' : '0');
        assertEquals("HEADM7A4", host.exchange("HEADM600131FFF" + flipped + "0008ABCDEFGH"));
        final String local = host.exchange("HEADA00FFFS%01#P0T2N00N00").substring(8, 81);
        final String zmk = host.exchange("HEADA00FFFS%01#K0T2N00N00").substring(8, 81);
        assertEquals("HEADA9AA", host.exchange("HEADA8FFF" + zmk + local + "R"));
    }

    @Test
    void shouldMakeMacInPartsAsInOne() throws IOException {
        final String key = "003" + host.exchange("HEADA00003U").substring(8, 41);
        final String whole = host.exchange("HEADM60013" + "1" + key + "0018" + "A".repeat(24));
        final String iv = host.exchange("HEADM61013" + "1" + key + "0010" + "A".repeat(16));
        final String last =
                host.exchange("HEADM63013" + "1" + key + iv.substring(8) + "0008" + "A".repeat(8));
        assertEquals(whole, last);
        final String message = "HEADM800131" + key + "0018" + "A".repeat(23);
        final String mac = whole.substring(8);
        assertEquals("HEADM900", host.exchange(message + "A" + mac));
        assertEquals("HEADM901", host.exchange(message + "B" + mac));
    }

    @Test
    void shouldRefuseToStartInProduction() {
        final SoftwareHsmConfig config =
                SoftwareHsmConfig.onLoopback(0).withEnvironment("production");
        final IllegalStateException refusal =
                assertThrows(IllegalStateException.class, () -> SoftwareHsm.start(config));
        assertTrue(refusal.getMessage().contains("production"));
        assertTrue(SoftwareHsm.BANNER.contains("NOT FOR PRODUCTION"));
    }

    @Test
    void shouldCloseConnectionsBeyondTheLimit() throws IOException {
        try (SoftwareHsm small =
                        SoftwareHsm.start(SoftwareHsmConfig.onLoopback(0).withMaxConnections(1));
                RawHost first = new RawHost(small.port())) {
            assertEquals("HEADND00", first.exchange("HEADNC").substring(0, 8));
            try (RawHost second = new RawHost(small.port())) {
                assertTrue(second.isClosed());
            }
            assertEquals(1, small.refusedConnections());
            assertEquals("HEADND00", first.exchange("HEADNC").substring(0, 8));
        }
    }

    @Test
    void shouldCloseAndCountWhenFrameIsTooLongOrTooShort() throws IOException {
        host.sendRaw(new byte[] {(byte) 0xFF, (byte) 0xFF});
        assertTrue(host.isClosed());
        try (RawHost other = new RawHost(hsm.port())) {
            other.send("HEADN");
            assertTrue(other.isClosed());
        }
        assertEquals(2, hsm.malformedFrames());
    }

    @Test
    void shouldSurviveAnyFrame() throws IOException {
        final SplittableRandom random = new SplittableRandom(7);
        final String[] codes = {
            "A0", "A6", "A8", "BU", "CA", "CC", "G0", "DA", "DC", "GO", "DE", "DU", "CW", "PM",
            "KQ", "KW", "M6", "MS", "M0", "M4", "GM", "FA", "GY"
        };
        for (int i = 0; i < 3_000; i++) {
            final StringBuilder frame = new StringBuilder("HEAD");
            frame.append(codes[random.nextInt(codes.length)]);
            final int length = random.nextInt(80);
            for (int j = 0; j < length; j++) {
                final String alphabet = "0123456789ABCDEFUTXSK;%#*\u0019\u0000";
                frame.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            final String answer = host.exchange(frame.toString());
            assertEquals("HEAD", answer.substring(0, 4));
            assertNotEquals("41", answer.substring(6, 8), frame.toString());
        }
    }

    @Test
    void shouldMatchAllAnswersByHeaderWhenShuffled() throws IOException {
        hsm.setFaults(Faults.shuffle(8));
        final Set<String> headers = new HashSet<>();
        for (int i = 0; i < 64; i++) {
            host.send((1000 + i) + "NC");
        }
        for (int i = 0; i < 64; i++) {
            final String answer = host.receive();
            headers.add(answer.substring(0, 4));
        }
        assertEquals(64, headers.size());
    }

    @Test
    void shouldMistreatAnswersAsAsked() throws IOException {
        hsm.setFaults(Faults.drop(2));
        host.send("0001NC");
        host.send("0002NC");
        host.send("0003NC");
        assertEquals("0001", host.receive().substring(0, 4));
        assertEquals("0003", host.receive().substring(0, 4));
        hsm.setFaults(Faults.duplicate(1));
        final String first = host.exchange("0004NC");
        assertEquals(first, host.receive());
        hsm.setFaults(Faults.refuse(1, "42"));
        assertEquals("0005ND42", host.exchange("0005NC").substring(0, 8));
        hsm.setFaults(Faults.garbage(1));
        final String garbage = host.exchange("0006NC");
        assertEquals("0006", garbage.substring(0, 4));
        assertNotEquals(first.substring(4), garbage.substring(4));
        hsm.setFaults(Faults.delay(1));
        assertEquals(first.substring(4), host.exchange("0007NC").substring(4));
        hsm.setFaults(Faults.cut(1));
        host.send("0008NC");
        assertThrows(EOFException.class, host::receive);
    }

    @Test
    void shouldReadAndSayNothingWhenSilent() throws IOException {
        hsm.setFaults(Faults.silence());
        host.send("0001NC");
        while (hsm.answers() < 1) {
            Thread.onSpinWait();
        }
        hsm.setFaults(Faults.NONE);
        assertEquals("0002ND00", host.exchange("0002NC").substring(0, 8));
    }

    @Test
    void shouldCloseInsteadOfAnAnswerAsAsked() throws IOException {
        hsm.setFaults(Faults.close(2));
        assertEquals("0001ND00", host.exchange("0001NC").substring(0, 8));
        host.send("0002NC");
        assertTrue(host.isClosed());
    }
}
