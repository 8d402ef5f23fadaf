package io.cardswitch.iso8583.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cardswitch.iso8583.yaml.Problems;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Every mistake in a rules file is named with its line, all of them at once. */
class RulesReaderTest {
    private static final String FORMS = "write MMDD, hhmmss or other parts of CCYYMMDDhhmmss";

    @TempDir private Path folder;

    private final Problems problems = new Problems();

    private MessageRules load(String text) throws IOException {
        return MessageRules.load(Files.writeString(folder.resolve("r.yaml"), text), problems);
    }

    private List<String> lines() {
        final int prefix = folder.resolve("r.yaml").toString().length() + 1;
        return problems.lines().stream().map(line -> line.substring(prefix)).toList();
    }

    @Test
    void shouldReadWhatIsRight() throws IOException {
        final MessageRules rules =
                load(
                        """
                        rules: site
                        version: 1993
                        messages:
                          - mti: [1x00, 1210]
                            processing: [00, 0912]
                            mandatory: [2-4, 128]
                            conditional:
                              55: 22 starts 05, 07
                            optional: [60-63]
                            dates:
                              12: YYMMDDhhmmss
                              60: hhmm
                          - mti: [1200]
                        """);
        assertEquals(List.of(), lines());
        assertEquals("site", rules.name());
        assertEquals(93, rules.version());
        assertEquals(2, rules.of(0x1200).length);
        assertEquals(1, rules.of(0x1210).length);
        assertEquals(0, rules.of(0x0200).length);
        final MessageRule rule = rules.of(0x1900)[0];
        assertEquals(new Elements(0x7000000000000000L, 1, 0), rule.mandatory());
        assertEquals(new Elements(0x700000000000021EL, 1, 0), rule.allowed());
        assertEquals("DE22 starts with 05 or 07", rule.conditions().getFirst().text());
        assertEquals("DE3 starts with 00 or 0912", rule.processing().text());
        assertEquals(
                "[DateRule[element=12, form=YYMMDDhhmmss], DateRule[element=60, form=hhmm]]",
                rule.dates().toString());
        assertEquals(List.of(), rules.of(0x1200)[1].dates());
        assertEquals(Elements.ALL, rules.of(0x1200)[1].allowed());
    }

    @Test
    void shouldNameEveryMistakeAtOnce() throws IOException {
        assertNull(
                load(
                        """
                        rules: site
                        version: 1988
                        messages:
                          - mti: [01000, 0y00]
                            processing: [x]
                            mandatory: [1, 193, 9-5, 4]
                            conditional:
                              4: present 5
                              200: present 5
                              6: missing 5
                              7: present 300
                            optional: 7
                            odd: 1
                            dates:
                              0: MMDD
                              7: MMDDhh
                              12: hhmmssMMDD
                              13: DD
                              14: ""
                        """));
        assertEquals(
                List.of(
                        "2: 1988 is not known: use one of 1987, 1993, 2003",
                        "4: \"01000\" is no message type: write four digits, x for any",
                        "4: \"0y00\" is no message type: write four digits, x for any",
                        "5: \"x\" begins no DE3: write one to six digits",
                        "6: \"1\" names no elements: write 2 to 192, or 5-9",
                        "6: \"193\" names no elements: write 2 to 192, or 5-9",
                        "6: \"9-5\" names no elements: write 2 to 192, or 5-9",
                        "8: element 4 is mandatory anyway: remove one of both",
                        "9: \"200\" is no element: write a number from 2 to 192",
                        "10: \"missing 5\" is no condition: write present 5, absent 35, or 3"
                                + " starts 09",
                        "11: \"present 300\" is no condition: write present 5, absent 35, or 3"
                                + " starts 09",
                        "12: \"7\" where a list of - items is expected: write a list of - items",
                        "13: unknown key odd: known here: mti, mandatory, conditional, optional,"
                                + " processing, dates",
                        "15: \"0\" is no element: write a number from 2 to 192",
                        "16: \"MMDDhh\" is no form of a date or time: " + FORMS,
                        "17: \"hhmmssMMDD\" is no form of a date or time: " + FORMS,
                        "18: \"DD\" is no form of a date or time: " + FORMS,
                        "19: \"\" is no form of a date or time: " + FORMS),
                lines());
    }

    @Test
    void shouldRefuseFilesThatAreNotThereAndNamesThatAreNotBundled() {
        assertNull(MessageRules.load(folder.resolve("absent.yaml"), problems));
        assertEquals(1, problems.lines().size());
        assertThrows(IllegalArgumentException.class, () -> MessageRules.bundled("iso99"));
        assertEquals("iso87", MessageRules.bundled("iso87").toString());
    }
}
