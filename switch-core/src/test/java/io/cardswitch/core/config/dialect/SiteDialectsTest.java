package io.cardswitch.core.config.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.command.ReplyFlyweight;
import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.edge.EdgeFixture;
import io.cardswitch.core.edge.LinkConfig;
import io.cardswitch.core.edge.ReplyComposer;
import io.cardswitch.core.edge.RequestAdapter;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.validate.MessageRules;
import io.cardswitch.iso8583.yaml.Problems;
import io.cardswitch.iso8583.yaml.YamlNode;
import io.cardswitch.iso8583.yaml.YamlReader;

import org.agrona.concurrent.UnsafeBuffer;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a link may name, and what it is told when it may not. */
final class SiteDialectsTest {
    private static final String LINK = "links.yaml";

    @TempDir private Path folder;

    private final Problems problems = new Problems();

    private void write(String name, String text) throws IOException {
        final Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** The value of the only line, {@code spec: iso87-ascii}. */
    private YamlNode line(String text) {
        return YamlReader.parse(LINK, text, problems).get(text.substring(0, text.indexOf(':')));
    }

    private List<String> problems() {
        return problems.lines().stream().map(line -> line.replace(folder + "/", "")).toList();
    }

    @Test
    void shouldReadDialectsAndRulesOfTheSiteBesideTheBundledOnes() throws IOException {
        write("specs/own.yaml", "dialect: own\nextends: iso87-ascii\nelements: {63: absent}\n");
        write("rules/own.yaml", "rules: own\nversion: 1987\nmessages: [{mti: [0200]}]\n");
        final SiteDialects site = new SiteDialects(folder, problems);
        final MessageSpec own = site.spec(line("spec: own"));
        assertEquals("own", own.name());
        assertEquals("iso87-binary", site.spec(line("spec: iso87-binary")).name());
        assertEquals(
                Optional.of("own"), site.rules(line("validate: own"), own).map(MessageRules::name));
        assertEquals(
                Optional.of("iso87"),
                site.rules(line("validate: iso87"), own).map(MessageRules::name));
        final YamlNode none = YamlReader.parse(LINK, "spec: own", problems).get("validate");
        assertTrue(site.rules(none, own).isEmpty());
        assertEquals(List.of(), problems());
    }

    @Test
    void shouldNameEveryFileThatIsWrongOrHasANameThatIsTaken() throws IOException {
        write("specs/b.yaml", "extends: iso87-ascii\ndialect: iso87-binary\n");
        write("specs/c.yaml", "dialect: c\nextends: iso87-ascii\nelements:\n  48: {type: q 3}\n");
        write("rules/old.yaml", "rules: iso87\nversion: 1987\nmessages: [{mti: [0200]}]\n");
        new SiteDialects(folder, problems);
        assertEquals(
                List.of(
                        "rules/old.yaml:1: the name \"iso87\" is taken: choose another",
                        "specs/b.yaml:2: the name \"iso87-binary\" is taken: choose another"),
                problems().stream().filter(line -> line.contains("taken")).toList());
        assertTrue(
                problems().stream().anyMatch(line -> line.startsWith("specs/c.yaml:4: \"q 3\" is")),
                () -> problems().toString());
    }

    @Test
    void shouldKeepWhatJposInterpretsFromLinksOnly() throws IOException {
        write("specs/site.xml", "<isopackager><isofield id=\"0\" class=\"X\"/></isopackager>");
        write("specs/site.yaml", "dialect: site\nkind: jpos\npackager: site.xml\n");
        write("specs/taken.yaml", "dialect: iso87-ascii\nkind: jpos\npackager: site.xml\n");
        final SiteDialects site = new SiteDialects(folder, problems);
        assertEquals(1, site.interpreted().size());
        assertTrue(site.ownSpecs().isEmpty());
        assertEquals("iso87-ascii", site.spec(line("spec: iso87-ascii")).name());
        assertNotNull(site.spec(line("spec: site")));
        assertEquals(
                List.of(
                        "specs/taken.yaml:1: the name \"iso87-ascii\" is taken: choose another",
                        "links.yaml:1: no link speaks site: jPOS interprets it: \"specs check\" of"
                                + " its file says what no dialect can say"),
                problems());
    }

    @Test
    void shouldRefuseWhatALinkCannotServe() throws IOException {
        write(
                "specs/a.yaml",
                """
                dialect: a
                extends: iso87-ascii
                elements:
                  3: {type: ans 6, name: Processing code}
                  38: absent
                  39: {type: n 4, name: Response code}
                  41: {type: ans 17, name: Terminal}
                  54: {type: ans 130, name: Balances}
                  90: {type: n ..42, name: Original}
                """);
        new SiteDialects(folder, problems).spec(line("spec: a"));
        assertEquals(
                List.of(
                        "DE3 is ans 6: use n 6",
                        "DE38 is absent: use an 6",
                        "DE39 is n 4: use an 2",
                        "DE54 is ans 130: use ans ...120",
                        "DE41 is ans 17: use ans 8",
                        "DE90 is n ..42: use n 42"),
                problems().stream()
                        .map(line -> line.replace("links.yaml:1: no link speaks a: its ", ""))
                        .toList());
    }

    @Test
    void shouldRefuseWhatALinkSince1993CannotServe() throws IOException {
        write(
                "specs/a.yaml",
                """
                dialect: a
                extends: iso2003-binary
                elements:
                  3: {type: ans 6, name: Processing code}
                  4: {type: n 12, name: Amount}
                  11: {type: n 13, name: Trace number}
                  12: {type: n 12, name: Time}
                  30: {type: n 24, name: Original amounts}
                  39: {type: an 3, name: Action code}
                  42: {type: ans ..50, name: Merchant}
                  54: {type: ans ..40, name: Balances}
                  56: {type: n ..42, name: Original}
                """);
        write("specs/b.yaml", "dialect: b\nextends: iso2003-ascii\nelements: {4: absent}\n");
        write(
                "specs/c.yaml",
                "dialect: c\nextends: iso93-ascii\nelements: {26: {type: n 2, name: PIN capture},"
                        + " 54: {type: ans ..40, name: Balances}}\n");
        final SiteDialects site = new SiteDialects(folder, problems);
        site.spec(line("spec: a"));
        site.spec(line("spec: b"));
        site.spec(line("spec: c"));
        assertEquals(
                List.of(
                        "a: its DE3 is ans 6: use an 6",
                        "a: its DE4 is n 12: use n 16",
                        "a: its DE11 is n 13: use n 12",
                        "a: its DE39 is an 3: use n 4",
                        "a: its DE54 is ans ..40: use ans ...126",
                        "a: its DE12 is n 12: use n 14",
                        "a: its DE30 is n 24: use n 32",
                        "a: its DE42 is ans ..50: use ans ..35",
                        "a: its DE56 is n ..42: use n ..41",
                        "b: its DE4 is absent: use n 16",
                        "c: its DE54 is ans ..40: use ans ...126",
                        "c: its DE26 is n 2: use n 4"),
                problems().stream()
                        .map(line -> line.replace("links.yaml:1: no link speaks ", ""))
                        .toList());
    }

    /** A request of nothing but what returns, in a frame that has room for no more. */
    @ParameterizedTest
    @CsvSource({"iso87-ascii, 120, 2", "iso93-ascii, 126, 3", "iso2003-ascii, 126, 4"})
    void shouldHaveRoomForTheLongestAnswerOfADialectThatIsServed(
            String base, int balances, int codeDigits) throws IOException {
        write(
                "specs/a.yaml",
                """
                dialect: a
                extends: %s
                elements:
                  38: {type: an ......6, name: Approval code}
                  39: {type: an ......%d, name: Response code}
                  54: {type: ans %d, name: Balances}
                """
                        .formatted(base, codeDigits, balances));
        final MessageSpec spec = new SiteDialects(folder, problems).spec(line("spec: a"));
        assertEquals(List.of(), problems());
        final Map<Integer, String> request = new TreeMap<>(EdgeFixture.purchase());
        request.keySet().retainAll(Set.of(2, 3, 4, 7, 11, 41, 42, 49));
        if (spec.version() == 2003) {
            request.put(4, "840200" + request.get(4).substring(2));
            request.put(11, "987654000123");
            request.remove(49);
        }
        final EdgeFixture edge = new EdgeFixture(link(spec), Optional.empty(), null);
        final int mti = spec.versionDigit() << 12 | 0x0200;
        final byte[] frame = edge.encode(mti, request);
        assertEquals(RequestAdapter.PUBLISHED, edge.send(frame));
        final ReplyFlyweight reply = EdgeFixture.reply(edge.handle(), ResultCode.APPROVED);
        reply.flags(ReplyFlyweight.HAS_BALANCES | ReplyFlyweight.HAS_APPROVAL_CODE);
        reply.currency(840).accountType(10).ledgerMinor(1).availableMinor(2).approvalCode(999_999);
        final int room = frame.length + ReplyComposer.MAX_ADDED_BYTES;
        final int length = edge.composer.compose(reply, new UnsafeBuffer(new byte[room]), 0, room);
        assertEquals(frame.length + 2 * 6 + 6 + codeDigits + balances, length);
    }

    private static LinkConfig link(MessageSpec spec) {
        return new LinkConfig(
                EdgeFixture.LINK, "a", spec, Header.NONE, true, 3, false, Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "iso87-ascii",
                "iso87-binary",
                "iso87-ebcdic",
                "iso93-ascii",
                "iso93-binary",
                "iso93-ebcdic",
                "iso2003-ascii",
                "iso2003-binary",
                "iso2003-ebcdic",
                "visa-base1",
                "mastercard-cis",
                "unionpay-cups",
                "postilion",
                "base24"
            })
    void shouldServeBundledDialects(String name) {
        assertEquals(name, new SiteDialects(folder, problems).spec(line("spec: " + name)).name());
        assertEquals(List.of(), problems());
    }

    @Test
    void shouldRefuseRulesOfAnotherVersion() {
        final SiteDialects site = new SiteDialects(folder, problems);
        site.rules(line("validate: iso87"), site.spec(line("spec: iso93-ascii")));
        assertEquals(
                List.of(
                        "links.yaml:1: rules iso87 are not for the version of iso93-ascii: name"
                                + " rules for the version that the dialect states"),
                problems());
    }
}
