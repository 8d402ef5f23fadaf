package io.cardswitch.iso8583.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Inputs to start from, a file for each target: of hexadecimal lines, or text that is one input.
 * Lines that begin with a number sign say what follows.
 */
final class Corpus {
    private static final Path FOLDER = Path.of("src", "test", "resources", "fuzz");
    private static final Set<String> OF_TEXT = Set.of("spec", "packager");

    private Corpus() {}

    static List<byte[]> of(String target) {
        try {
            return OF_TEXT.contains(target) ? texts(target) : lines(target);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<byte[]> lines(String target) throws IOException {
        return Files.readAllLines(FOLDER.resolve(target + ".hex")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(HexFormat.of()::parseHex)
                .toList();
    }

    /** Texts stand between lines of {@code ====}. */
    private static List<byte[]> texts(String target) throws IOException {
        final List<byte[]> inputs = new ArrayList<>();
        final String all = Files.readString(FOLDER.resolve(target + ".txt"));
        for (final String text : all.split("====\n")) {
            inputs.add(text.getBytes(StandardCharsets.UTF_8));
        }
        return inputs;
    }
}
