package io.cardswitch.iso8583.yaml;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code ${env:NAME}} by an environment variable and {@code ${file:PATH}} by the content
 * of a file without its last line end, so that secrets need not stand in the configuration.
 */
public final class References {
    /** No file referred to may be larger. */
    public static final int MAX_FILE_LENGTH = 64 * 1024;

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}");

    private final Map<String, String> environment;
    private final Path folder;

    /**
     * Looks names up in the given environment.
     *
     * @param folder that relative paths start from
     */
    public References(Map<String, String> environment, Path folder) {
        this.environment = Map.copyOf(environment);
        this.folder = folder;
    }

    /** The text with every reference replaced; null, with a problem, when one leads nowhere. */
    String resolve(String text, String file, int line, Problems problems) {
        if (!text.contains("${")) {
            return text;
        }
        final StringBuilder resolved = new StringBuilder();
        final Matcher matcher = REFERENCE.matcher(text);
        while (matcher.find()) {
            final String value = valueOf(matcher.group(1), file, line, problems);
            if (value == null) {
                return null;
            }
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(resolved).toString();
    }

    private String valueOf(String reference, String file, int line, Problems problems) {
        if (reference.startsWith("env:")) {
            final String name = reference.substring(4);
            final String value = environment.get(name);
            if (value == null) {
                problems.add(
                        file, line, "environment variable " + name + " is not set", "export it");
                return null;
            }
            return value;
        }
        if (reference.startsWith("file:")) {
            return contentOf(reference.substring(5), file, line, problems);
        }
        problems.add(
                file,
                line,
                "unknown reference ${" + reference + "}",
                "write ${env:NAME} or ${file:PATH}");
        return null;
    }

    private String contentOf(String name, String file, int line, Problems problems) {
        try {
            final Path path = folder.resolve(name);
            if (Files.size(path) > MAX_FILE_LENGTH) {
                problems.add(
                        file,
                        line,
                        "file " + name + " is larger than " + MAX_FILE_LENGTH + " bytes",
                        "refer to a file that holds the one value");
                return null;
            }
            final String content = Files.readString(path, StandardCharsets.UTF_8);
            return content.endsWith("\n") ? content.substring(0, content.length() - 1) : content;
        } catch (final IOException | IllegalArgumentException e) {
            problems.add(
                    file,
                    line,
                    "file " + name + " cannot be read",
                    "give the path of a readable text file, relative to " + folder);
            return null;
        }
    }
}
