package io.cardswitch.iso8583.describe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.Inside;
import io.cardswitch.iso8583.PartBitmap;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.spec.Dialects;
import io.cardswitch.iso8583.yaml.Problems;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A card number in any element, part or tag of any dialect shows in nothing that is masked. */
class PlantedPanPropertyTest {
    private static final Path FILES = Path.of("src/test/resources/dialects");
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final Charset EBCDIC = Charset.forName("IBM037");

    private static final List<String> PANS =
            List.of("4761739001010119", "4000000000000002", "378282246310005", "4222222222222");

    /** How one is planted in characters; {@code P} is the number. */
    private static final List<String> PLACES =
            List.of(
                    "P",
                    "P=27122011143804400",
                    "000000P",
                    "P000000",
                    "12P3412",
                    "JOHN P DOE",
                    "0002840C000000012345P",
                    "0002840C0P",
                    "0200000001112204001700P00",
                    "02000000011122040017P",
                    "000P0",
                    "00P0000000000C00000000C00000000");

    /** As JSON and as text, masked. */
    private record Reader(MessageJson json, MessageText text) {
        static Reader of(MessageSpec dialect) {
            return new Reader(
                    new MessageJson(dialect, false),
                    new MessageText(dialect, dialect.header(), false));
        }

        String read(String hex) {
            final StringBuilder out = new StringBuilder();
            json.decodeHex(hex, out);
            text.describeHex(hex, out);
            return out.toString();
        }
    }

    /** So many digits of the number would say more than what is left of a masked one. */
    private static final int PART = 11;

