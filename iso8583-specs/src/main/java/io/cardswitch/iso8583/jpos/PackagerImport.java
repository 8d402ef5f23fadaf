package io.cardswitch.iso8583.jpos;

import io.cardswitch.iso8583.BitmapSet;
import io.cardswitch.iso8583.Encoding;
import io.cardswitch.iso8583.MessageStart;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.jpos.FieldForm.Kind;
import io.cardswitch.iso8583.yaml.Problems;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Turns a GenericPackager file of jPOS into a dialect file that makes and reads the same bytes.
 * jPOS checks no characters: digits become {@code n}, all text {@code ans}, and a user narrows them
 * where more is known. What no dialect can say is named with its line and the reason.
 */
public final class PackagerImport {
    private static final Set<String> KNOWN_OF_FILE = Set.of("maxValidField", "bitmapField");

    /** They change the bytes of messages. */
    private static final Set<String> INEXPRESSIBLE_OF_FILE =
            Set.of("emitBitmap", "firstField", "headerLength", "thirdBitmapField");

    /** Field 65 of these kinds is a bitmap by another name, whose bit is never set. */
    private static final Set<Kind> BITMAP_KINDS =
            EnumSet.of(Kind.BITMAP, Kind.OCTETS, Kind.NOTHING);

    private static final int MOST_BYTES = 1024 * 1024;
    private static final int BITMAP = 1;
    private static final int RESPONSE_CODE = 39;
    private static final int SECOND_BITMAP = 65;
    private static final int MTI_DIGITS = 4;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final String NAME_HINT = "use up to 32 lower-case letters, digits and hyphens";
    private static final String EBCDIC = "ebcdic";

    private final FieldReader reader;

    private final Set<Integer> numbers = new HashSet<>();

    /** Fields that stand more than once, as in a file that jPOS itself brings: the last counts. */
    private final Set<Integer> twice = new TreeSet<>();

    /** By number. */
    private final Map<Integer, ImportedField> fields = new TreeMap<>();

    private String mti = "";
    private String bitmap = "";
    private BitmapSet bitmaps = BitmapSet.ONE_OR_TWO;
    private int version = 1987;

    private PackagerImport(String file, Problems problems) {
        this.reader = new FieldReader(file, problems);
    }

    /**
     * The dialect file of a packager file.
     *
     * @param dialect its name; null for one made of the file's
     * @return null, with every problem named, when a dialect cannot say what the file says
     */
    public static String toYaml(Path file, String dialect, Problems problems) {
        final String name = file.toString();
        final String xml;
        try {
            if (Files.size(file) > MOST_BYTES) {
                problems.add(name, 1, "file is larger than " + MOST_BYTES + " bytes", "split it");
                return null;
            }
            xml = Files.readString(file);
        } catch (final CharacterCodingException e) {
            problems.add(name, 1, "file is not UTF-8", "save it as UTF-8");
            return null;
        } catch (final IOException e) {
            problems.add(name, 1, "file cannot be read", "check its name and permissions");
            return null;
        }
        return toYaml(name, xml, dialect == null ? nameOf(name) : dialect, problems);
    }

    /**
     * The dialect file.
     *
     * @param file name of the packager file in problems
     * @param xml its text
     * @param dialect name of the dialect
     * @return null, with every problem named, when a dialect cannot say what the file says
     */
    public static String toYaml(String file, String xml, String dialect, Problems problems) {
        final int before = problems.count();
        if (!isName(dialect)) {
            problems.add(file, 1, "dialect name \"" + dialect + "\" is not usable", NAME_HINT);
        }
        final PackagerField root = PackagerXml.read(file, xml, problems);
        if (root == null) return null;
        final PackagerImport reading = new PackagerImport(file, problems);
        reading.readRoot(root);
        if (problems.count() == before && reading.fields.isEmpty()) {
            reading.reader.refuse(root, "no field of a message is there", "add fields 2 and on");
        }
        if (problems.count() != before) return null;
        final String heading = "Imported from the jPOS packager " + file;
        final MessageStart start =
                new MessageStart(
                        Encoding.of(reading.mti), Encoding.of(reading.bitmap), reading.bitmaps);
        return DialectText.of(
                heading + reading.remarks(),
                dialect,
                reading.version,
                start,
                reading.fields.values());
    }

