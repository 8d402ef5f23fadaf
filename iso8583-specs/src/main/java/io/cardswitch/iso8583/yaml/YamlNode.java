package io.cardswitch.iso8583.yaml;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A map, list or scalar of a YAML file that knows its line. The getters are strict: what does not
 * fit is recorded as a problem and a harmless value is returned, so that the rest of the file can
 * be checked too. An absent node returns harmless values without a further problem.
 *
 * <p>Whoever reads a map ends with {@link #rejectUnknownKeys()}: keys that nobody asked for are
 * problems.
 */
public final class YamlNode {
    /** Leading zeros say nothing: an institution's number is written with them. */
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?0*[0-9]{1,18}");

    private final Problems problems;
    private final String file;
    private final int line;
    private final String scalar;
    private final boolean isQuoted;
    private final boolean isReference;
    private final Map<String, YamlNode> entries;
    private final List<YamlNode> items;
    private final Set<String> asked = new LinkedHashSet<>();

    private YamlNode(Position position, String scalar, boolean isQuoted, char kind) {
        this.problems = position.problems;
        this.file = position.file;
        this.line = position.line;
        this.scalar = scalar;
        this.isQuoted = isQuoted;
        this.isReference = position.isReference;
        this.entries = kind == 'm' ? new LinkedHashMap<>() : null;
        this.items = kind == 'l' ? new ArrayList<>() : null;
    }

    /** Where a node stands, who hears of its problems, and whether its value came from outside. */
    record Position(Problems problems, String file, int line, boolean isReference) {
        Position(Problems problems, String file, int line) {
            this(problems, file, line, false);
        }

        Position asReference(boolean value) {
            return new Position(problems, file, line, value);
        }
    }

    static YamlNode absent(Position position) {
        return new YamlNode(position, null, false, 'a');
    }

    static YamlNode map(Position position) {
        return new YamlNode(position, null, false, 'm');
    }

    static YamlNode list(Position position) {
        return new YamlNode(position, null, false, 'l');
    }

    static YamlNode scalar(Position position, String value, boolean isQuoted) {
        return new YamlNode(position, value, isQuoted, 's');
    }

    /** Adds an entry; false when the key is there already. */
    boolean put(String key, YamlNode value) {
        return entries.putIfAbsent(key, value) == null;
    }

    void add(YamlNode item) {
        items.add(item);
    }

    /** 1-based line of the key in front of this node, or of the node itself. */
    public int line() {
        return line;
    }

    /** False for a key that is not there and for a file that could not be read. */
    public boolean isPresent() {
        return isMap() || isList() || isScalar();
    }

    /** True for {@code key: value} lines. */
    public boolean isMap() {
        return entries != null;
    }

    /** True for {@code - item} lines. */
    public boolean isList() {
        return items != null;
    }

    /** True for text, numbers and flags. */
    public boolean isScalar() {
        return scalar != null;
    }

    /** True when the file names this value by a reference instead of holding it. */
    public boolean isReference() {
        return isReference;
    }

    /** Records a problem at this line. */
    public void problem(String what, String hint) {
        problems.add(file, line, what, hint);
    }

    /** Keys of a map in the order of the file; they count as known. */
    public Set<String> keys() {
        if (!isMap()) {
            mismatch("key: value lines");
            return Set.of();
        }
        asked.addAll(entries.keySet());
        return entries.keySet();
    }

    /** True when the map has this key, which counts as known from now on. */
    public boolean has(String key) {
        asked.add(key);
        return isMap() && entries.containsKey(key);
    }

    /** The value of an optional key; absent when it is not there. */
    public YamlNode get(String key) {
        asked.add(key);
        if (isPresent() && !isMap()) {
            mismatch("key: value lines");
        }
        final YamlNode value = isMap() ? entries.get(key) : null;
        return value == null ? absent(new Position(problems, file, line)) : value;
    }

    /** The value of a key that must be there. */
    public YamlNode require(String key) {
        final YamlNode value = get(key);
        if (isMap() && !entries.containsKey(key)) {
            problem("key " + key + " is missing", "add " + key + ": VALUE");
        }
        return value;
    }

    /** Text of a key that must be there. */
    public String text(String key) {
        return require(key).text();
    }

    /** Text of an optional key. */
    public String text(String key, String fallback) {
        final YamlNode value = get(key);
        return value.isPresent() ? value.text() : fallback;
    }

    /** Whole number of a key that must be there, both bounds included. */
    public long number(String key, long minimum, long maximum) {
        return require(key).number(minimum, maximum);
    }

    /** Whole number of an optional key, both bounds included. */
    public long number(String key, long minimum, long maximum, long fallback) {
        final YamlNode value = get(key);
        return value.isPresent() ? value.number(minimum, maximum) : fallback;
    }

    /** True or false of an optional key. */
    public boolean flag(String key, boolean fallback) {
        final YamlNode value = get(key);
        return value.isPresent() ? value.flag() : fallback;
    }

    /** One word out of {@code allowed} of a key that must be there; the first one on a problem. */
    public String choice(String key, Collection<String> allowed) {
        return require(key).choice(allowed);
    }

    /** Items of a list that must be there. */
    public List<YamlNode> items(String key) {
        return require(key).items();
    }

    /** This node as text; empty on a problem. */
    public String text() {
        if (isScalar() && (isQuoted || !scalar.isEmpty())) {
            return scalar;
        }
        mismatch("text");
        return "";
    }

    /** This node as a decimal number, both bounds included; {@code minimum} on a problem. */
    public long number(long minimum, long maximum) {
        if (!isPresent()) {
            return minimum;
        }
        if (isQuoted || !isScalar() || !WHOLE_NUMBER.matcher(scalar).matches()) {
            mismatch("a whole number");
            return minimum;
        }
        final long value = Long.parseLong(scalar);
        if (value < minimum || value > maximum) {
            problem(
                    "number " + value + " is out of range",
                    "use a number from " + minimum + " to " + maximum);
            return minimum;
        }
        return value;
    }

    /** This node as true or false; false on a problem. */
    public boolean flag() {
        if (isPresent() && (isQuoted || !"true".equals(scalar) && !"false".equals(scalar))) {
            mismatch("true or false");
        }
        return "true".equals(scalar);
    }

    /** This node as one word out of {@code allowed}; the first one on a problem. */
    public String choice(Collection<String> allowed) {
        final String first = allowed.iterator().next();
        if (!isPresent()) {
            return first;
        }
        if (!isScalar()) {
            mismatch("one of " + String.join(", ", allowed));
            return first;
        }
        if (!allowed.contains(scalar)) {
            problem(scalar + " is not known", "use one of " + String.join(", ", allowed));
            return first;
        }
        return scalar;
    }

    /** This node's items; none on a problem. */
    public List<YamlNode> items() {
        if (isList()) {
            return List.copyOf(items);
        }
        mismatch("a list of - items");
        return List.of();
    }

    /** Records a problem for each key of this map that no getter has asked for. */
    public void rejectUnknownKeys() {
        if (isPresent() && !isMap()) {
            mismatch("key: value lines");
            return;
        }
        if (isMap()) {
            entries.forEach(this::rejectUnlessAsked);
        }
    }

    private void rejectUnlessAsked(String key, YamlNode value) {
        if (!asked.contains(key)) {
            value.problem("unknown key " + key, "known here: " + String.join(", ", asked));
        }
    }

    private void mismatch(String expected) {
        if (isPresent()) {
            problem(described() + " where " + expected + " is expected", "write " + expected);
        }
    }

    private String described() {
        if (isMap()) {
            return "a map";
        }
        if (isList()) {
            return "a list";
        }
        return scalar.isEmpty() ? "nothing" : "\"" + scalar + "\"";
    }
}
