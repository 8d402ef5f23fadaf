package io.cardswitch.iso8583.jpos;

import io.cardswitch.iso8583.jpos.FieldForm.Kind;

/**
 * A field of a packager that a dialect can say.
 *
 * @param number of the element
 * @param source what the file says
 * @param isTrack whether digits are those of track 2, which hold a separator
 * @param parts inside of it, or null
 */
record ImportedField(
        int number, PackagerField source, FieldForm form, boolean isTrack, ImportedParts parts) {
    private static final int MOST_NAME = 80;

    /** The key of a dialect file's encodings that this field goes by. */
    String content() {
        return switch (form.kind()) {
            case DIGITS -> isTrack ? "z" : "n";
            case AMOUNT -> "x+n";
            case OCTETS -> "b";
            default -> "text";
        };
    }

    /** In the notation of the standard. */
    String type() {
        final int length = source.length();
        final int figure =
                switch (form.kind()) {
                    case AMOUNT -> length - 1; // Without the sign.
                    case OCTETS -> form.isFixed() ? length * Byte.SIZE : length;
                    default -> length;
                };
        final String content = form.kind() == Kind.TEXT ? "ans" : content();
        return content + " " + ".".repeat(form.lengthDigits()) + figure;
    }

    /** Of an odd number of BCD digits; jPOS fills with F on the right alone. */
    String padding() {
        if (source.flag("pad")) return "left";
        return form.isFilled() ? "right-f" : "right";
    }

    /** On one line, in printable ASCII. */
    String name() {
        final StringBuilder name = new StringBuilder();
        for (final char c : source.text("name").strip().replaceAll("\\s+", " ").toCharArray()) {
            name.append(c >= ' ' && c <= '~' ? c : '?');
        }
        if (name.length() > MOST_NAME) name.setLength(MOST_NAME);
        return name.isEmpty() ? "Field " + source.id() : name.toString();
    }
}
