package io.cardswitch.core.cli.hsm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys of a software HSM's user storage: a line each, three hexadecimal digits of index and a
 * key field under the LMK; {@code #} begins a remark.
 */
final class UserStorage {
    private static final Pattern LINE =
            Pattern.compile("([0-9A-Fa-f]{3})\\s+([UTXYZS]?[0-9A-Za-z]+)");
    private static final int MOST_KEYS = 4_096;

    private UserStorage() {}

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException with file:line, and never a key
     */
    static Map<Integer, String> read(Path file) throws IOException {
        final Map<Integer, String> keys = new HashMap<>();
        final List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            final String line = lines.get(i).replaceFirst("#.*", "").trim();
            if (line.isEmpty()) continue;
            final Matcher matcher = LINE.matcher(line);
            final boolean isKey = matcher.matches();
            if (!isKey || keys.size() == MOST_KEYS) {
                throw new IllegalArgumentException(
                        file + ":" + (i + 1) + ": not an index of three digits and a key field");
            }
            keys.put(Integer.parseInt(matcher.group(1), 16), matcher.group(2));
        }
        return keys;
    }
}
