package io.cardswitch.iso8583.describe;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/**
 * Octets of a line of hexadecimal digits in either case, blanks between them ignored.
 *
 * @param octets up to the first problem
 * @param problem what is wrong and where in the line; null when nothing is
 */
public record HexLine(byte[] octets, String problem) {
    /** Reads a line; stops at the first character that is neither digit nor blank. */
    public static HexLine parse(String line) {
        final ByteArrayOutputStream octets = new ByteArrayOutputStream(line.length() / 2);
        int high = -1;
        for (int i = 0; i < line.length(); i++) {
            final char c = line.charAt(i);
            if (Character.isWhitespace(c)) continue;
            if (!HexFormat.isHexDigit(c)) {
                final String problem = "character " + (i + 1) + " is not a hexadecimal digit";
                return new HexLine(octets.toByteArray(), problem);
            }
            final int digit = HexFormat.fromHexDigit(c);
            if (high >= 0) octets.write(high << 4 | digit);
            high = high >= 0 ? -1 : digit;
        }
        final String problem = high < 0 ? null : "odd number of hexadecimal digits";
        return new HexLine(octets.toByteArray(), problem);
    }
}
