package io.cardswitch.core.node;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;

/**
 * Bytes of a card network put together by hand, in hexadecimal: nothing of the codec under test is
 * used.
 */
enum NetworkWire {
    VISA("visa-base1", "BIN2_00", "IBM037"),
    MASTERCARD("mastercard-cis", "BIN2_INC", "IBM037"),
    UNIONPAY("unionpay-cups", "CUPS", "US-ASCII"),
    POSTILION("postilion", "BIN2", "US-ASCII"),
    BASE24("base24", "BIN2_ETX", "US-ASCII");

    /** In place of an approval code, which nobody can foresee. */
    static final String ANY_CODE = "??????";

    /** Digits of the length, then n, t (text) or b (octets in hexadecimal). */
    private static final Map<Integer, String> FORMS =
            Map.ofEntries(
                    Map.entry(2, "2n"),
                    Map.entry(32, "2n"),
                    Map.entry(37, "t"),
                    Map.entry(38, "t"),
                    Map.entry(39, "t"),
                    Map.entry(41, "t"),
                    Map.entry(42, "t"),
                    Map.entry(48, "3t"),
                    Map.entry(52, "b"),
                    Map.entry(54, "3t"),
                    Map.entry(55, "3b"),
                    Map.entry(60, "3t"),
                    Map.entry(61, "3t"),
                    Map.entry(62, "3b"),
                    Map.entry(63, "3t"),
                    Map.entry(126, "3t"),
                    Map.entry(127, "6b"));

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String DESTINATION = "3034303331303030202020";
    private static final String SOURCE = "3034303332303030202020";

    private final String dialect;
    private final String framing;
    private final Charset charset;

    NetworkWire(String dialect, String framing, String charset) {
        this.dialect = dialect;
        this.framing = framing;
        this.charset = Charset.forName(charset);
    }

    String dialect() {
        return dialect;
    }

    /** Listener of this network on a free port. */
    String listener() {
        return """
          - name: %s
            id: %d
            role: acquirer
            host: 127.0.0.1
            port: 0
            framing: %s
            spec: %s
        """
                .formatted(dialect, 100 + dialect.length(), framing, dialect);
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
        return digits(mti) + (this == BASE24 ? text(bitmap) : bitmap) + values;
    }

    private String element(String form, String value) {
        if (value.equals(ANY_CODE))
            return this == VISA || this == MASTERCARD ? "(F[0-9]){6}" : "(3[0-9]){6}";
        final char kind = form.charAt(form.length() - 1);
        final boolean isOctets = kind == 'b' || this == VISA && value.startsWith("#");
        final String plain = value.startsWith("#") ? value.substring(1) : value;
        final String bytes = isOctets ? plain : kind == 'n' ? digits(plain) : text(plain);
        final int count = isOctets ? plain.length() / 2 : plain.length();
        return form.length() == 1 ? bytes : length(form.charAt(0) - '0', count) + bytes;
    }

    private String length(int digits, int count) {
        return this == VISA ? HEX.toHexDigits((byte) count) : text(padded(count, digits));
    }

    private String digits(String digits) {
        if (this != VISA) return text(digits);
        return digits.length() % 2 == 0 ? digits : "0" + digits;
    }

    private String text(String characters) {
        return HEX.formatHex(characters.getBytes(charset));
    }

    private static String ascii(String characters) {
        return HEX.formatHex(characters.getBytes(StandardCharsets.US_ASCII));
    }

    private static String padded(int number, int digits) {
        return String.format("%0" + digits + "d", number);
    }

    /** The header that a request of so many bytes has, and its answer. */
    String header(int bytes, boolean isAnswer) {
        return switch (this) {
            case VISA ->
                    "160102"
                            + HEX.toHexDigits((short) (22 + bytes))
                            + (isAnswer ? "654321123456" : "123456654321")
                            + "0102030405060708090A0B";
            case UNIONPAY ->
                    "2E02"
                            + ascii(padded(46 + bytes, 4))
                            + (isAnswer ? SOURCE + DESTINATION : DESTINATION + SOURCE)
                            + "303030"
                            + "01"
                            + "3132333435363738"
                            + "02"
                            + "3030303030";
            case BASE24 -> ascii("ISO02600001" + (isAnswer ? "5" : "0"));
            default -> "";
        };
    }

    /** A header that says: the message behind it comes back. */
    String rejected(int bytes) {
        return switch (this) {
            case VISA ->
                    "1A8102"
                            + HEX.toHexDigits((short) (26 + 22 + bytes))
                            + "123456654321"
                            + "0102030405060708090A0B"
                            + "80000012"
                            + header(bytes, false);
            case UNIONPAY -> header(bytes, false).replaceFirst("3030303030$", "3030303132");
            default -> throw new IllegalArgumentException(dialect);
        };
    }

    /** The frame around header and message. */
    String frame(String body) {
        final int bytes = body.length() / 2;
        return switch (this) {
            case VISA -> HEX.toHexDigits((short) bytes) + "0000" + body;
            case MASTERCARD -> HEX.toHexDigits((short) (bytes + 2)) + body;
            case UNIONPAY -> ascii(padded(bytes, 4)) + body;
            case POSTILION -> HEX.toHexDigits((short) bytes) + body;
            case BASE24 -> HEX.toHexDigits((short) (bytes + 1)) + body + "03";
        };
    }

    /** Bytes in front of a body, and its length by them. */
    int prefixLength() {
        return this == VISA || this == UNIONPAY ? 4 : 2;
    }

    /** Bytes of frame that follow the prefix. */
    int bodyLength(byte[] prefix) {
        final int two = (prefix[0] & 0xFF) << 8 | prefix[1] & 0xFF;
        return switch (this) {
            case MASTERCARD -> two - 2;
            case UNIONPAY -> Integer.parseInt(new String(prefix, StandardCharsets.US_ASCII));
            default -> two;
        };
    }

    /** DE41 as long as the network has it. */
    String terminal() {
        return this == BASE24 ? "TERM0001BRANCH07" : "TERM0001";
    }

    /** DE22 of a chip that was read. */
    String entryMode() {
        return this == VISA ? "0510" : "051";
    }

    /** Elements that this network alone has. */
    Map<Integer, String> own() {
        return switch (this) {
            case VISA ->
                    Map.of(
                            62, "8000000000000000C5", // Bitmap, then E.
                            63, "#8000000002"); // Bitmap, network 0002.
            case MASTERCARD ->
                    Map.of(
                            48, "R420701032109203123", // TCC, subelements 42 and 92.
                            61, "00000000003008401234567890",
                            63, "MCCABC123456");
            case UNIONPAY -> Map.of(60, "000000500000000000", 55, "9F2608A1B2C3D4E5F60102");
            case POSTILION -> Map.of(127, "4000000000000000" + ascii("040001"));
            case BASE24 -> Map.of(60, "BANK+000", 126, "& 0000200022! B400010 ABCDEFGHIJ");
        };
    }
}
