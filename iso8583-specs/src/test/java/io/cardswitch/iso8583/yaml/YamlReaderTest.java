package io.cardswitch.iso8583.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

final class YamlReaderTest {
    private final Problems problems = new Problems();

    @TempDir private Path folder;

    private YamlNode parse(String... lines) {
        return YamlReader.parse("a.yaml", String.join("\n", lines) + "\n", problems);
    }

    @Test
    void shouldReadNestedValuesWithTheirLines() {
        final YamlNode root =
                parse(
                        "# comment",
                        "name: first",
                        "port: 8583",
                        "tls: true",
                        "rules:",
                        "  - bin: \"004761\"",
                        "    to: on-us",
                        "  - {bin: 5, to: x}");
        assertEquals("first", root.text("name"));
        assertEquals(8583, root.number("port", 1, 65535));
        assertTrue(root.flag("tls", false));
        assertEquals(7, root.number("absent", 1, 9, 7));
        assertEquals("none", root.text("other", "none"));
        final List<YamlNode> rules = root.items("rules");
        assertEquals(2, rules.size());
        assertEquals("004761", rules.get(0).text("bin"));
        assertEquals(6, rules.get(0).get("bin").line());
        assertEquals("x", rules.get(1).text("to"));
        assertEquals(8, rules.get(1).line());
        root.rejectUnknownKeys();
        rules.get(0).rejectUnknownKeys();
        assertEquals(
                List.of("a.yaml:7: unknown key to: known here: bin"),
                problems.lines(),
                "a key that nobody asked for is a problem");
    }

    @Test
    void shouldReadNumbersWithLeadingZeros() {
        final YamlNode root = parse("acquirer: 0000100001", "zero: 00", "below: -007");
        assertEquals(100_001, root.number("acquirer", 0, Long.MAX_VALUE));
        assertEquals(0, root.number("zero", 0, 9));
        assertEquals(-7, root.number("below", -9, 9));
        final YamlNode huge = parse("a: 00" + "9".repeat(19), "b: ''", "c: 0x10");
        huge.keys().forEach(key -> huge.number(key, 0, 9));
        assertEquals(3, problems.lines().size(), () -> String.join("\n", problems.lines()));
    }

    @Test
    void shouldReportEveryProblemAtOnceWhenTypesDiffer() {
        final YamlNode root =
                parse("port: many", "size: 70000", "on: yes", "list: 5", "map: [1]", "empty:");
        assertEquals(1, root.number("port", 1, 65535));
        assertEquals(1, root.number("size", 1, 65535));
        assertFalse(root.flag("on", true));
        assertEquals(List.of(), root.items("list"));
        assertEquals("", root.get("map").text("name"));
        assertEquals("", root.text("empty"));
        assertEquals("", root.text("gone"));
        assertEquals("a", root.get("port").choice(List.of("a", "b")));
        assertEquals(
                List.of(
                        "a.yaml:1: \"many\" where a whole number is expected: write a whole number",
                        "a.yaml:1: key gone is missing: add gone: VALUE",
                        "a.yaml:1: many is not known: use one of a, b",
                        "a.yaml:2: number 70000 is out of range: use a number from 1 to 65535",
                        "a.yaml:3: \"yes\" where true or false is expected: write true or false",
                        "a.yaml:4: \"5\" where a list of - items is expected:"
                                + " write a list of - items",
                        "a.yaml:5: a list where key: value lines is expected:"
                                + " write key: value lines",
                        "a.yaml:6: nothing where text is expected: write text"),
                problems.lines().stream().sorted().toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: 1~b: 2~a: 3 | 3 | key a stands twice",
                "a:~\tb: 1 | 2 | found character '\\t(TAB)' that cannot start any token",
                "a: [1, 2 | 2 | expected ',' or ']'",
                "a: &x 1~b: *x | 1 | anchors and aliases are not supported",
                "a: !secret 1 | 1 | tags are not supported",
                "a: 1~---~b: 2 | 3 | second document in the file",
                "[a]: 1 | 1 | a key that is not text",
                "# nothing | 1 | file is empty",
                "a: \"open | 2 | found unexpected end of stream",
            })
    void shouldNameTheLineWhenTextIsNotPlainYaml(String text, int line, String what) {
        parse(text.replace("~", "\n"));
        final String first = problems.lines().getFirst();
        assertTrue(first.startsWith("a.yaml:" + line + ": " + what), first);
    }

