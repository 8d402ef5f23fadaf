package io.cardswitch.iso8583.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.yaml.Problems;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Every mistake in a dialect file is named with its line and what to do, all of them at once. */
class DialectReaderTest {
    private static final String START =
            """
            dialect: site
            version: 1987
            encoding:
              mti: bcd
              bitmap: binary
              length: bcd
              n: bcd
              x+n: bcd
              z: bcd
              text: ascii
              b: binary
            elements:
            """;

    private static final int FIRST_ELEMENT_LINE = 13;

    @TempDir private Path folder;

    private final Problems problems = new Problems();

    private MessageSpec load(String text) throws IOException {
        final Path file = Files.writeString(folder.resolve("site.yaml"), text);
        return Dialects.load(file, problems);
    }

    private List<String> lines() {
        final String prefix = folder.resolve("site.yaml").toString();
        return problems.lines().stream().map(line -> line.substring(prefix.length() + 1)).toList();
    }

    @Test
    void shouldReadWhatIsRight() throws IOException {
        final MessageSpec spec =
                load(
                        START
                                + "  2: {type: n ..19, padding: right, name: PAN}\n"
                                + "  3: {type: n 6, encoding: ascii, name: Processing code}\n");
        assertEquals(List.of(), lines());
        assertEquals("n ..19", spec.element(2).notation());
        assertEquals("ascii", spec.element(3).encoding().notation());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{type: z ..37, name: x, parts: {1: {type: n 1, name: x}}}|parts inside of z ..37:"
                        + " write ans, n or b",
                "{type: ans 9, name: x, parts: {0: {type: n 1, name: x}}}|\"0\" is no part: use a"
                        + " number from 1 to 192",
                "{type: ans 9, name: x, parts: {2: {type: n 1, name: x}, 1: {type: n 1, name: x}}}"
                        + "|part 1 stands too late: write parts in ascending order",
                "{type: ans 9, name: x, parts: {1: {type: n rest, name: x}, 2: {type: n 1,"
                        + " name: x}}}|part 2 follows the rest: give the one before a length",
                "{type: ans 9, name: x, parts: {}}|there are no parts: write one",
                "{type: ans 9, name: x, parts: {1: {type: n 1}}}|key name is missing: add name",
                "{type: ans rest, name: x}|\"ans rest\" is not a type: write as",
                "{type: ans 9, name: x, bitmap: b 8}|unknown key bitmap: known here: ",
                "{type: ans 9, name: x, bitmap: b 8, parts: {9: {type: n 1, name: x}}}|no bit"
                        + " announces part 9: widen the bitmap",
                "{type: ans 9, name: x, bitmap: b 8, bitmaps: 1-2, parts: {9: {type: n 1,"
                        + " name: x}}}|no bit announces part 9: widen the bitmap",
                "{type: ans 9, name: x, bitmap: n 8, parts: {1: {type: n 1, name: x}}}|a bitmap of"
                        + " n 8: write b 64; all of them have up to 192 bits",
                "{type: ans 9, name: x, bitmap: b 0, parts: {1: {type: n 1, name: x}}}|a bitmap of"
                        + " b 0: write b 64; all of them have up to 192 bits",
                "{type: ans 9, name: x, tags: {layout: ber}}|BER inside of characters: write the"
                        + " element as b",
                "{type: b ..9, name: x, tags: {layout: tlv, tag: 5, length: 1}}|number 5 is out of"
                        + " range: use a number from 1 to 4",
                "{type: b ..9, name: x, tags: {layout: tlv, length: 1}}|key tag is missing: add",
                "{type: b ..9, name: x, padding: none, parts: {1: {type: n rest, name: x,"
                        + " padding: none}}}|padding: none of an odd number of digits in BCD",
                "{type: b ..9, name: x, tags: {layout: ber, values: n 2}}|tags have a length"
                        + " already: write ans rest or b rest",
                "{type: b ..9, name: x, tags: {layout: ber, known: {9F: {name: x}}}}|\"9F\" is no"
                        + " tag here: write it as the layout has it",
                "{type: b ..9, name: x, tags: {layout: ber, tag: 2}}|unknown key tag: known here: ",
            })
    void shouldNameEveryMistakeInsideOfAnElement(String element, String problem)
            throws IOException {
        assertNull(load(START + "  2: " + element + "\n"));
        assertEquals(1, lines().size(), () -> lines().toString());
        final String line = FIRST_ELEMENT_LINE + ": " + problem;
        assertTrue(lines().getFirst().startsWith(line), () -> lines().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "0,number 0 is out of range: use a number from 1 to 255",
        "256,number 256 is out of range: use a number from 1 to 255",
        "visa,"
    })
    void shouldRefuseAHeaderThatIsNone(String header, String problem) throws IOException {
        final String start = START.replaceFirst("version", "header: " + header + "\nversion");
        assertNull(load(start + "  3: {type: n 6, name: Processing code}\n"));
        assertEquals(1, lines().size(), () -> lines().toString());
        assertTrue(
                lines().getFirst().contains(problem == null ? "visa" : problem), lines()::toString);
    }

    @Test
    void shouldRefuseAFifthLevel() throws IOException {
        final String fifth =
                "{type: ans 9, name: x, parts: {1: ".repeat(5)
                        + "{type: n 1, name: x}"
                        + "}}".repeat(5);
        assertNull(load(START + "  2: " + fifth + "\n"));
        assertEquals(
                List.of(
                        FIRST_ELEMENT_LINE
                                + ": parts nested deeper than 4: write the inner one as ans"),
                lines());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{type: n6, name: x}|\"n6\" is not a type: write as the standard does: n 6, an 12,"
                        + " ans ..40, z ..37, x+n 8, b 64",
                "{type: b 63, name: x}|63 bits are no octets: use a multiple of 8",
                "{type: x+n ..8, name: x}|a signed amount of variable length: write x+n 8",
                "{type: x+n 0, name: x}|a signed amount without digits: write x+n 8",
                "{type: n 5, name: x, padding: none}|padding: none of an odd number of digits in"
                        + " BCD: write for this element padding: left, right, left-f or right-f",
                "{type: n ..6, name: x, padding: none}|padding: none of an odd number of digits",
                "{type: x+n 7, name: x, padding: none}|padding: none of an odd number of digits",
                "{type: ans 00, name: x}|\"ans 00\" is not a type: write as the standard does:",
                "{type: n 6}|key name is missing: add name: VALUE",
                "{name: x}|key type is missing: add type: VALUE",
                "{type: n 6, name: x, encoding: base64}|base64 is not known: use one of",
                "{type: n 6, name: x, padding: middle}|middle is not known: use one of",
                "{type: n 6, name: x, colour: red}|unknown key colour: known here: ",
                "n 6|\"n 6\" where type and name are expected: write {type: n 6, name: NAME}",
                "{type: ans 9, name: x, parts: {1: n 2}}|\"n 2\" where type and name are"
                        + " expected: write {type: n 2, name: NAME}"
            })
    void shouldNameLineMistakeAndRemedyOfAnElement(String element, String expected)
            throws IOException {
        assertNull(load(START + "  3: " + element + "\n"));
        final String line = lines().getFirst();
        final String start = FIRST_ELEMENT_LINE + ": " + expected;
        assertEquals(start, line.substring(0, Math.min(start.length(), line.length())));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 13: element 1 is a bitmap: remove it; bitmaps are implied",
        "0, 13: \"0\" is no data element: use a number from 2 to ",
        "200, 13: \"200\" is no data element: use a number from 2 to ",
        "pan, 13: \"pan\" is no data element: use a number from 2 to "
    })
    void shouldRefuseNumbersThatAreNoElements(String number, String expected) throws IOException {
        assertNull(load(START + "  " + number + ": {type: n 6, name: x}\n"));
        assertEquals(1, lines().size(), () -> lines().toString());
        assertEquals(expected, lines().getFirst().substring(0, expected.length()));
    }

    @Test
    void shouldNameEveryMistakeOfAFileAtOnce() throws IOException {
        final String text =
                START.replace("dialect: site", "dialect: Site!")
                                .replace("1987", "1988")
                                .replace("bitmap: binary", "bitmap: ternary")
                                .replace("  z: bcd\n", "")
                        + "  2: {type: n6, name: x}\n  2: {type: n 6, name: x}\n"
                        + "  4: {type: n 12}\npadding: up\nowner: me\n";
        assertNull(load(text));
        final List<String> starts =
                lines().stream()
                        .map(line -> line.split(": ")[0] + ": " + line.split(": ")[1])
                        .toList();
        assertEquals(
                List.of(
                        "1: dialect name \"Site!\" is not usable",
                        "2: 1988 is not known",
                        "3: key z is missing",
                        "5: ternary is not known",
                        "12: \"n6\" is not a type",
                        "13: key 2 stands twice",
                        "14: key name is missing",
                        "15: up is not known",
                        "16: unknown key owner"),
                starts);
    }

    /** What YAML itself forbids, too: nobody goes on with half of what the file says. */
    @Test
    void shouldRefuseFilesWhoseOnlyMistakeIsAKeyThatStandsTwice() throws IOException {
        assertNull(load(START + "  2: {type: n 6, name: x, name: y}\n"));
        assertEquals(List.of("13: key name stands twice: remove one"), lines());
    }

    @Test
    void shouldNameMissingParts() throws IOException {
        assertNull(load("dialect: site\n"));
        assertEquals(
                List.of(
                        "1: key version is missing: add version: VALUE",
                        "1: key encoding is missing: add encoding: VALUE",
                        "1: key elements is missing: add elements: VALUE"),
                lines());
    }

    @Test
    void shouldRefuseFilesThatAreNoYaml() throws IOException {
        assertNull(load("dialect: [site\n"));
        assertEquals(1, lines().size());
        assertNull(load(""));
        assertEquals("1: file is empty: write key: value lines", lines().getFirst());
    }

    @Test
    void shouldKnowBundledDialectsByName() {
        for (final String name : Dialects.names()) {
            assertNotNull(Dialects.bundled(name));
        }
        assertThrows(IllegalArgumentException.class, () -> Dialects.bundled("iso87"));
    }

    @Test
    void shouldTellOnceWhatIsAskedForMoreThanOnce() throws IOException {
        load(START + "  4: n 12\n");
        assertEquals(
                1,
                lines().stream().filter(line -> line.contains("\"n 12\"")).count(),
                lines()::toString);
    }
}
