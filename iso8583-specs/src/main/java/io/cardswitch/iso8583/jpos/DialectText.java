package io.cardswitch.iso8583.jpos;

import io.cardswitch.iso8583.BitmapSet;
import io.cardswitch.iso8583.MessageStart;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes a dialect file: what most elements have is stated once, and what differs beside them. */
final class DialectText {
    private static final List<String> CONTENTS = List.of("n", "x+n", "z", "text", "b");
    private static final String LENGTH = "length";
    private static final String PADDING = "padding";
    private static final Map<String, String> WITHOUT_FIELDS = Map.of("b", "binary");

    private final StringBuilder text = new StringBuilder();
    private final Map<String, String> usual = new HashMap<>();

    private DialectText() {}

    /**
     * The text of a dialect file.
     *
     * @param start how message type and bitmaps are written
     */
    static String of(
            String heading,
            String name,
            int version,
            MessageStart start,
            Collection<ImportedField> fields) {
        final DialectText writer = new DialectText();
        writer.settle(fields);
        writer.line("# " + heading);
        writer.line("dialect: " + name);
        writer.line("version: " + version);
        writer.line("encoding:");
        writer.line("  mti: " + start.mti().notation());
        writer.line("  bitmap: " + start.bitmapNotation());
        writer.line("  length: " + writer.usual.get(LENGTH));
        CONTENTS.forEach(key -> writer.line("  " + key + ": " + writer.usual.get(key)));
        writer.line("padding: " + writer.usual.get(PADDING));
        if (start.bitmaps() != BitmapSet.ONE_OR_TWO) {
            writer.line("bitmaps: " + start.bitmaps().notation());
        }
        writer.line("elements:");
        fields.forEach(field -> writer.field(field, "  "));
        return writer.text.toString();
    }

    private void settle(Collection<ImportedField> fields) {
        final Map<String, Map<String, Integer>> counts = new HashMap<>();
        for (final ImportedField field : fields) {
            count(counts, field.content(), field.form().encoding());
            if (!field.form().isFixed()) count(counts, LENGTH, field.form().lengthEncoding());
            if (field.form().isBcd()) count(counts, PADDING, field.padding());
        }
        for (final String key : CONTENTS) {
            usual.put(key, most(counts.get(key), WITHOUT_FIELDS.getOrDefault(key, "ascii")));
        }
        usual.put(LENGTH, most(counts.get(LENGTH), "ascii"));
        usual.put(PADDING, most(counts.get(PADDING), "right"));
    }

    private static void count(Map<String, Map<String, Integer>> counts, String key, String value) {
        counts.computeIfAbsent(key, all -> new HashMap<>()).merge(value, 1, Integer::sum);
    }

    /**
     * The value counted most; of several the first by name, so that the text is always the same.
     */
    private static String most(Map<String, Integer> counts, String without) {
        if (counts == null) return without;
        return counts.entrySet().stream()
                .min(
                        Map.Entry.<String, Integer>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse(without);
    }

    private void field(ImportedField field, String indent) {
        final String start = indent + field.number() + ":";
        final boolean isTags = field.parts() == ImportedParts.BER;
        if (isTags || field.parts() == null) {
            final String tags = isTags ? ", tags: {layout: ber}" : "";
            line(start + " {" + String.join(", ", keys(field)) + tags + "}");
            return;
        }
        line(start);
        final String inner = indent + "  ";
        keys(field).forEach(key -> line(inner + key));
        final ImportedParts parts = field.parts();
        if (!parts.bitmap().isEmpty()) line(inner + "bitmap: " + parts.bitmap());
        if (parts.isChained()) line(inner + "bitmaps: 1-2");
        line(inner + "parts:");
        parts.fields().forEach(part -> field(part, inner + "  "));
    }

    private List<String> keys(ImportedField field) {
        final FieldForm form = field.form();
        final List<String> keys = new ArrayList<>(List.of("type: " + field.type()));
        add(keys, "encoding", form.encoding(), field.content());
        if (!form.isFixed()) add(keys, LENGTH, form.lengthEncoding(), LENGTH);
        if (form.isBcd()) add(keys, PADDING, field.padding(), PADDING);
        keys.add("name: " + quoted(field.name()));
        return keys;
    }

    private void add(List<String> keys, String key, String value, String usualKey) {
        if (!value.equals(usual.get(usualKey))) keys.add(key + ": " + value);
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