    /** Lines that go on with the heading. */
    private String remarks() {
        final StringBuilder remarks = new StringBuilder();
        for (final int id : twice) {
            remarks.append("\n# Field ")
                    .append(id)
                    .append(" stands more than once there; the last");
            remarks.append(" one counts, as in jPOS.");
        }
        return remarks.toString();
    }

    /** Whether a dialect may have the name. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** A name for the dialect of a file: lower-case letters, digits and hyphens. */
    static String nameOf(String file) {
        final String base = file.substring(file.lastIndexOf('/') + 1).replaceFirst("\\.xml$", "");
        final String name = base.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        final String usable = name.matches("[a-z].*") ? name : "jpos-" + name;
        return usable.substring(0, Math.min(usable.length(), 32));
    }

    private void readRoot(PackagerField root) {
        for (final String attribute : root.attributes().keySet()) {
            if (INEXPRESSIBLE_OF_FILE.contains(attribute)) {
                reader.refuse(
                        root, attribute + " cannot be said in a dialect", "only jPOS obeys it");
            } else if (!KNOWN_OF_FILE.contains(attribute)) {
                reader.refuse(root, attribute + " has no meaning in a dialect", "remove it");
            }
        }
        if (root.has("bitmapField") && root.number("bitmapField") != BITMAP) {
            reader.refuse(
                    root, "the bitmap is not field 1", "a message begins with type and bitmap");
        }
        root.fields().forEach(this::readField);
        if (mti.isEmpty()) reader.refuse(root, "field 0, the message type, is missing", "add it");
        if (bitmap.isEmpty()) reader.refuse(root, "field 1, the bitmap, is missing", "add it");
        for (final ImportedField field : fields.values()) {
            if (field.number() <= bitmaps.lastElement()) continue;
            final String what = "no bit announces field " + field.number();
            reader.refuse(field.source(), what, "use a bitmap of 24 bytes");
        }
    }

    private void readField(PackagerField field) {
        final int id = field.id();
        if (id < 0 || id > MessageSpec.LAST_ELEMENT) {
            final String hint = "elements have numbers up to " + MessageSpec.LAST_ELEMENT;
            reader.refuse(field, "id \"" + field.text("id") + "\" is no element", hint);
            return;
        }
        final FieldForm form = FieldForm.of(field.text("class"));
        switch (id) {
            case 0 -> readMti(field, form);
            case BITMAP -> readBitmap(field, form);
            case SECOND_BITMAP -> readSecondBitmap(field, form);
            default -> readElement(field);
        }
    }

    private void readMti(PackagerField field, FieldForm form) {
        final boolean isText = form.kind() == Kind.DIGITS || form.kind() == Kind.TEXT;
        if (!isText || !form.isFixed() || field.length() != MTI_DIGITS) {
            reader.refuse(field, "the message type is not of four digits", "use a NUMERIC class");
            return;
        }
        mti = form.encoding().startsWith(EBCDIC) ? EBCDIC : form.encoding();
    }

    private void readBitmap(PackagerField field, FieldForm form) {
        final boolean isLong = field.length() == 3 * Long.BYTES;
        if (form.kind() != Kind.BITMAP || field.length() != 2 * Long.BYTES && !isLong) {
            reader.refuse(field, "the bitmap is not one of 16 or 24 bytes", "use a BITMAP class");
            return;
        }
        bitmap = form.encoding();
        bitmaps = isLong ? BitmapSet.ONE_TO_THREE : BitmapSet.ONE_OR_TWO;
    }

    private void readSecondBitmap(PackagerField field, FieldForm form) {
        if (BITMAP_KINDS.contains(form.kind()) && !field.isComposite()) return;
        reader.refuse(
                field,
                "field " + SECOND_BITMAP + " cannot be said in a dialect",
                "its bit announces a third bitmap");
    }

    private void readElement(PackagerField field) {
        if (!numbers.add(field.id())) twice.add(field.id());
        final ImportedField imported = reader.element(field);
        if (imported == null) {
            fields.remove(field.id());
            return;
        }
        fields.put(field.id(), imported);
        if (field.id() == RESPONSE_CODE) version = versionOf(field.length());
    }

    /** DE39 has two characters in 1987, three digits in 1993, four in 2003. */
    private static int versionOf(int length) {
        return switch (length) {
            case 3 -> 1993;
            case 4 -> 2003;
            default -> 1987;
        };
    }
}
