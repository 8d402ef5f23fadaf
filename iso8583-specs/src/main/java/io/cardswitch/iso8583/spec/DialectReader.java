package io.cardswitch.iso8583.spec;

import io.cardswitch.iso8583.BitmapSet;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.Encoding;
import io.cardswitch.iso8583.Inside;
import io.cardswitch.iso8583.MessageStart;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.framing.MessageHeader;
import io.cardswitch.iso8583.framing.OpaqueHeader;
import io.cardswitch.iso8583.yaml.Problems;
import io.cardswitch.iso8583.yaml.YamlNode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Turns a dialect file into tables:
 *
 * <pre>
 * dialect: iso87-binary          # name in configuration and commands
 * version: 1987                  # 1987, 1993 or 2003
 * encoding:                      # stated once; an element may say otherwise
 *   mti: bcd                     # ascii, bcd, ebcdic
 *   bitmap: binary               # binary, hex, ebcdic-hex; [hex, binary]: the first, the next ones
 *   length: bcd                  # ascii, bcd, ebcdic, binary, hex
 *   n: bcd                       # likewise x+n and z: ascii, bcd, ebcdic, ebcdic-500, ebcdic-1047
 *   text: ascii                  # a, s, an, as, ns, ans: ascii, ebcdic, ebcdic-500, ebcdic-1047
 *   b: binary                    # binary, hex, ebcdic-hex
 * header: none                   # none, tpdu, base24, cups, base1
 * padding: left                  # of odd BCD digits: left, right, left-f, right-f; none
 * bitmaps: 1-2                   # 1-3 with elements up to 192; 2 when the second is always there
 * elements:
 *   2: {type: n ..19, padding: right, name: Primary account number}
 *   48: {type: ans ...999, length: binary, counts: bytes, inclusive: true, name: Private}
 * </pre>
 *
 * <p>A length has as many digits as the type has dots; {@code binary} packs two hexadecimal digits
 * into a byte, so {@code ..} is one byte and {@code ....} two. It counts digits, characters or
 * octets, or {@code bytes} on the wire, and not itself unless {@code inclusive}.
 *
 * <p>What stands inside of an element, see {@link InsideReader}.
 *
 * <p>A file that {@code extends} another dialect, bundled ones by name, states what differs:
 * encodings, padding, bitmaps, elements; an element stated as {@code absent} is not part of it.
 */
