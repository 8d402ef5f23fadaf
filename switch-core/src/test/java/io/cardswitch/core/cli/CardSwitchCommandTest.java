package io.cardswitch.core.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Goal: help explains every command of the launcher, those for a checkout too. */
final class CardSwitchCommandTest {
    private final StringWriter text = new StringWriter();

    private int call(String... arguments) {
        final PrintWriter writer = new PrintWriter(text, true);
        final CommandLine line = CardSwitchCommand.commandLine().setOut(writer).setErr(writer);
        return line.execute(arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "run",
                "bench",
                "test",
                "journal",
                "scan-secrets",
                "describe",
                "convert",
                "probe"
            })
    void shouldListAndExplainCommands(String command) {
        assertEquals(0, call("help"));
        assertTrue(text.toString().contains("\n  " + command + " "), text::toString);
        assertEquals(0, call("help", command));
        assertTrue(text.toString().contains("Usage: cardswitch " + command), text::toString);
        assertTrue(text.toString().contains("Example: "), text::toString);
    }

    @Test
    void shouldSumUpEveryCommandInOneShortSentence() {
        final List<String> wrong = new ArrayList<>();
        assertTrue(collectSummaries(CardSwitchCommand.commandLine(), wrong) > 20);
        assertEquals(List.of(), wrong);
    }

    /** Counts the commands below; the list of commands shows the first line of each. */
    private static int collectSummaries(CommandLine parent, List<String> wrong) {
        int count = 0;
        for (final CommandLine command : parent.getSubcommands().values()) {
            final var usage = command.getCommandSpec().usageMessage();
            final String[] lines = usage.header().length > 0 ? usage.header() : usage.description();
            if (lines.length == 0 || !lines[0].endsWith(".") || lines[0].length() > 76) {
                wrong.add(command.getCommandName() + ": " + List.of(lines));
            }
            count += 1 + collectSummaries(command, wrong);
        }
        return count;
    }

    @ParameterizedTest
    @ValueSource(strings = {"config", "journal", "bench", "test"})
    void shouldExplainCommandsByOption(String command) {
        assertEquals(0, call(command, "--help"));
        assertTrue(text.toString().contains("Usage: cardswitch " + command), text::toString);
    }

    @Test
    void shouldRunTheExampleThatHelpShows() {
        assertEquals(0, call("help", "describe"));
        final String[] example = text.toString().split("Example: cardswitch ")[1].split("\\s+");
        assertEquals(0, call(example), text::toString);
        assertTrue(text.toString().contains("= echo test"), text::toString);
    }

    @Test
    void shouldDescribeMessagesMasked() {
        final String sound = "0200 6000000000000000 164761739001010119 000000";
        assertEquals(0, call("describe", "--spec", "iso87-binary", sound));
        final String line = "10-18      2           Primary account number (PAN): 476173******0119";
        assertTrue(text.toString().contains(line), text::toString);
        assertEquals(1, call("describe", "--spec", "iso87-binary", "--clear", sound + "00"));
        assertTrue(text.toString().contains("(PAN): 4761739001010119"), text::toString);
        assertTrue(text.toString().contains("\nerror      DE3 at byte 22: "), text::toString);
        assertEquals(2, call("describe", "--spec", "none", sound));
        final String framed = "6000010002" + sound;
        assertEquals(0, call("describe", "--spec", "iso87-binary", "--header", "TPDU", framed));
        assertTrue(text.toString().contains("15-23      2 "), text::toString);
    }

    @Test
    void shouldNameWhatAFrameParsesUnder() {
        assertEquals(0, call("help", "probe"));
        final String[] example = text.toString().split("Example: cardswitch ")[1].split("\\s+");
        assertEquals(0, call(example), text::toString);
        assertTrue(text.toString().contains("\nBIN2       NONE    iso87-binary "), text::toString);
        final String frame = String.join("", List.of(example).subList(1, example.length));
        assertEquals(0, call("probe", "--json", frame));
        assertTrue(text.toString().contains("{\"framing\":\"BIN2\",\"header\":\"NONE\""));
        assertEquals(1, call("probe", "--all", "4761739001010119"));
        assertEquals(2, call("probe", "--spec", "absent.yaml", frame));
        text.getBuffer().setLength(0);
        assertEquals(1, call("probe", ""));
        assertEquals("error: there are no bytes: give a frame in hexadecimal\n", text.toString());
    }

