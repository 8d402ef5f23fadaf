package io.cardswitch.core.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Goal: help explains every command of the launcher, those for a checkout too. */
final class CardSwitchCommandTest {
    private final StringWriter text = new StringWriter();

    private int call(String... arguments) {
        final PrintWriter writer = new PrintWriter(text, true);
        final CommandLine line = CardSwitchCommand.commandLine().setOut(writer).setErr(writer);
        return line.execute(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "run", "bench", "test", "journal", "scan-secrets"})
    void shouldListAndExplainCommands(String command) {
        assertEquals(0, call("help"));
        assertTrue(text.toString().contains("\n  " + command + " "), text::toString);
        assertEquals(0, call("help", command));
        assertTrue(text.toString().contains("Usage: cardswitch " + command), text::toString);
        assertTrue(text.toString().contains("Example: "), text::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"config", "journal", "bench", "test"})
    void shouldExplainCommandsByOption(String command) {
        assertEquals(0, call(command, "--help"));
        assertTrue(text.toString().contains("Usage: cardswitch " + command), text::toString);
    }

    @Test
    void shouldSayWhoRunsCommandsOfACheckout() {
        assertEquals(2, call("bench", "codec"));
        assertEquals(2, call("test"));
        assertTrue(text.toString().contains("source checkout"), text::toString);
    }
}
