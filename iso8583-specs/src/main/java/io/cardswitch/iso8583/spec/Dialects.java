package io.cardswitch.iso8583.spec;

import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.yaml.Problems;
import io.cardswitch.iso8583.yaml.YamlNode;
import io.cardswitch.iso8583.yaml.YamlReader;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The dialects that come with the software, and those of a site's files. */
public final class Dialects {
    private static final List<String> NAMES =
            List.of(
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
                    "base24");

    private Dialects() {}

    /** Names of the bundled dialects. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * A bundled dialect.
     *
     * @throws IllegalArgumentException when there is none of that name
     */
    public static MessageSpec bundled(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(
                    name + " is not a dialect: " + String.join(", ", NAMES));
        }
        final Problems problems = new Problems();
        final MessageSpec spec = DialectReader.read(file(name, problems), problems);
        if (!problems.isEmpty()) throw new IllegalStateException(problems.lines().getFirst());
        return spec;
    }

    /** A dialect of a file; null, with every problem named, when the file has any. */
    public static MessageSpec load(Path yaml, Problems problems) {
        final int before = problems.count();
        final MessageSpec spec = DialectReader.read(YamlReader.read(yaml, problems), problems);
        return problems.soundSince(before, spec);
    }

    /**
     * A dialect of a text; null, with every problem named under the file's name, when it has any.
     */
    public static MessageSpec parse(String file, String text, Problems problems) {
        final int before = problems.count();
        final YamlNode root = YamlReader.parse(file, text, problems);
        return problems.soundSince(before, DialectReader.read(root, problems));
    }

    /** The file of a bundled dialect. */
    static YamlNode file(String name, Problems problems) {
        final String file = name + ".yaml";
        return YamlReader.parse(file, resource(file), problems);
    }

    private static String resource(String file) {
        try (InputStream in = Dialects.class.getResourceAsStream(file)) {
            if (in == null) throw new IllegalStateException(file + " is not on the class path");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
