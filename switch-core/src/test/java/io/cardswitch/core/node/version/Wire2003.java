package io.cardswitch.core.node.version;

import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;

/**
 * Bytes of ISO 8583:2003 put together by hand, in hexadecimal: nothing of the codec under test is
 * used.
 */
enum Wire2003 {
    BINARY(201, "iso2003-binary", "US-ASCII", true),
    ASCII(202, "iso2003-ascii", "US-ASCII", false),
    EBCDIC(203, "iso2003-ebcdic", "IBM037", false),

    /** A site's own: {@link #DIALECT}. */
    SITE(204, "site2003", "IBM037", true);

    /** Digits and lengths in BCD, text in EBCDIC. */
    static final String DIALECT =
            """
            dialect: site2003
            extends: iso2003-binary
            encoding:
              text: ebcdic
            elements:
              42: {type: ans ..40, name: Shop and till}
              63: absent
            """;

    /** In place of an approval code, which nobody can foresee. */
    static final String ANY_CODE = "??????";

    /** Digits of the length, then n, t (text), b (octets) or h (octets of fixed length). */
    private static final Map<Integer, String> FORMS =
            Map.ofEntries(
                    Map.entry(2, "2n"),
                    Map.entry(3, "t"),
                    Map.entry(22, "h"),
                    Map.entry(32, "2n"),
                    Map.entry(37, "t"),
                    Map.entry(38, "t"),
                    Map.entry(41, "t"),
                    Map.entry(42, "2t"),
                    Map.entry(49, "4b"),
                    Map.entry(54, "3t"),
                    Map.entry(56, "2n"),
                    Map.entry(100, "2n"));

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final int id;
    private final String dialect;
    private final Charset charset;
    private final boolean isPacked;

    Wire2003(int id, String dialect, String charset, boolean isPacked) {
        this.id = id;
        this.dialect = dialect;
        this.charset = Charset.forName(charset);
        this.isPacked = isPacked;
    }

    String dialect() {
        return dialect;
    }

    /** Listener on a free port. */
    String listener() {
        return """
          - name: %s
            id: %d
            role: acquirer
            host: 127.0.0.1
            port: 0
            framing: BIN2
            spec: %s
        """
                .formatted(dialect, id, dialect);
    }

    /** A message; what stands for an approval code becomes a regular expression. */
    String message(String mti, SortedMap<Integer, String> elements) {
        final long[] bits = new long[2];
        final StringBuilder values = new StringBuilder();
        elements.forEach((de, value) -> {
            bits[(de - 1) / 64] |= Long.MIN_VALUE >>> (de - 1) % 64;
            values.append(element(FORMS.getOrDefault(de, "n"), value));
        });
        if (bits[1] != 0) bits[0] |= Long.MIN_VALUE;
        final String first = HEX.toHexDigits(bits[0]);
        final String bitmap = bits[1] == 0 ? first : first + HEX.toHexDigits(bits[1]);
        return digits(mti) + (this == ASCII ? text(bitmap) : bitmap) + values;
    }

    private String element(String form, String value) {
        if (value.equals(ANY_CODE)) {
            return charset.name().equals("IBM037") ? "(F[0-9]){6}" : "(3[0-9]){6}";
        }
        final char kind = form.charAt(form.length() - 1);
        final String bytes =
                switch (kind) {
                    case 'n' -> digits(value);
                    case 't' -> text(value);
                    case 'h' -> this == ASCII ? text(value) : value;
                    default -> value;
                };
        if (form.length() == 1) return bytes;
        final int count = kind == 'b' ? value.length() / 2 : value.length();
        return length(form.charAt(0) - '0', count) + bytes;
    }

    private String length(int digits, int count) {
        final int width = isPacked ? (digits + 1) / 2 * 2 : digits;
        final String padded = String.format("%0" + width + "d", count);
        return isPacked ? padded : text(padded);
    }

    private String digits(String digits) {
        if (!isPacked) return text(digits);
        return digits.length() % 2 == 0 ? digits : digits + "0";
    }

    private String text(String characters) {
        return HEX.formatHex(characters.getBytes(charset));
    }
}
