package io.cardswitch.iso8583.jpos;

import io.cardswitch.iso8583.yaml.Problems;
import io.cardswitch.iso8583.yaml.YamlNode;
import io.cardswitch.iso8583.yaml.YamlReader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A dialect file that has jPOS interpret a packager, as it is written; read without jPOS.
 *
 * @param name of the dialect
 * @param xml text of the packager file
 * @param reasons why it is not compiled, a line for each thing that no dialect can say; empty: it
 *     could be
 */
public record PackagerStatement(String name, String xml, List<String> reasons) {
    static final String PACKAGER = "packager";
    private static final String KIND = "kind";
    private static final String JPOS = "jpos";
    private static final int MOST_BYTES = 1024 * 1024;

    /** Whether the file names a packager of jPOS in place of elements. */
    public static boolean isIn(Path yaml) {
        return YamlReader.read(yaml, new Problems()).has(KIND);
    }

    /** What the file states; null, with every problem named, when it is not right. */
    public static PackagerStatement of(Path yaml, Problems problems) {
        final int before = problems.count();
        final YamlNode root = YamlReader.read(yaml, problems);
        return problems.soundSince(before, of(yaml, root, problems));
    }

    static PackagerStatement of(Path yaml, YamlNode root, Problems problems) {
        final int before = problems.count();
        final YamlNode named = root.require("dialect");
        final String name = named.text();
        if (named.isPresent() && !PackagerImport.isName(name)) {
            named.problem("\"" + name + "\" is no name", "use letters, digits and hyphens");
        }
        root.choice(KIND, List.of(JPOS));
        final YamlNode packager = root.require(PACKAGER);
        final String file = packager.text();
        root.rejectUnknownKeys();
        if (problems.count() != before) return null;
        final String xml = text(yaml.resolveSibling(file));
        if (xml == null) {
            packager.problem("\"" + file + "\" cannot be read", "name a packager file of jPOS");
            return null;
        }
        if (PackagerXml.read(file, xml, problems) == null) return null;
        if (problems.count() != before) return null;
        final Problems why = new Problems();
        PackagerImport.toYaml(file, xml, name, why);
        return new PackagerStatement(name, xml, why.lines());
    }

    /** Null when it cannot be read. */
    static String text(Path xml) {
        try {
            return Files.size(xml) > MOST_BYTES ? null : Files.readString(xml);
        } catch (final IOException e) {
            return null;
        }
    }
}