final class DialectReader {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final List<String> VERSIONS = List.of("1987", "1993", "2003");
    private static final List<String> MTI_ENCODINGS = List.of("ascii", "bcd", "ebcdic");
    private static final List<String> BITMAP_ENCODINGS = List.of("binary", "hex", "ebcdic-hex");
    private static final List<String> BITMAPS =
            Arrays.stream(BitmapSet.values()).map(BitmapSet::notation).toList();
    private static final List<String> HEADERS =
            Arrays.stream(Header.values())
                    .map(header -> header.name().toLowerCase(Locale.ROOT))
                    .toList();
    private static final Pattern OCTETS = Pattern.compile("[0-9]{1,9}");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,2}");
    private static final int TERTIARY_BITMAP = 65;
    private static final String ABSENT = "absent";
    private static final String KIND = "kind";
    private static final Map<String, Integer> SHORT_VERSIONS =
            Map.of("1987", 87, "1993", 93, "2003", 2003);

    private final Problems problems;
    private final ElementReader elementReader = new ElementReader();
    private final InsideReader insideReader = new InsideReader(elementReader);
    private final Map<Integer, ElementSpec> elements = new TreeMap<>();
    private final Map<Integer, Inside> insides = new TreeMap<>();
    private int version;
    private MessageHeader header = Header.NONE;
    private Encoding mti;
    private Encoding bitmap;
    private Encoding nextBitmap;
    private BitmapSet bitmaps = BitmapSet.ONE_OR_TWO;

    private DialectReader(Problems problems) {
        this.problems = problems;
    }

    /** Null when the file has problems, all of which have been recorded. */
    static MessageSpec read(YamlNode root, Problems problems) {
        final int before = problems.lines().size();
        if (root.has(KIND)) {
            root.get(KIND)
                    .problem(
                            "jPOS interprets this dialect, and no link speaks it",
                            "decode, encode and describe do");
            return null;
        }
        final DialectReader reader = new DialectReader(problems);
        final String name = reader.read(root);
        if (!root.isPresent() || problems.lines().size() != before) return null;
        final MessageStart start =
                new MessageStart(reader.mti, reader.bitmap, reader.nextBitmap, reader.bitmaps);
        return new MessageSpec(
                name,
                reader.version,
                start,
                new ArrayList<>(reader.elements.values()),
                reader.header,
                reader.insides);
    }

    /**
     * Reads the files that a file builds on, the first one first: encodings of all of them, then
     * elements, so that elements of the first have the encodings of the last.
     */
    private String read(YamlNode root) {
        final List<YamlNode> files = new ArrayList<>(List.of(root));
        while (files.getFirst().has("extends")) {
            final String base = files.getFirst().choice("extends", Dialects.names());
            files.addFirst(Dialects.file(base, problems));
        }
        String name = "";
        for (final YamlNode file : files) {
            name = name(file);
            readStart(file, file != files.getFirst());
        }
        for (final YamlNode file : files) {
            final boolean isBase = file == files.getFirst();
            readElements(isBase ? file.require("elements") : file.get("elements"));
            file.rejectUnknownKeys();
        }
        return name;
    }

    /** Of a network, or so many bytes of any kind. */
    private static MessageHeader headerOf(YamlNode node) {
        if (node.isScalar() && OCTETS.matcher(node.text()).matches()) {
            return new OpaqueHeader((int) node.number(1, OpaqueHeader.MAX_BYTES));
        }
        return Header.valueOf(node.choice(HEADERS).toUpperCase(Locale.ROOT));
    }

    private void readStart(YamlNode file, boolean isPartial) {
        if (!isPartial || file.has("version")) {
            version = SHORT_VERSIONS.get(file.choice("version", VERSIONS));
        }
        if (file.has("header")) header = headerOf(file.get("header"));
        if (file.has("bitmaps")) bitmaps = BitmapSet.of(file.choice("bitmaps", BITMAPS));
        if (!isPartial || file.has("encoding")) {
            final YamlNode encoding = file.require("encoding");
            if (!isPartial || encoding.has("mti")) {
                mti = Encoding.of(encoding.choice("mti", MTI_ENCODINGS));
            }
            if (!isPartial || encoding.has("bitmap")) {
                readBitmap(encoding.require("bitmap"));
            }
            elementReader.readEncodings(encoding, isPartial);
            encoding.rejectUnknownKeys();
        }
        elementReader.readPadding(file);
    }

    /** One word for all bitmaps, or two: of the first, and of those behind it. */
    private void readBitmap(YamlNode node) {
        final List<YamlNode> words = node.isList() ? node.items() : List.of(node, node);
        if (words.size() != 2) {
            node.problem(
                    words.size() + " encodings of bitmaps",
                    "write one word, or [hex, binary]: of the first, and of those behind it");
            return;
        }
        bitmap = Encoding.of(words.getFirst().choice(BITMAP_ENCODINGS));
        nextBitmap = Encoding.of(words.getLast().choice(BITMAP_ENCODINGS));
    }

    private String name(YamlNode root) {
        final YamlNode node = root.require("dialect");
        final String name = node.text();
        if (node.isPresent() && !NAME.matcher(name).matches()) {
            node.problem(
                    "dialect name \"" + name + "\" is not usable",
                    "use up to 32 lower-case letters, digits and hyphens");
        }
        return name;
    }

    private void readElements(YamlNode list) {
        if (!list.isPresent()) return;
        for (final String key : list.keys()) {
            final YamlNode node = list.get(key);
            final int number = number(key, node);
            if (number > bitmaps.lastElement()) {
                node.problem("no bit announces element " + key, "write bitmaps: 1-3");
            }
            if (node.isScalar() && ABSENT.equals(node.text())) {
                elements.remove(number);
                insides.remove(number);
                continue;
            }
            if (ElementReader.isBare(node)) continue;
            final ElementSpec element = elementReader.read(number, node);
            final Inside inside = insideReader.read(node, element, 1);
            node.rejectUnknownKeys();
            if (number == 0 || element == null) continue;
            elements.put(number, element);
            if (inside == null) insides.remove(number);
            else insides.put(number, inside);
        }
    }

    /** 0 when it is not an element's number. */
    private static int number(String key, YamlNode node) {
        final int number = NUMBER.matcher(key).matches() ? Integer.parseInt(key) : 0;
        if (number == TERTIARY_BITMAP || number == 1) {
            node.problem("element " + key + " is a bitmap", "remove it; bitmaps are implied");
            return 0;
        }
        if (number < 1 || number > MessageSpec.LAST_ELEMENT) {
            node.problem(
                    "\"" + key + "\" is no data element",
                    "use a number from 2 to " + MessageSpec.LAST_ELEMENT);
            return 0;
        }
        return number;
    }
}