    private static final AtomicInteger COUNT = new AtomicInteger();

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(FILES)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList();
        }
    }

    static List<String> bundled() {
        return Dialects.names();
    }

    @AfterAll
    static void shouldHavePlantedMany() {
        assertTrue(COUNT.get() > 100_000, "too few");
    }

    @ParameterizedTest
    @MethodSource("bundled")
    void shouldShowNoCardNumberOfAnyElement(String name) {
        for (final String pan : PANS) {
            shouldShowNone(Dialects.bundled(name), pan);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldShowNoCardNumberOfAnyElementOfADialectFile(Path file) {
        final Problems problems = new Problems();
        final MessageSpec dialect = Dialects.load(file, problems);
        assertEquals(List.of(), problems.lines());
        shouldShowNone(dialect, PANS.getFirst());
    }

    private static void shouldShowNone(MessageSpec dialect, String pan) {
        final Reader reader = Reader.of(dialect);
        final MessageJson encoder = new MessageJson(dialect, true);
        for (final String json : planted(dialect, pan)) {
            final StringBuilder hex = new StringBuilder();
            if (!encoder.encode(json, hex)) continue;
            shouldHide(pan, reader.read(hex.toString()), hex.toString());
            COUNT.incrementAndGet();
        }
    }

    /** The end is missing, a byte is wrong, or the frame is one of another dialect. */
    @ParameterizedTest
    @MethodSource("bundled")
    void shouldShowNoCardNumberOfMessagesThatCannotBeRead(String name) {
        final String pan = PANS.getFirst();
        final MessageSpec dialect = Dialects.bundled(name);
        final Reader reader = Reader.of(dialect);
        final List<Reader> others =
                Stream.of("iso87-ascii", "iso87-binary", "iso93-ebcdic")
                        .map(other -> Reader.of(Dialects.bundled(other)))
                        .toList();
        final MessageJson encoder = new MessageJson(dialect, true);
        final List<String> messages = planted(dialect, pan);
        for (int i = 0; i < messages.size(); i += 5) {
            final StringBuilder out = new StringBuilder();
            if (!encoder.encode(messages.get(i), out)) continue;
            final String hex = out.toString();
            final int last = hex.length() - 2;
            shouldHide(pan, reader.read(hex.substring(0, last)), hex);
            shouldHide(pan, reader.read(hex + "00"), hex);
            final String broken = hex.substring(0, last) + "1B";
            shouldHide(pan, reader.read(broken), broken);
            for (final Reader other : others) {
                shouldHide(pan, other.read(hex), hex);
            }
        }
    }

    /** A wrong bit makes other elements of the bytes: the number may lie across two of them. */
    @ParameterizedTest
    @MethodSource("bundled")
    void shouldShowNoCardNumberAcrossElementsWhenABitIsWrong(String name) {
        final String pan = PANS.getFirst();
        final MessageSpec dialect = Dialects.bundled(name);
        final StringBuilder hex = new StringBuilder();
        assertTrue(new MessageJson(dialect, true).encode(purchase(dialect, pan), hex));
        final byte[] message = HEX.parseHex(hex);
        final Reader reader = Reader.of(dialect);
        int shownCount = 0;
        for (int bit = 0; bit < message.length * Byte.SIZE; bit++) {
            final byte[] changed = message.clone();
            changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            final String frame = HEX.formatHex(changed);
            final String values = values(reader.read(frame));
            shouldHide(pan, values, frame);
            for (int at = 0; at + PART <= pan.length(); at++) {
                assertFalse(values.contains(pan.substring(at, at + PART)), () -> frame + values);
            }
            shownCount += values.contains("12345") ? 1 : 0;
        }
        assertTrue(shownCount > 0, "an amount is shown where the message stays right");
    }

    /** A purchase by PAN and track. */
    private static String purchase(MessageSpec dialect, String pan) {
        final StringBuilder fields = new StringBuilder();
        add(dialect, 2, pan, fields);
        add(dialect, 3, "000000", fields);
        add(dialect, 4, "000000012345", fields);
        add(dialect, 11, "123456", fields);
        add(dialect, 35, pan + "=27122011143804400", fields);
        add(dialect, 37, "612345678901", fields);
        add(dialect, 41, "TERM0001", fields);
        add(dialect, 49, "840", fields);
        return "{\"mti\":\"%s200\",\"fields\":{%s}}"
                .formatted(dialect.versionDigit(), fields.substring(1));
    }

    private static void add(MessageSpec dialect, int de, String value, StringBuilder fields) {
        final ElementSpec element = dialect.element(de);
        if (element == null || element.content() == Content.B) return;
        final int missing = element.isFixed() ? element.units() - value.length() : 0;
        final String filled = missing < 0 ? value.substring(-missing) : value;
        fields.append(",\"%d\":\"%s\"".formatted(de, "0".repeat(Math.max(0, missing)) + filled));
    }

    /** What a text of a message shows: digits of all values and bitmaps in one. */
    private static String values(String shown) {
        return shown.lines()
                .map(line ->
                        line.substring(
                                Math.max(line.lastIndexOf("bitmap"), line.indexOf(": ")) + 1))
                .map(PlantedPanPropertyTest::withoutSeparators)
                .reduce("", String::concat)
                .replaceAll("[^0-9=]", "");
    }

    @Test
    void shouldHideBitmapThatIsACardNumber() {
        final String pan = PANS.getFirst();
        final Reader reader = Reader.of(Dialects.bundled("iso87-binary"));
        shouldHide(pan, reader.read("0200" + pan), pan);
    }

    private static void shouldHide(String pan, String shown, String hex) {
        final String digits = withoutSeparators(shown);
        assertFalse(digits.contains(pan), () -> hex + "\n" + shown);
        final String ascii = HEX.formatHex(pan.getBytes(StandardCharsets.US_ASCII));
        assertFalse(digits.contains(ascii), () -> hex + "\n" + shown);
        final String ebcdic = HEX.formatHex(pan.getBytes(EBCDIC));
        assertFalse(digits.contains(ebcdic), () -> hex + "\n" + shown);
    }

    private static String withoutSeparators(String shown) {
        final StringBuilder digits = new StringBuilder(shown.length());
        for (int i = 0; i < shown.length(); i++) {
            final char c = shown.charAt(i);
            if (" .,/-".indexOf(c) < 0) digits.append(c);
        }
        return digits.toString();
    }

    /** Messages as JSON with the number in every element and part; not all of them take it. */
    private static List<String> planted(MessageSpec dialect, String pan) {
        final List<String> messages = new ArrayList<>();
        for (int de = 2; de <= MessageSpec.LAST_ELEMENT; de++) {
            final ElementSpec element = dialect.element(de);
            if (element == null) continue;
            final List<String> values = new ArrayList<>();
            for (final String text : texts(element, pan)) {
                values.add('"' + text + '"');
            }
            if (dialect.inside(de) != null) inside(dialect.inside(de), pan, values);
            for (final String value : values) {
                final StringBuilder json = new StringBuilder("{\"mti\":\"");
                json.append(dialect.versionDigit()).append("200\",\"fields\":{\"").append(de);
                json.append("\":").append(value).append("}}");
                messages.add(json.toString());
            }
        }
        return messages;
    }

    private static List<String> texts(ElementSpec element, String pan) {
        final List<String> texts = new ArrayList<>();
        if (element.content() == Content.B) {
            final String packed = pan.length() % 2 == 0 ? pan : pan + "F";
            octets(element, packed, texts);
            octets(element, "9F1008" + packed + "9F02060000000001009F0300", texts);
            octets(element, "5010" + HEX.formatHex(pan.getBytes(EBCDIC)), texts);
            octets(element, HEX.formatHex(pan.getBytes(StandardCharsets.US_ASCII)), texts);
            octets(element, HEX.formatHex(pan.getBytes(EBCDIC)), texts);
            return texts;
        }
        final String dashed = pan.replaceAll("(....)(?=.)", "$1-");
        for (final String place : PLACES) {
            texts.add(filled(element, place.replace("P", pan)));
        }
        for (final String place : List.of("P", "12P34", "00 JOHN P")) {
            texts.add(filled(element, place.replace("P", dashed)));
            texts.add(filled(element, place.replace("P", dashed.replace("-", "  "))));
        }
        if (element.content() == Content.X_N) texts.add("D" + pan);
        return texts;
    }

    private static void octets(ElementSpec element, String hex, List<String> out) {
        final int missing = 2 * element.units() - hex.length();
        out.add(element.isFixed() && missing > 0 ? hex + "F".repeat(missing) : hex);
    }

    /** What fixed elements that are not filled have to have. */
    private static String filled(ElementSpec element, String text) {
        final int missing = element.units() - text.length();
        return element.isFixed() && missing > 0 ? text + " ".repeat(missing) : text;
    }

    private static void inside(Inside inside, String pan, List<String> out) {
        switch (inside) {
            case Inside.Parts parts -> {
                for (final Inside.Part part : parts.parts()) {
                    inside(PartBitmap.key(part.element().number()), part, pan, out);
                }
            }
            case Inside.Tags tags -> {
                tags.known()
                        .forEach((tag, part) -> {
                            inside(tags.layout().text(tag), part, pan, out);
                        });
                for (final String key : List.of("9F10", "50", "DF01", "9F7C", "42", "001")) {
                    inside(key, tags.other(), pan, out);
                }
            }
            case Inside.Keyed keyed -> {
                for (final String key : List.of("POSData", "K" + pan)) {
                    inside(key, keyed.value(), pan, out);
                }
            }
        }
    }

    private static void inside(String key, Inside.Part part, String pan, List<String> out) {
        final List<String> values = new ArrayList<>();
        final List<String> texts = texts(part.element(), pan);
        for (int i = 0; i < texts.size(); i += 4) {
            values.add('"' + texts.get(i) + '"');
        }
        if (part.inside() != null) inside(part.inside(), pan, values);
        for (final String value : values) {
            out.add("{\"" + key + "\":" + value + "}");
        }
    }
}
