package io.cardswitch.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The working tree that the tests run in: where it is and which files it holds. */
final class Repository {
    private static final Set<String> SKIPPED =
            Set.of("target", ".git", ".idea", ".cifuzz-corpus", "data", "results");
    private static final Set<String> TEXT =
            Set.of("java", "md", "xml", "yaml", "yml", "csv", "sh", "properties", "options", "txt");

    private final Path root;

    private Repository(Path root) {
        this.root = root;
    }

    /** Finds the root by walking up from the working directory of the tests. */
    static Repository find() {
        Path candidate = Path.of("").toAbsolutePath();
        while (candidate != null && !Files.isDirectory(candidate.resolve("iso8583-specs"))) {
            candidate = candidate.getParent();
        }
        if (candidate == null) {
            throw new IllegalStateException("no repository root above the working directory");
        }
        return new Repository(candidate);
    }

    /** The root directory. */
    Path root() {
        return root;
    }

    /** All Java sources, generated ones not counted. */
    List<Path> javaSources() {
        return files().filter(path -> path.toString().endsWith(".java")).toList();
    }

    /** All files that people write by hand and read as text. */
    List<Path> textFiles() {
        return files().filter(Repository::isText).toList();
    }

    /** All Markdown pages. */
    List<Path> pages() {
        return files().filter(path -> path.toString().endsWith(".md")).toList();
    }

    private Stream<Path> files() {
        try (Stream<Path> tree = Files.walk(root)) {
            return tree
                    .filter(Files::isRegularFile)
                    .filter(path -> !isSkipped(root.relativize(path)))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSkipped(Path relative) {
        for (final Path part : relative) {
            if (SKIPPED.contains(part.toString())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isText(Path path) {
        final String name = path.getFileName().toString();
        final int dot = name.lastIndexOf('.');
        return dot <= 0 || TEXT.contains(name.substring(dot + 1));
    }

    /** Text of a file. */
    static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
