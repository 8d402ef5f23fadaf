package io.cardswitch.iso8583.nested;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.Encoding;
import io.cardswitch.iso8583.Inside;
import io.cardswitch.iso8583.PartBitmap;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.describe.MessageJson;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.spec.Dialects;
import io.cardswitch.iso8583.tlv.TlvLayout;
import io.cardswitch.iso8583.yaml.Problems;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Random messages of the dialects with parts and tags. {@code -Dseed=N} replays one run. */
class ProfilePropertyTest {
    private static final long SEED = Long.getLong("seed", 127);
    private static final int MESSAGES = 500;
    private static final Pattern ERROR =
            Pattern.compile(".\"error\":.\"de\":\"([0-9]+)[0-9A-Za-z.]*\",\"offset\":([0-9]+),");
    private static final List<String> OWN = List.of("nested", "three-bitmaps-hex");
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String DIGITS = "0123456789";

    private final SplittableRandom random = new SplittableRandom(SEED);

    static List<String> dialects() {
        return Stream.concat(Dialects.names().stream(), OWN.stream()).toList();
    }

    private static MessageSpec spec(String name) {
        if (!OWN.contains(name)) return Dialects.bundled(name);
        final Path file = Path.of("src/test/resources/dialects", name + ".yaml");
        return Dialects.load(file, new Problems());
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void shouldReadWhatItWroteWithAllThatIsInside(String dialect) {
        final MessageSpec spec = spec(dialect);
        final MessageJson json = new MessageJson(spec, true);
        for (int i = 0; i < MESSAGES; i++) {
            final String which = "seed=" + SEED + " message=" + i + " ";
            final String message = message(spec);
            final StringBuilder hex = new StringBuilder();
            assertTrue(json.encode(message, hex), () -> which + message + hex);
            final StringBuilder decoded = new StringBuilder();
            assertTrue(json.decodeHex(hex.toString(), decoded), () -> which + message + decoded);
            if (spec.header() == Header.NONE) assertEquals(message, decoded.toString(), which);
            final StringBuilder again = new StringBuilder();
            assertTrue(json.encode(decoded.toString(), again), () -> which + decoded);
            assertEquals(hex.toString(), again.toString(), which);
        }
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void shouldAnswerEveryChangeOfAByte(String dialect) {
        final MessageSpec spec = spec(dialect);
        final MessageJson json = new MessageJson(spec, true);
        for (int i = 0; i < MESSAGES; i++) {
            final StringBuilder hex = new StringBuilder();
            assertTrue(json.encode(message(spec), hex));
            final byte[] message = HexFormat.of().parseHex(hex);
            message[random.nextInt(message.length)] = (byte) random.nextInt();
            final String changed = HexFormat.of().withUpperCase().formatHex(message);
            final StringBuilder decoded = new StringBuilder();
            if (!json.decodeHex(changed, decoded)) continue;
            final StringBuilder again = new StringBuilder();
            assertTrue(json.encode(decoded.toString(), again), () -> changed + again);
            // Hexadecimal digits in lower case and a bit 1 without need do not come back.
            final StringBuilder third = new StringBuilder();
            assertTrue(json.decodeHex(again.toString(), third), () -> changed + third);
            assertEquals(decoded.toString(), third.toString(), changed);
        }
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void shouldAnswerAnyContent(String dialect) {
        final MessageSpec spec = spec(dialect);
        final MessageJson json = new MessageJson(spec, false);
        for (int de = 2; de <= MessageSpec.LAST_ELEMENT; de++) {
            if (spec.inside(de) == null) continue;
            for (int i = 0; i < MESSAGES; i++) {
                final String field = member(Integer.toString(de), "\"" + noise(spec, de) + "\"");
                final String mti = "\"" + spec.versionDigit() + "200\"";
                final StringBuilder hex = new StringBuilder();
                json.encode("{\"mti\":" + mti + ",\"fields\":{" + field + "}}", hex);
                final StringBuilder decoded = new StringBuilder();
                if (json.decodeHex(hex.toString(), decoded)) continue;
                final Matcher error = ERROR.matcher(decoded);
                assertTrue(error.lookingAt(), () -> hex + " " + decoded);
                assertEquals(de, Integer.parseInt(error.group(1)), hex::toString);
                assertTrue(Integer.parseInt(error.group(2)) <= hex.length() / 2, hex::toString);
            }
        }
    }

    /** Short counts and few bits, so that walks go far. */
    private String noise(MessageSpec spec, int de) {
        final ElementSpec element = spec.element(de);
        final int count = random.nextInt(Math.min(60, element.units()) + 1);
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            final int octet = random.nextInt(random.nextBoolean() ? 4 : 256);
            switch (element.content()) {
                case N -> text.append(octet % 10);
                case B -> text.append(HexFormat.of().toHexDigits((byte) octet));
                default ->
                        text.append(octet < 4 ? DIGITS.charAt(octet) : LETTERS.charAt(octet % 52));
            }
        }
        final boolean isOdd =
                element.content() == Content.N && count % 2 != 0 && count < element.units();
        return isOdd ? text + "0" : text.toString();
    }

    private String message(MessageSpec spec) {
        final TreeSet<Integer> elements = new TreeSet<>();
        final int highest = random.nextBoolean() ? 64 : spec.start().bitmaps().lastElement();
        for (int i = 0; i < 12; i++) {
            final int de = random.nextInt(2, highest + 1);
            if (spec.element(de) != null) elements.add(de);
        }
        for (int de = 2; de <= MessageSpec.LAST_ELEMENT; de++) {
            if (spec.inside(de) != null && random.nextInt(3) == 0) elements.add(de);
        }
        final List<String> fields = new ArrayList<>();
        for (final int de : elements) {
            final Inside inside = spec.inside(de);
            fields.add(member(Integer.toString(de), value(spec.element(de), inside)));
        }
        final String mti = spec.versionDigit() + "2" + random.nextInt(10) + random.nextInt(10);
        return "{\"mti\":\"" + mti + "\",\"fields\":{" + String.join(",", fields) + "}}";
    }

    private static String member(String key, String value) {
        return "\"" + key + "\":" + value;
    }

    private String value(ElementSpec element, Inside inside) {
        return switch (inside) {
            case null -> "\"" + text(element) + "\"";
            case Inside.Parts parts -> parts(parts, element.isFixed());
            case Inside.Tags tags -> tags(tags);
            case Inside.Keyed keyed -> keyed(keyed);
        };
    }

    /** Parts by bitmap at random; else all up to one of them, the last where they have to fill. */
    private String parts(Inside.Parts parts, boolean isWhole) {
        final boolean isCut = parts.bitmap() == null && !isWhole;
        final List<String> members = new ArrayList<>();
        for (final Inside.Part part : parts.parts()) {
            if (isCut && members.size() > 0 && random.nextInt(6) == 0) break;
            if (parts.bitmap() != null && random.nextInt(3) > 0) continue;
            final String key = PartBitmap.key(part.element().number());
            final String value = value(part.element(), part.inside());
            if (value.equals("\"\"") && part.isRest()) break;
            members.add(member(key, value));
        }
        return "{" + String.join(",", members) + "}";
    }

    private String tags(Inside.Tags tags) {
        final List<String> members = new ArrayList<>();
        final TreeSet<Integer> used = new TreeSet<>();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            final int tag = tag(tags);
            if (!used.add(tag)) continue;
            final Inside.Part part = tags.known().getOrDefault(tag, tags.other());
            final String key = tags.layout().text(tag);
            members.add(member(key, value(part.element(), part.inside())));
        }
        return "{" + String.join(",", members) + "}";
    }

    private String keyed(Inside.Keyed keyed) {
        final List<String> members = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            final String key = text(random.nextInt(1, 15), LETTERS) + i;
            members.add(member(key, value(keyed.value().element(), null)));
        }
        return "{" + String.join(",", members) + "}";
    }

