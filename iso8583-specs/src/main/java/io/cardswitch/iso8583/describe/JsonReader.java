package io.cardswitch.iso8583.describe;

import io.cardswitch.iso8583.mask.Masking;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one JSON text (RFC 8259) into maps, lists, strings, {@link Literal}s. Strict: no comments,
 * no trailing commas, a key may stand only once.
 */
public final class JsonReader {
    private static final int MAX_DEPTH = 16;
    private static final String ESCAPES = "\"\\/bfnrt";
    private static final String ESCAPED = "\"\\/\b\f\n\r\t";

    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    /** A number, true, false or null, as written. */
    public record Literal(String text) {}

    /** What is wrong, and where; without card numbers that stand in the text. */
    public static final class SyntaxException extends Exception {
        private static final long serialVersionUID = 1L;

        private final int offset;

        SyntaxException(String message, int offset) {
            super(Masking.withoutCardNumbers(message), null, false, false);
            this.offset = offset;
        }

        /** Index of the first character that is wrong. */
        public int offset() {
            return offset;
        }
    }

    /** Reads a text that is one value. */
    public static Object read(String text) throws SyntaxException {
        final JsonReader reader = new JsonReader(text);
        final Object value = reader.value(0);
        reader.skipBlanks();
        if (reader.at != text.length()) throw reader.wrong("text after the end of the object");
        return value;
    }

    private Object value(int depth) throws SyntaxException {
        if (depth > MAX_DEPTH) throw wrong("nested deeper than " + MAX_DEPTH);
        skipBlanks();
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            default -> literal();
        };
    }

    private Map<String, Object> object(int depth) throws SyntaxException {
        final Map<String, Object> members = new LinkedHashMap<>();
        at++;
        if (take('}')) return members;
        do {
            skipBlanks();
            if (peek() != '"') throw wrong("a quoted key is expected");
            final String key = string();
            if (!take(':')) throw wrong("a colon is expected");
            if (members.put(key, value(depth + 1)) != null) {
                throw wrong("key \"" + key + "\" stands twice");
            }
        } while (take(','));
        if (!take('}')) throw wrong("a comma or closing brace is expected");
        return members;
    }

    private List<Object> array(int depth) throws SyntaxException {
        final List<Object> items = new ArrayList<>();
        at++;
        if (take(']')) return items;
        do {
            items.add(value(depth + 1));
        } while (take(','));
        if (!take(']')) throw wrong("a comma or closing bracket is expected");
        return items;
    }

    private String string() throws SyntaxException {
        final StringBuilder value = new StringBuilder();
        at++;
        while (peek() != '"') {
            final char c = text.charAt(at++);
            if (c < ' ') throw wrong("a control character in a string");
            value.append(c == '\\' ? escaped() : c);
        }
        at++;
        return value.toString();
    }

    private char escaped() throws SyntaxException {
        final char c = peek();
        at++;
        final int known = ESCAPES.indexOf(c);
        if (known >= 0) return ESCAPED.charAt(known);
        if (c != 'u' || at + 4 > text.length()) throw wrong("an unknown escape");
        int code = 0;
        for (int i = 0; i < 4; i++) {
            final int digit = Character.digit(text.charAt(at++), 16);
            if (digit < 0) throw wrong("an unknown escape");
            code = code << 4 | digit;
        }
        return (char) code;
    }

    private Literal literal() throws SyntaxException {
        final int start = at;
        while (at < text.length() && "+-.".indexOf(text.charAt(at)) >= 0
                || at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
        final String literal = text.substring(start, at);
        if (!literal.matches("true|false|null|-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?")) {
            at = start;
            throw wrong("a value is expected");
        }
        return new Literal(literal);
    }

    private boolean take(char expected) {
        skipBlanks();
        if (at == text.length() || text.charAt(at) != expected) return false;
        at++;
        return true;
    }

    private char peek() throws SyntaxException {
        if (at == text.length()) throw wrong("the text ends too early");
        return text.charAt(at);
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private SyntaxException wrong(String what) {
        return new SyntaxException(what, at);
    }
}
