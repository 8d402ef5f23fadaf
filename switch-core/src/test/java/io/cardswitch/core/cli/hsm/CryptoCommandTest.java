package io.cardswitch.core.cli.hsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.cli.CardSwitchCommand;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** Goal: cryptography with test keys on the command line, right and without echoing secrets. */
final class CryptoCommandTest {
    private final StringWriter text = new StringWriter();

    private int call(String... arguments) {
        text.getBuffer().setLength(0);
        final PrintWriter writer = new PrintWriter(text, true);
        final CommandLine line = CardSwitchCommand.commandLine().setOut(writer).setErr(writer);
        return line.execute(arguments);
    }

    @ParameterizedTest
    @CsvSource({
        "kcv, 08D7B4",
        "pin-block, clear      041277CDDEEFF669",
        "cvv, cvv  561",
        "tr31, mac            right",
        "arqc, 9F26       right"
    })
    void shouldRunTheExampleThatHelpShows(String command, String answer) {
        assertEquals(0, call("crypto", command, "--help"));
        final String example = text.toString().split("Example: cardswitch ")[1];
        assertEquals(0, call(example.replace("\\\n", " ").trim().split("\\s+")), text::toString);
        assertTrue(text.toString().lines().anyMatch(answer::equals), text::toString);
    }

    @Test
    void shouldSayWhyAnInputIsRefused() {
        assertEquals(2, call("crypto", "kcv", "0123456789"));
        assertEquals("refused: key_length", text.toString().trim());
        final String[] tr31 = {"crypto", "tr31", "--kbpk", "00".repeat(16), "X"};
        assertEquals(2, call(tr31));
        assertEquals("refused: length_mismatch", text.toString().trim());
    }

    @Test
    void shouldNotEchoBadKey() {
        assertEquals(2, call("crypto", "kcv", "0123456789ABCDEX"));
        assertFalse(text.toString().contains("0123456789ABCDEX"), text::toString);
    }

    @Test
    void shouldRefuseSoftwareHsmInProduction() {
        assertEquals(2, call("hsm-simulator", "--port", "0", "--environment", "production"));
        assertTrue(text.toString().contains("production"), text::toString);
    }

    @Test
    void shouldNameLineOfBadKeyFile(@TempDir Path directory) throws IOException {
        final Path file = directory.resolve("keys");
        Files.writeString(file, "# keys\n001 U" + "0".repeat(32) + "\nno key\n");
        assertEquals(2, call("hsm-simulator", "--port", "0", "--keys", file.toString()));
        assertTrue(text.toString().contains("keys:3: "), text::toString);
    }
}
