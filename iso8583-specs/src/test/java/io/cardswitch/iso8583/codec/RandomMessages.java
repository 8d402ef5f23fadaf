package io.cardswitch.iso8583.codec;

import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.Encoding;

import java.util.SplittableRandom;
import java.util.TreeMap;

/** Seeded messages of a dialect as text: characters, or hexadecimal for octets. */
final class RandomMessages {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String DIGITS = "0123456789";

    /** Variable elements that have room for more are tried up to here. */
    private static final int LONGEST = 999;

    private static final String HEX = DIGITS + "ABCDEF";

    private final MessageSpec spec;
    private final SplittableRandom random;

    RandomMessages(MessageSpec spec, long seed) {
        this.spec = spec;
        this.random = new SplittableRandom(seed);
    }

    /** 0100 to 0899, in the dialect's version. */
    int mti() {
        return spec.versionDigit() << 12
                | random.nextInt(1, 9) << 8
                | random.nextInt(10) << 4
                | random.nextInt(10);
    }

    /** 0 to one less than the bound. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Any 64 bits. */
    long bits() {
        return random.nextLong();
    }

    /** Values by element; at least one. */
    TreeMap<Integer, String> values() {
        final TreeMap<Integer, String> values = new TreeMap<>();
        final int highest = random.nextBoolean() ? 64 : spec.start().bitmaps().lastElement();
        final int count = random.nextInt(1, 40);
        while (values.size() < count) {
            final int de = random.nextInt(2, highest + 1);
            if (spec.element(de) != null) values.put(de, value(spec.element(de)));
        }
        return values;
    }

    /** A value that the element allows. */
    String value(ElementSpec element) {
        final boolean isFilled = element.encoding() == Encoding.BCD && element.padding().isF();
        final boolean isWhole = element.isFixed() && !element.isFilledWithF();
        final int shortest = isWhole ? element.units() : 0;
        final int longest = random.nextInt(20) == 0 ? LONGEST : 60;
        final int any =
                random.nextInt(
                        shortest, Math.max(shortest, Math.min(longest, element.units())) + 1);
        final boolean isEven = element.length().countsBytes() && !isFilled;
        final int units = isEven && element.encoding() == Encoding.BCD ? any & ~1 : any;
        return switch (element.content()) {
            case N -> text(units, DIGITS);
            case X_N -> (random.nextBoolean() ? "C" : "D") + text(units - 1, DIGITS);
            case A -> text(units, LETTERS + " ");
            case AS, S -> text(units, "!#%&()*+,-./:;?@_");
            case NS -> text(units, DIGITS + ".,-/");
            case AN -> text(units, LETTERS + DIGITS + " ");
            case ANS -> printable(units);
            case Z -> track(units);
            case B -> text(2 * units, HEX);
        };
    }

    private String text(int count, String alphabet) {
        final StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private String printable(int count) {
        final StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append((char) random.nextInt(0x20, 0x7F));
        }
        return text.toString();
    }

    private String track(int count) {
        final int separator = random.nextInt(count + 1);
        final String digits = text(count, DIGITS);
        return separator == count
                ? digits
                : digits.substring(0, separator) + "=" + digits.substring(separator + 1);
    }
}