    @Test
    void shouldAnswerAnEmptyLine() {
        assertEquals(1, call("decode", "--spec", "iso87-binary", "", "08000020000000000000000001"));
        final List<String> lines = text.toString().lines().toList();
        assertEquals(2, lines.size());
        assertTrue(
                lines.getFirst().startsWith("{\"error\":{\"de\":0,\"offset\":0,"), lines::toString);
        assertEquals("{\"mti\":\"0800\",\"fields\":{\"11\":\"000001\"}}", lines.getLast());
    }

    @Test
    void shouldReadAndWriteTheHeaderThatIsNamed() {
        final String message = "6000010002" + "08000020000000000000000001";
        final String[] decode = {"decode", "--spec", "iso87-binary", "--header", "TPDU", message};
        assertEquals(0, call(decode), text::toString);
        final String json =
                "{\"header\":\"6000010002\",\"mti\":\"0800\",\"fields\":{\"11\":\"000001\"}}\n";
        assertEquals(json, text.toString());
        text.getBuffer().setLength(0);
        final InputStream input = System.in;
        System.setIn(new ByteArrayInputStream(json.getBytes(StandardCharsets.US_ASCII)));
        try {
            assertEquals(0, call("encode", "--spec", "iso87-binary", "--header", "TPDU"));
        } finally {
            System.setIn(input);
        }
        assertEquals(message + "\n", text.toString());
        text.getBuffer().setLength(0);
        assertEquals(1, call("decode", "--spec", "iso87-binary", "--header", "CUPS", message));
        final String error =
                "{\"error\":{\"de\":0,\"offset\":0,\"reason\":\"the bytes do not begin as a CUPS"
                        + " header does\"}}\n";
        assertEquals(error, text.toString());
        assertEquals(2, call("decode", "--spec", "iso87-binary", "--header", "other", message));
    }

    @Test
    void shouldTakeTheNameOfAHeaderInEitherCase() {
        final String message = "6000010002" + "08000020000000000000000001";
        for (final String header : List.of("tpdu", "TPDU")) {
            text.getBuffer().setLength(0);
            final String[] decode = {
                "decode", "--spec", "iso87-binary", "--header", header, message
            };
            assertEquals(0, call(decode), text::toString);
            assertTrue(text.toString().startsWith("{\"header\":\"6000010002\","), text::toString);
        }
        text.getBuffer().setLength(0);
        assertEquals(0, call("decode", "--help"));
        assertTrue(text.toString().contains(": none, tpdu, base24, cups,"), text::toString);
    }

    @Test
    void shouldConvertMessagesAndNameWhatIsLeftOut() {
        final String[] from = {"convert", "--from", "iso87-binary", "--to", "iso87-ascii"};
        final List<String> arguments = new ArrayList<>(List.of(from));
        arguments.addAll(
                List.of("--date", "2026-11-22", "08000020000000000001000012" + "A1".repeat(8)));
        assertEquals(0, call(arguments.toArray(new String[0])), text::toString);
        final String message = "30383030" + "30303230303030303030303030303030" + "303030303132";
        final String remark = "DE64 left out: it is made anew for every link\n";
        assertEquals(remark + message + "\n", text.toString());
        assertEquals(1, call("convert", "--from", "iso87-binary", "--to", "base24", "0800"));
        assertTrue(text.toString().contains("\n{\"error\":"), text::toString);
        assertEquals(2, call("convert", "--from", "iso87-binary", "--to", "none", "0800"));
    }

    @Test
    void shouldExitWithOneWhenAConvertedMessageLostMoreThanItsMac() {
        final List<String> to93 =
                List.of("convert", "--from", "iso87-binary", "--to", "iso93-ascii");
        final List<String> lossy = new ArrayList<>(to93);
        lossy.add("01000020010000000000" + "000012" + "0123");
        assertEquals(1, call(lossy.toArray(new String[0])), text::toString);
        final String reason =
                "the element of its number is another one there, or laid out otherwise";
        final String remark = "DE24 left out: " + reason + "\n";
        assertTrue(text.toString().startsWith(remark + "31313030"), text::toString);
        final List<String> blurred = new ArrayList<>(to93);
        blurred.add("01100020000002000000" + "000012" + "5858");
        assertEquals(0, call(blurred.toArray(new String[0])), text::toString);
        assertTrue(text.toString().contains("\nDE39 said less exactly\n"), text::toString);
    }

