package io.cardswitch.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** After a run with canary secrets in every message, no file of the switch holds one. */
final class SecretsIT {
    private static final String PIN_BLOCK = "8C1F5E7A9B3D2468";
    private static final HexFormat HEX = HexFormat.of();

    @TempDir Path folder;

    @Test
    void shouldKeepNoSecretInAnyFile() throws IOException {
        final Site site = Site.write(folder.resolve("config"), "process");
        final Path data = folder.resolve("data");
        try (SwitchProcess process = SwitchProcess.start(site, data);
                Terminal terminal = new Terminal(site.binaryPort(), "CANARY01")) {
            for (int card = 0; card < Site.CARDS; card++) {
                final byte[] frame = purchaseWithSecrets(card);
                terminal.raw(frame, frame.length);
                terminal.flush();
                assertEquals("00", terminal.read().code());
            }
            assertEquals(0, process.stop());
        }
        assertEquals("", findCanary(data));
        final SwitchProcess.Outcome clean = SwitchProcess.run("scan-secrets", data.toString());
        assertEquals(0, clean.exitCode(), clean.output());
    }

    @Test
    void shouldFindPlantedSecrets() throws IOException {
        final String number = Site.cardNumber(7);
        for (final String secret : new String[] {number, number + "=49122011234500000000"}) {
            final Path planted = Files.createDirectories(folder.resolve("planted"));
            Files.writeString(planted.resolve("some.log"), "x\n approved " + secret + " at noon\n");
            final SwitchProcess.Outcome outcome =
                    SwitchProcess.run("scan-secrets", planted.toString());
            assertEquals(1, outcome.exitCode(), outcome.output());
            assertTrue(outcome.output().contains("some.log:"), outcome.output());
            assertTrue(!outcome.output().contains(number), outcome.output());
        }
    }

    /** A 0200 with DE2, 35, 52 and DE48 that carries a CVV2. */
    private static byte[] purchaseWithSecrets(int card) {
        final String number = Site.cardNumber(card);
        final String track = number + "D49122011234500000000";
        final String hex =
                "0200"
                        + "723C440128C19000"
                        + "16"
                        + number
                        + "000000"
                        + "000000000100"
                        + "1122101112"
                        + Site.digits(card + 1, 6)
                        + "101112"
                        + "1122"
                        + "4912"
                        + "5999"
                        + "0051"
                        + "06"
                        + "100001"
                        + Site.digits(track.length(), 2)
                        + track
                        + (track.length() % 2 == 1 ? "0" : "")
                        + ascii(Terminal.rrn(card + 1))
                        + ascii("CANARY01")
                        + ascii("ACCEPTANCE00001")
                        + "0008"
                        + ascii("9203 731")
                        + ascii("840")
                        + PIN_BLOCK;
        return HEX.parseHex(hex);
    }

    /** Looks for the canaries as text, packed digits and raw bytes, without the command's help. */
    private static String findCanary(Path data) throws IOException {
        final StringBuilder found = new StringBuilder();
        try (var files = Files.walk(data)) {
            for (final Path file : files.filter(Files::isRegularFile).toList()) {
                final String content =
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                for (int card = 0; card < Site.CARDS; card++) {
                    check(content, Site.cardNumber(card), file, found);
                    check(content, packed(Site.cardNumber(card)), file, found);
                }
                check(content, packed(PIN_BLOCK), file, found);
                check(content, PIN_BLOCK, file, found);
            }
        }
        return found.toString();
    }

    private static void check(String content, String canary, Path file, StringBuilder found) {
        if (content.contains(canary)) {
            found.append(file).append(' ');
        }
    }

    private static String packed(String hex) {
        return new String(HEX.parseHex(hex), StandardCharsets.ISO_8859_1);
    }

    private static String ascii(String text) {
        return HEX.formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }
}
