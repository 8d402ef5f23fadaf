package io.cardswitch.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.cardswitch.core.domain.LinkKeyKind;
import io.cardswitch.core.edge.mac.MacAlgorithm;
import io.cardswitch.core.edge.mac.MacFormat;
import io.cardswitch.core.edge.security.LinkKeys;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Goal: MACs of links, and every mistake in them at its line. */
final class LinkMacsTest {
    @TempDir private Path folder;

    private KeySite site;

    @BeforeEach
    void writeSite() throws IOException {
        site = new KeySite(folder);
    }

    private LinkKeys keys() {
        return site.read().edge().security().orElseThrow().link(7);
    }

    @Test
    void shouldReadHowMessagesAreAuthenticated() throws IOException {
        site.write("links.yaml", "    mac: {key: a-tak, length: 4}\n");
        assertEquals(new MacFormat(MacAlgorithm.RETAIL, 4), keys().macFormat());
        assertEquals(KeySite.BLOCK_OF_IMK.length(), keys().macKey().length());
        site.write("links.yaml", "    mac:\n      key: a-tak\n      algorithm: retail\n");
        assertEquals(new MacFormat(MacAlgorithm.RETAIL, 8), keys().macFormat());
        site.write("links.yaml", "");
        assertNull(keys().macFormat());
    }

    @Test
    void shouldLetALinkBringNewKeysForItsMacs() throws IOException {
        site.write(
                "links.yaml", "    mac: {key: a-tak}\n    key_exchange: {key: a-zmk, keys: mac}\n");
        assertEquals("M3", keys().exchange().usage(LinkKeyKind.MAC));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "{}|8: key key is missing: add key: VALUE",
                "{key: a-tpk}|8: key a-tpk has usage 71: a key that makes MACs by algorithm 3 has"
                        + " one of M3",
                "{key: a-tak, algorithm: cmac}|8: key a-tak has usage M3: a key that makes MACs by"
                        + " CMAC has one of M6, M5",
                "{key: a-tak, algorithm: md5}|8: md5 is not known: use one of retail, mac1, cmac",
                "{key: a-tak, length: 6}|8: 6 is not known: use one of 4, 8",
                "{key: a-tak, size: 8}|8: unknown key size: known here: algorithm, length, key",
                "a-tak|8: \"a-tak\" where key: value lines is expected: write key: value lines",
            })
    void shouldNameTheLineWhenMessagesCannotBeAuthenticated(String mac, String expected)
            throws IOException {
        site.write("links.yaml", "    mac: " + mac + "\n");
        assertEquals(List.of("links.yaml:" + expected), site.problems());
    }

    @Test
    void shouldNameTheLineWhenAMacNeedsAnHsm() throws IOException {
        site.write("switch.yaml", "");
        site.write("links.yaml", "    mac: {key: a-tak}\n");
        assertEquals(
                List.of(
                        "links.yaml:8: mac needs an HSM, and switch.yaml names none: add a section"
                                + " hsm with endpoints there, or remove this line"),
                site.problems());
    }

    @ParameterizedTest
    @ValueSource(strings = {"b 32", "b 128", "an 16"})
    void shouldNameTheLineWhenNoMacFitsTheDialect(String type) throws IOException {
        Files.createDirectories(folder.resolve("specs"));
        Files.writeString(
                folder.resolve("specs").resolve("other.yaml"),
                """
                dialect: other
                version: 1987
                extends: iso87-binary
                elements:
                  64: {type: %s, name: Code}
                  128: absent
                """
                        .formatted(type));
        site.write("links.yaml", "    mac: {key: a-tak}\n");
        final Path links = folder.resolve("links.yaml");
        Files.writeString(links, Files.readString(links).replace("iso87-binary", "other"));
        assertEquals(
                List.of(
                        "links.yaml:8: no MAC fits other: its DE128 is absent: use b 64",
                        "links.yaml:8: no MAC fits other: its DE64 is " + type + ": use b 64"),
                site.problems());
    }
}