    @Test
    void shouldNameTheRuleThatAMessageBreaks() {
        final String bare = "0200 2000000000000000 000000";
        assertEquals(0, call("decode", "--spec", "iso87-binary", bare));
        assertEquals(1, call("decode", "--spec", "iso87-binary", "--validate", "iso87", bare));
        final String error =
                "{\"error\":{\"de\":11,\"offset\":13,\"reason\":\"element is missing: mandatory in"
                        + " 0200\"},\"mti\":\"0200\"}";
        assertTrue(text.toString().contains(error), text::toString);
        assertEquals(2, call("decode", "--spec", "iso87-binary", "--validate", "no", bare));
        assertEquals(2, call("decode", "--spec", "iso87-binary", "--validate", "no.yaml", bare));
    }

    @Test
    void shouldRefuseWrongArgumentsInOneLineWithoutCardNumbers() {
        assertEquals(2, call("decode", "--spec", "nosuch", "0800"));
        final List<String> lines = text.toString().lines().toList();
        assertEquals(2, lines.size(), text::toString);
        assertTrue(lines.getFirst().startsWith("nosuch is no dialect: use iso87-ascii, "));
        assertEquals("Help: cardswitch decode --help", lines.getLast());
        text.getBuffer().setLength(0);
        assertEquals(2, call("encode", "--spec", "iso87-ascii", "4761739001010119"));
        final String unmatched = "Unmatched argument at index 3: '476173******0119'\n";
        assertEquals(unmatched + "Help: cardswitch encode --help\n", text.toString());
        text.getBuffer().setLength(0);
        assertEquals(2, call("journal"));
        assertTrue(text.toString().contains("\n  verify "), text::toString);
    }

    @Test
    void shouldCheckSeveralDialectsAndExitWithTheWorst(@TempDir Path folder) throws IOException {
        final String sound = "dialect: %s\nextends: iso87-ascii\nelements: {}\n";
        final Path first = Files.writeString(folder.resolve("a.yaml"), sound.formatted("first"));
        final Path wrong = Files.writeString(folder.resolve("b.yaml"), "dialect: wrong\n");
        final Path last = Files.writeString(folder.resolve("c.yaml"), sound.formatted("last"));
        assertEquals(0, call("specs", "check", first.toString(), last.toString()));
        text.getBuffer().setLength(0);
        final String[] all = {
            "specs", "check", first.toString(), wrong.toString(), last.toString()
        };
        assertEquals(2, call(all), text::toString);
        assertTrue(text.toString().startsWith("first "), text::toString);
        assertTrue(text.toString().contains("\n" + wrong + ":1: "), text::toString);
        assertTrue(text.toString().contains("\nlast "), text::toString);
    }

    @Test
    void shouldKeepSourcesInOneColumnHoweverLongTheEncodingsAre(@TempDir Path folder)
            throws IOException {
        final String longest =
                """
                dialect: longest
                extends: iso87-ebcdic
                encoding: {mti: ebcdic, bitmap: [ebcdic-hex, binary]}
                elements: {}
                """;
        final Path file = Files.writeString(folder.resolve("longest.yaml"), longest);
        assertEquals(0, call("specs", "check", file.toString()), text::toString);
        final int column = text.toString().indexOf(file.toString());
        assertTrue(text.toString().startsWith(" ", column - 1), text::toString);
        text.getBuffer().setLength(0);
        assertEquals(0, call("specs"));
        for (final String line : text.toString().lines().skip(1).toList()) {
            assertEquals(column, line.indexOf("bundled"), line);
        }
    }

    @Test
    void shouldSayWhoRunsCommandsOfACheckout() {
        assertEquals(2, call("bench", "codec"));
        assertEquals(2, call("test"));
        assertTrue(text.toString().contains("source checkout"), text::toString);
    }

    @Test
    void shouldImportAPackagerOrSayWhyNot(@TempDir Path folder) throws IOException {
        final Path file = folder.resolve("site.xml");
        final String start =
                """
                <isopackager>
                  <isofield id="0" length="4" name="MTI" class="org.jpos.iso.IFA_NUMERIC"/>
                  <isofield id="1" length="16" name="Bitmap" class="org.jpos.iso.IFA_BITMAP"/>
                """;
        Files.writeString(file, start + "</isopackager>\n");
        assertEquals(0, call("specs", "import", file.toString(), "--name", "mine"));
        assertTrue(text.toString().contains("\ndialect: mine\n"), text::toString);
        Files.writeString(
                file, start + "<isofield id=\"3\" length=\"2\" class=\"X\"/></isopackager>\n");
        assertEquals(2, call("specs", "import", file.toString()));
        assertTrue(text.toString().contains(file + ":4: field 3 cannot be"), text::toString);
    }
}
