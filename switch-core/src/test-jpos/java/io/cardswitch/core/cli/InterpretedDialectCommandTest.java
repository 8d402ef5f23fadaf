package io.cardswitch.core.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** A packager that no dialect can say, from its import to its messages. */
final class InterpretedDialectCommandTest {
    private static final String XML =
            """
            <isopackager>
              <isofield id="0" length="4" name="MTI" class="org.jpos.iso.IFA_NUMERIC"/>
              <isofield id="1" length="16" name="Bitmap" class="org.jpos.iso.IFA_BITMAP"/>
              <isofield id="2" length="19" name="Card" class="org.jpos.iso.IFA_LLNUM"/>
              <isofield id="3" length="6" name="Code" class="org.jpos.iso.IFA_FLLNUM"/>
            </isopackager>
            """;

    @TempDir private Path folder;

    private StringWriter out = new StringWriter();

    private int call(String... arguments) {
        out = new StringWriter();
        final PrintWriter writer = new PrintWriter(out, true);
        final CommandLine line = CardSwitchCommand.commandLine().setOut(writer);
        return line.setErr(new PrintWriter(new StringWriter())).execute(arguments);
    }

    @Test
    void shouldReadMessagesOfAPackagerThatNoDialectSays() throws IOException {
        final Path xml = Files.writeString(folder.resolve("site.xml"), XML);
        assertEquals(0, call("specs", "import", xml.toString()));
        final Path yaml = Files.writeString(folder.resolve("site.yaml"), out.toString());
        final String spec = yaml.toString();

        assertEquals(0, call("specs", "check", spec));
        assertTrue(out.toString().contains("interpreted by jPOS"), out::toString);
        final String reason =
                "  site.xml:5: field 3 cannot be said in a dialect: IFA_FLLNUM: blanks";
        assertTrue(out.toString().contains("\n" + reason), out::toString);

        final String message =
                ascii("0200" + "6000000000000000" + "16" + "4761739001010119" + "03" + "123   ");
        assertEquals(0, call("decode", "--spec", spec, message));
        assertTrue(
                out.toString().contains("\"2\":\"476173******0119\",\"3\":\"123"), out::toString);
        assertEquals(0, call("describe", "--spec", spec, "--clear", message));
        assertTrue(out.toString().contains("Card: 4761739001010119\n"), out::toString);
        assertEquals(1, call("decode", "--spec", spec, message + "00"));
        assertEquals(2, call("decode", "--spec", spec, "--validate", "iso87", message));
        assertEquals(2, call("describe", "--spec", spec, "--header", "TPDU", message));
        assertEquals(2, call("decode", "--spec", spec, "--header", "TPDU", message));
        assertEquals(2, call("encode", "--spec", spec, "--header", "TPDU"));
        assertEquals(2, call("convert", "--from", spec, "--to", "iso87-ascii", message));
    }

    @Test
    void shouldListAndProbeTheDialectsOfASite() throws IOException {
        final Path specs = Files.createDirectory(folder.resolve("specs"));
        Files.writeString(specs.resolve("packager.xml"), XML);
        Files.writeString(
                specs.resolve("site.yaml"), "dialect: site\nkind: jpos\npackager: packager.xml\n");
        Files.writeString(specs.resolve("own.yaml"), "dialect: own\nextends: iso87-ascii\n");
        assertEquals(0, call("specs", "--config", folder.toString()));
        final String list = out.toString();
        assertTrue(list.contains("\niso87-ascii "), list);
        assertTrue(
                list.matches("(?s).*\nown +1987 +mti ascii, bitmap hex +\\S+own.yaml\n.*"), list);
        final String reason =
                "site +interpreted by jPOS +\\S+site.yaml\n"
                        + "  packager.xml:5: field 3 cannot be said .*";
        assertTrue(list.matches("(?s).*\n" + reason), list);

        final String message = ascii("0200" + "2000000000000000" + "03" + "123   ");
        assertEquals(0, call("probe", "--config", folder.toString(), message));
        final String best = "none       NONE    site              0200  1 of 1      whole";
        assertTrue(out.toString().contains(best), out::toString);
        assertEquals(1, call("probe", message));
        assertEquals(0, call("probe", "--spec", specs.resolve("site.yaml").toString(), message));
        assertEquals(2, call("specs", "--config", specs.toString()));
        Files.writeString(specs.resolve("own.yaml"), "dialect: own\nextends: none\n");
        assertEquals(2, call("specs", "--config", folder.toString()));
    }

    private static String ascii(String characters) {
        final StringBuilder hex = new StringBuilder();
        characters.chars().forEach(c -> hex.append(Integer.toHexString(c)));
        return hex.toString();
    }
}
