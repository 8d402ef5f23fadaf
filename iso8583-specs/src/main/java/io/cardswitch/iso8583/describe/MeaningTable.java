package io.cardswitch.iso8583.describe;

import io.cardswitch.iso8583.yaml.Problems;
import io.cardswitch.iso8583.yaml.YamlNode;
import io.cardswitch.iso8583.yaml.YamlReader;

import java.util.HashMap;
import java.util.Map;

/** What codes mean, by the kind of code; read from {@code meanings.yaml} beside this class. */
final class MeaningTable {
    private static final String FILE = "meanings.yaml";
    private static final Map<String, Map<String, String>> KINDS = load();

    private MeaningTable() {}

    /** In words; null when the code is not in the table. */
    static String of(String kind, String code) {
        final Map<String, String> codes = KINDS.get(kind);
        if (codes == null) throw new IllegalArgumentException(kind);
        return codes.get(code);
    }

    /** In words; {@code NAME CODE} when the code is not in the table. */
    static String of(String kind, String code, String name) {
        final String text = of(kind, code);
        return text == null ? name + " " + code : text;
    }

    private static Map<String, Map<String, String>> load() {
        final Problems problems = new Problems();
        final YamlNode root = YamlReader.resource(MeaningTable.class, FILE, problems);
        final Map<String, Map<String, String>> kinds = new HashMap<>();
        for (final String kind : root.keys()) {
            final YamlNode codes = root.get(kind);
            final Map<String, String> texts = new HashMap<>();
            codes.keys().forEach(code -> texts.put(code, codes.text(code)));
            kinds.put(kind, texts);
        }
        if (!problems.isEmpty()) throw new IllegalStateException(problems.lines().getFirst());
        return kinds;
    }
}
