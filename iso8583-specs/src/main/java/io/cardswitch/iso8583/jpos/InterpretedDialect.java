package io.cardswitch.iso8583.jpos;

import io.cardswitch.iso8583.describe.HexLine;
import io.cardswitch.iso8583.describe.JsonText;
import io.cardswitch.iso8583.jpos.Interpreter.Message;
import io.cardswitch.iso8583.jpos.Interpreter.Refusal;
import io.cardswitch.iso8583.mask.Masking;
import io.cardswitch.iso8583.yaml.Problems;
import io.cardswitch.iso8583.yaml.YamlNode;
import io.cardswitch.iso8583.yaml.YamlReader;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A dialect that no dialect file can say, read and written by jPOS with its own packager file:
 *
 * <pre>
 * dialect: site
 * kind: jpos
 * packager: site.xml             # beside this file
 * </pre>
 *
 * For looking at messages, not for links: slow, and it allocates. Needs the jar of jPOS.
 */
public final class InterpretedDialect {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String NO_JPOS = "jPOS is not on the class path";
    private static final String NO_JPOS_HINT = "name its jars in CARDSWITCH_JARS";

    private final String name;
    private final Interpreter interpreter;

    /**
     * What became of reading a message.
     *
     * @param mti message type, empty when there is none
     * @param elements read
     * @param element that could not be read, negative when that is not known
     * @param reason null when the message could be read
     */
    public record Attempt(String mti, int elements, int element, String reason) {}

    private InterpretedDialect(String name, Interpreter interpreter) {
        this.name = name;
        this.interpreter = interpreter;
    }

    /** The dialect of a file; null, with every problem named, when it cannot be interpreted. */
    public static InterpretedDialect load(Path yaml, Problems problems) {
        final int before = problems.count();
        final YamlNode root = YamlReader.read(yaml, problems);
        final PackagerStatement stated = PackagerStatement.of(yaml, root, problems);
        if (problems.soundSince(before, stated) == null) return null;
        final YamlNode packager = root.get(PackagerStatement.PACKAGER);
        try {
            final Interpreter interpreter = Interpreter.of(stated.xml());
            if (interpreter != null) {
                return new InterpretedDialect(stated.name(), interpreter);
            }
            packager.problem(NO_JPOS, NO_JPOS_HINT);
        } catch (final Refusal e) {
            packager.problem(e.getMessage(), "see which classes it names");
            PackagerImport.toYaml(packager.text(), stated.xml(), stated.name(), problems);
        }
        return null;
    }

    /**
     * The dialect file that has a packager file interpreted.
     *
     * @param dialect its name; null for one made of the file's
     * @return null, with the problem named, when it cannot be
     */
    public static String toYaml(Path xml, String dialect, Problems problems) {
        final String file = xml.getFileName().toString();
        final String text = PackagerStatement.text(xml);
        if (text == null) return null;
        final Problems why = new Problems();
        if (PackagerXml.read(file, text, why) == null || !why.isEmpty()) return null;
        final String name = dialect == null ? PackagerImport.nameOf(file) : dialect;
        if (!PackagerImport.isName(name)) return null;
        PackagerImport.toYaml(file, text, name, why);
        try {
            if (Interpreter.of(text) == null) {
                problems.add(file, 1, NO_JPOS + ", which could interpret it", NO_JPOS_HINT);
                return null;
            }
        } catch (final Refusal e) {
            problems.add(file, 1, e.getMessage(), "see which classes it names");
            return null;
        }
        final StringBuilder yaml = new StringBuilder("# Interpreted by jPOS: no dialect says\n");
        why.lines().forEach(line -> yaml.append("#   ").append(line).append('\n'));
        return yaml.append("dialect: " + name + "\nkind: jpos\npackager: " + file + "\n")
                .toString();
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /**
     * Appends the message of a line of hexadecimal as JSON; leaves false when it is not valid and
     * its error was appended.
     *
     * @param inClear whether values are shown that belong to a card or its holder
     */
    public boolean decode(String line, boolean inClear, StringBuilder out) {
        final Message message = read(line, out);
        if (message == null) return false;
        out.append('{');
        JsonText.member("mti", message.mti(), out);
        JsonText.key("fields", out);
        MessageMembers.append(shown(message, inClear), out);
        out.append('}');
        return true;
    }

    /** Reads the bytes of a message for what can be said of it without its values. */
    public Attempt attempt(byte[] bytes) {
        try {
            final Message message = interpreter.read(bytes);
            return new Attempt(message.mti(), message.fields().size(), Interpreter.NO_FIELD, null);
        } catch (final Refusal e) {
            return new Attempt("", 0, e.field(), e.getMessage());
        }
    }

    /** Null, with the error appended, when the line holds no message. */
    private Message read(String line, StringBuilder out) {
        final HexLine hex = HexLine.parse(line);
        if (hex.problem() != null) return MessageMembers.refused(hex.problem(), out);
        try {
            return interpreter.read(hex.octets());
        } catch (final Refusal e) {
            return MessageMembers.refused(e.field(), e.getMessage(), out);
        }
    }

    /** The values as they may be shown; parts are hidden, for what they are is not known. */
    private static SortedMap<Integer, Object> shown(Message message, boolean inClear) {
        if (inClear) return message.fields();
        final SortedMap<Integer, Object> shown = new TreeMap<>();
        final int version = version(message.mti());
        message.fields()
                .forEach((field, value) -> {
                    shown.put(
                            field,
                            value instanceof String text
                                    ? Masking.masked(version, field, text)
                                    : hidden(value));
                });
        return shown;
    }

    private static Object hidden(Object value) {
        if (!(value instanceof Map<?, ?> parts)) return "*".repeat(value.toString().length());
        final SortedMap<Integer, Object> hidden = new TreeMap<>();
        parts.forEach((part, inner) -> hidden.put((Integer) part, hidden(inner)));
        return hidden;
    }

    /** As {@link Masking} has it; 0, which shows nothing, when the type tells none. */
    private static int version(String mti) {
        return switch (mti.isEmpty() ? ' ' : mti.charAt(0)) {
            case '0' -> 87;
            case '1' -> 93;
            case '2' -> 2003;
            default -> 0;
        };
    }

    /**
     * Appends the message that the JSON text describes, in upper-case hexadecimal; leaves false
     * when there is none and the error, as JSON, was appended.
     */
    public boolean encode(String json, StringBuilder out) {
        final Message message = MessageMembers.read(json, out);
        if (message == null) return false;
        try {
            HEX.formatHex(out, interpreter.write(message.mti(), message.fields()));
            return true;
        } catch (final Refusal e) {
            MessageMembers.refused(e.field(), e.getMessage(), out);
            return false;
        }
    }

    /**
     * Appends lines about a message: number, name and value of every element; where jPOS found them
     * it does not tell.
     *
     * @param inClear whether values are shown that belong to a card or its holder
     */
    public boolean describe(String line, boolean inClear, StringBuilder out) {
        final StringBuilder error = new StringBuilder();
        final Message message = read(line, error);
        out.append(name).append(", interpreted by jPOS\n");
        if (message == null) {
            out.append(error).append('\n');
            return false;
        }
        out.append(String.format("%-12s%s%n", "MTI", message.mti()));
        shown(message, inClear)
                .forEach((field, value) ->
                        out.append(
                                String.format(
                                        "%-12s%s: %s%n", field, interpreter.name(field), value)));
        return true;
    }
}
