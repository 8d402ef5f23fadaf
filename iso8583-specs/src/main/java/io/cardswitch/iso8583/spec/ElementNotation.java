package io.cardswitch.iso8583.spec;

import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.LengthPrefix;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.yaml.YamlNode;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An element's attributes in the standard's notation: content, as many dots as the length has
 * digits, and the exact or highest length. {@code n 6}, {@code ans ..40}, {@code x+n 8} (the sign
 * is not counted), {@code b 64} (bits), {@code b ...255} (octets). A part of an element may be
 * {@code ans rest}: all that is left of its content. A length of 0 is one too: the bit says all.
 *
 * @param units digits, characters (a sign included) or octets
 * @param lengthDigits 0 when the length is fixed, negative when it is the rest
 */
record ElementNotation(Content content, int units, int lengthDigits) {
    /** What a part has in place of a length when it ends where its content does. */
    static final String REST = "rest";

    private static final int NO_DIGITS = -1;

    private static final Pattern NOTATION =
            Pattern.compile("(x\\+n|[a-z]{1,3}) (\\.*)(0|[1-9][0-9]{0,5})");

    /** Null, with a problem recorded, when the text is not notation. */
    static ElementNotation parse(YamlNode node) {
        if (!node.isPresent()) return null;
        final String text = node.text();
        final Matcher matcher = NOTATION.matcher(text);
        final Content content = matcher.matches() ? Content.of(matcher.group(1)) : null;
        if (content == null) {
            node.problem(
                    "\"" + text + "\" is not a type",
                    "write as the standard does: n 6, an 12, ans ..40, z ..37, x+n 8, b 64");
            return null;
        }
        final int figure = Integer.parseInt(matcher.group(3));
        return of(node, content, matcher.group(2).length(), figure);
    }

    /** As {@link #parse}, of a part: the rest of its content is a length too. */
    static ElementNotation parsePart(YamlNode node) {
        if (!node.isScalar() || !node.text().endsWith(" " + REST)) return parse(node);
        final String text = node.text();
        return rest(node, Content.of(text.substring(0, text.length() - REST.length() - 1)));
    }

    /** The rest of a content; null, with a problem recorded, when that cannot be one. */
    static ElementNotation rest(YamlNode node, Content content) {
        if (content == null || content == Content.X_N) {
            return refuse(node, "\"" + node.text() + "\" is not a type", "write ans rest, b rest");
        }
        return new ElementNotation(content, MessageSpec.MAX_MESSAGE_LENGTH, NO_DIGITS);
    }

    boolean isRest() {
        return lengthDigits == NO_DIGITS;
    }

    private static ElementNotation of(YamlNode node, Content content, int digits, int figure) {
        if (digits > LengthPrefix.MAX_DIGITS) {
            return refuse(node, "a length of " + digits + " digits", "write at most six dots");
        }
        if (figure > MessageSpec.MAX_MESSAGE_LENGTH) {
            final String hint = "the longest message has " + MessageSpec.MAX_MESSAGE_LENGTH;
            return refuse(node, "length " + figure + " is beyond any message", hint);
        }
        if (content == Content.X_N && digits != 0) {
            return refuse(node, "a signed amount of variable length", "write x+n 8");
        }
        if (content == Content.X_N && figure == 0) {
            return refuse(node, "a signed amount without digits", "write x+n 8");
        }
        if (content != Content.B || digits != 0) {
            final int sign = content == Content.X_N ? 1 : 0;
            return new ElementNotation(content, figure + sign, digits);
        }
        if (figure % Byte.SIZE != 0) {
            return refuse(node, figure + " bits are no octets", "use a multiple of 8");
        }
        return new ElementNotation(content, figure / Byte.SIZE, 0);
    }

    private static ElementNotation refuse(YamlNode node, String what, String hint) {
        node.problem(what, hint);
        return null;
    }
}
