package io.cardswitch.core.cli.secrets;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A known value in one of its forms.
 *
 * @param name shown when it is found; says nothing of the value
 * @param pattern bytes to look for
 */
record Canary(String name, byte[] pattern) {
    private static final int FEWEST_CHARACTERS = 6;

    /**
     * All forms of a value: as text, and packed when it is made of hexadecimal digits, on either
     * half byte when their number is odd or the packing is shifted.
     *
     * @throws IllegalArgumentException when the value is too short to mean anything
     */
    static List<Canary> of(int number, String value) {
        if (value.length() < FEWEST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "a canary has at least " + FEWEST_CHARACTERS + " characters");
        }
        final String name = "number " + number;
        final List<Canary> forms = new ArrayList<>();
        forms.add(new Canary(name, value.getBytes(StandardCharsets.UTF_8)));
        if (value.matches("[0-9A-Fa-f]+")) {
            final int even = value.length() / 2 * 2;
            forms.add(new Canary(name + " packed", packed(value.substring(0, even))));
            final int odd = 1 + (value.length() - 1) / 2 * 2;
            forms.add(new Canary(name + " packed, shifted", packed(value.substring(1, odd))));
        }
        return forms;
    }

    private static byte[] packed(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    /** True when the value stands at this place. */
    boolean isAt(ByteBuffer bytes, int at) {
        if (at + pattern.length > bytes.limit()) {
            return false;
        }
        for (int i = 0; i < pattern.length; i++) {
            if (bytes.get(at + i) != pattern[i]) {
                return false;
            }
        }
        return true;
    }
}