    private int tag(Inside.Tags tags) {
        final List<Integer> known = List.copyOf(new TreeSet<>(tags.known().keySet()));
        if (!known.isEmpty() && random.nextBoolean()) {
            return known.get(random.nextInt(known.size()));
        }
        if (tags.layout().equals(TlvLayout.BER)) {
            return random.nextBoolean() ? random.nextInt(1, 0x1F) : 0x9F00 | random.nextInt(0x80);
        }
        final StringBuilder digits = new StringBuilder();
        for (int i = 0; i < tags.layout().tagBytes(); i++) {
            digits.append(random.nextInt(10));
        }
        try {
            return tags.layout().tag(digits.toString());
        } catch (final IllegalArgumentException e) {
            return tags.layout().tag(digits.toString() + digits);
        }
    }

    private String text(ElementSpec element) {
        final boolean isFilled = element.encoding() == Encoding.BCD && element.padding().isF();
        final int longest = Math.min(element.units(), 12);
        final int any = element.isFixed() ? element.units() : random.nextInt(longest + 1);
        final boolean isEven = element.length().countsBytes() && !isFilled;
        final int units = isEven && element.encoding() == Encoding.BCD ? any & ~1 : any;
        return switch (element.content()) {
            case N, Z -> text(units, DIGITS);
            case X_N -> "C" + text(units - 1, DIGITS);
            case A -> text(units, LETTERS);
            case B -> text(2 * units, DIGITS + "ABCDEF");
            case S, AS -> text(units, "!#%&()*+,-./:;?@_");
            case NS -> text(units, DIGITS + ".,-/");
            default ->
                    text(units, LETTERS + DIGITS + (element.content() == Content.ANS ? "<" : ""));
        };
    }

    private String text(int count, String alphabet) {
        final StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