    @Test
    void shouldTellNothingThatFollowsFromAnAlias() {
        final YamlNode root = parse("a: 1", "<<: *base", "b: *c");
        root.text("d");
        root.rejectUnknownKeys();
        final String what = ": anchors and aliases are not supported: write the value out";
        assertEquals(List.of("a.yaml:2" + what, "a.yaml:3" + what), problems.lines());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- "})
    void shouldRefuseDeepNesting(String opening) {
        parse(opening.repeat(50_000));
        assertFalse(problems.isEmpty());
    }

    @Test
    void shouldNeverThrowForAnyText() {
        final String alphabet = "ab:-[]{}&*!|>'\"%@`,#?\n\t 0\\~<é\u0000\uFEFF";
        final SplittableRandom random = new SplittableRandom(42);
        for (int round = 0; round < 20_000; round++) {
            final StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            final YamlNode root = YamlReader.parse("random", text.toString(), problems);
            root.number("a", 0, 9);
            root.items("b");
            root.rejectUnknownKeys();
        }
        assertTrue(problems.lines().getLast().endsWith(" more problems"));
    }

    @Test
    void shouldTellSoManyProblemsEachOnce() {
        for (int line = 1; line <= Problems.MAX_COUNT + 5; line++) {
            problems.add("file", line, "wrong", "right it");
        }
        assertEquals(Problems.MAX_COUNT + 1, problems.lines().size());
        assertEquals("and 5 more problems", problems.lines().getLast());
        final Problems same = new Problems();
        same.add("file", 1, "wrong", "right it");
        same.add("file", 1, "wrong", "right it");
        assertEquals(List.of("file:1: wrong: right it"), same.lines());
        assertEquals(2, same.count());
    }

    @Test
    void shouldReportUnreadableFiles() throws IOException {
        final Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'a', (byte) 0xE9});
        final Path large =
                Files.write(folder.resolve("large.yaml"), new byte[YamlReader.MAX_LENGTH + 1]);
        assertFalse(YamlReader.read(latin, problems).isPresent());
        assertFalse(YamlReader.read(large, problems).isPresent());
        assertFalse(YamlReader.read(folder.resolve("none.yaml"), problems).isPresent());
        assertFalse(YamlReader.read(folder, problems).isPresent());
        assertEquals(
                folder + ":1: this is a directory: name a file in it", problems.lines().get(0));
        final List<String> lines = problems.lines().subList(1, 4);
        assertTrue(lines.get(0).contains("large.yaml:1: file is larger than"), lines.get(0));
        assertTrue(lines.get(1).contains("latin.yaml:1: file is not UTF-8"), lines.get(1));
        assertTrue(lines.get(2).contains("none.yaml:1: file is missing"), lines.get(2));
    }

    @Test
    void shouldReplaceReferencesAndReportThoseThatLeadNowhere() throws IOException {
        Files.writeString(folder.resolve("secret.txt"), "s3cret\n");
        final Path file =
                Files.writeString(
                        folder.resolve("b.yaml"),
                        "port: ${env:PORT}\nkey: <${file:secret.txt}>\nbad: ${env:NONE}\n"
                                + "gone: ${file:none.txt}\nodd: ${x}\n");
        final References references = new References(Map.of("PORT", "8583"), folder);
        final YamlNode root = YamlReader.read(file, problems, references);
        assertEquals(8583, root.number("port", 1, 65535));
        assertEquals("<s3cret>", root.text("key"));
        root.keys().forEach(root::text);
        assertEquals(3, problems.lines().size(), () -> String.join("\n", problems.lines()));
        assertTrue(problems.lines().get(0).contains(":3: environment variable NONE is not set"));
        assertTrue(problems.lines().get(1).contains(":4: file none.txt cannot be read"));
        assertTrue(problems.lines().get(2).contains(":5: unknown reference ${x}"));
    }

    @Test
    void shouldMaskCardNumbersAndKeys() {
        problems.add("f", 1, "card 4761739001010119 fails Luhn", "key 0123456789ABCDEF is clear");
        assertEquals(
                List.of("f:1: card 476173******0119 fails Luhn: key **************** is clear"),
                problems.lines());
    }
}
