package io.cardswitch.iso8583.jpos;

import io.cardswitch.iso8583.Inside;
import io.cardswitch.iso8583.PartBitmap;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.jpos.FieldForm.Kind;
import io.cardswitch.iso8583.yaml.Problems;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads fields, and fields inside of fields. */
final class FieldReader {
    private static final Set<String> KNOWN =
            Set.of("id", "length", "name", "class", "pad", "trim", "encoding");
    private static final Set<String> KNOWN_OF_COMPOSITE =
            Set.of(
                    "id",
                    "length",
                    "name",
                    "class",
                    "pad",
                    "packager",
                    "emitBitmap",
                    "maxValidField",
                    "bitmapField",
                    "firstField");
    private static final String COMPOSITE = "org.jpos.iso.packager.GenericSubFieldPackager";
    private static final String TAGS = "org.jpos.tlv.packager.bertlv.BERTLVBinaryPackager";

    /** Why others of jPOS cannot be said. */
    private static final Map<String, String> OTHER =
            Map.of(
                    "org.jpos.tlv.packager.bertlv.BERTLVAsciiHexPackager",
                    "BERTLVAsciiHexPackager: tags and lengths are hexadecimal digits",
                    "org.jpos.tlv.packager.bertlv.BERTLVEbcdicHexPackager",
                    "BERTLVEbcdicHexPackager: tags and lengths are hexadecimal digits");

    private static final String NOT_STOCK =
            " is neither GenericSubFieldPackager nor BERTLVBinaryPackager";
    private static final String BINARY = "binary";
    private static final int TRACK_2 = 35;

    private final String file;
    private final Problems problems;

    FieldReader(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    void refuse(PackagerField field, String what, String hint) {
        problems.add(file, field.line(), what, hint);
    }

    void refuseTwice(PackagerField field) {
        refuse(field, "field " + field.id() + " stands twice", "jPOS obeys the last: leave one");
    }

    /** Null when nothing stands there, or when a dialect cannot say it: then that is recorded. */
    ImportedField element(PackagerField field) {
        return read(field, field.id(), 0);
    }

    private ImportedField read(PackagerField field, int number, int depth) {
        final Set<String> known = field.isComposite() ? KNOWN_OF_COMPOSITE : KNOWN;
        for (final String attribute : field.attributes().keySet()) {
            if (known.contains(attribute)) continue;
            refuse(field, attribute + " has no meaning in a dialect", "remove it");
        }
        final FieldForm form = FieldForm.of(field.text("class")).of(field);
        if (form.kind() == Kind.NOTHING) return null;
        if (form.kind() == Kind.INEXPRESSIBLE) return cannotSay(field, form.reason());
        if (form.kind() == Kind.BITMAP) return cannotSay(field, "a bitmap stands in front of all");
        if (!hasLength(field, form)) return null;
        if (field.isComposite()) return composite(field, number, form, depth);
        final boolean isTrack = depth == 0 && number == TRACK_2 && form.kind() == Kind.DIGITS;
        return new ImportedField(number, field, form, isTrack, null);
    }

    private ImportedField cannotSay(PackagerField field, String reason) {
        refuse(field, "field " + field.id() + " cannot be said in a dialect", reason);
        return null;
    }

    private boolean hasLength(PackagerField field, FieldForm form) {
        // A highest length of 0 is none for jPOS: it reads values of any length.
        final int least = form.kind() == Kind.AMOUNT ? 2 : form.isFixed() ? 0 : 1;
        final int most = form.isFixed() ? MessageSpec.MAX_MESSAGE_LENGTH / 2 : highest(form);
        if (field.length() >= least && field.length() <= most) return true;
        final String hint = "use " + least + " to " + most;
        refuse(field, "length \"" + field.text("length") + "\" is not right", hint);
        return false;
    }

    private static int highest(FieldForm form) {
        final int radix = BINARY.equals(form.lengthEncoding()) ? 16 : 10;
        int highest = 1;
        for (int i = 0; i < form.lengthDigits(); i++) {
            highest *= radix;
        }
        return Math.min(highest - 1, MessageSpec.MAX_MESSAGE_LENGTH);
    }

    /** The bytes of the parts are those of the field: octets, whatever its own class calls them. */
    private ImportedField composite(PackagerField field, int number, FieldForm form, int depth) {
        final String packager = field.text("packager");
        final boolean isTags = TAGS.equals(packager);
        if (!isTags && !COMPOSITE.equals(packager)) {
            return cannotSay(field, OTHER.getOrDefault(packager, packager + NOT_STOCK));
        }
        if (depth == Inside.MAX_DEPTH) {
            return cannotSay(field, "parts nested deeper than " + Inside.MAX_DEPTH);
        }
        final boolean isOctets = form.kind() == Kind.OCTETS;
        if (!isOctets && !"ascii".equals(form.encoding())) {
            return cannotSay(field, "parts whose bytes are encoded once more");
        }
        final FieldForm outer =
                isOctets
                        ? form
                        : new FieldForm(
                                Kind.OCTETS,
                                BINARY,
                                false,
                                form.lengthDigits(),
                                form.lengthEncoding(),
                                "");
        final ImportedParts parts = isTags ? tags(field) : parts(field, depth);
        return parts == null ? null : new ImportedField(number, field, outer, false, parts);
    }

    /** Tags and lengths as ISO/IEC 8825-1 has them; null when formats of tags are stated. */
    private ImportedParts tags(PackagerField field) {
        if (field.fields().isEmpty()) return ImportedParts.BER;
        cannotSay(field, "formats of single tags");
        return null;
    }

    private ImportedParts parts(PackagerField field, int depth) {
        final boolean hasBitmap = !field.has("emitBitmap") || field.flag("emitBitmap");
        final int bitmapId = field.has("bitmapField") ? field.number("bitmapField") : 1;
        final int first = field.has("firstField") ? field.number("firstField") : 1;
        // Parts count from 1.
        final int shift = !hasBitmap && first == 0 ? 1 : 0;
        final SortedMap<Integer, ImportedField> fields = new TreeMap<>();
        final Set<Integer> numbers = new HashSet<>();
        PackagerField bitmap = null;
        for (final PackagerField part : field.fields()) {
            final boolean isBitmap = hasBitmap && part.id() == bitmapId;
            if (isBitmap) bitmap = part;
            final int number = part.id() + shift;
            if (part.id() >= 0 && !numbers.add(part.id())) refuseTwice(part);
            if (part.id() == 0 && first > 0) continue; // jPOS neither writes nor reads it.
            if (part.id() < 0 || number > PartBitmap.LAST_PART) {
                refuse(
                        part,
                        "id \"" + part.text("id") + "\" is no part",
                        "use 1 to 192, each once");
            } else if (!isBitmap) {
                final ImportedField read = read(part, number, depth + 1);
                if (read != null && number == 0) cannotSay(part, "it stands before the first part");
                else if (read != null) fields.put(number, read);
            }
        }
        if (fields.isEmpty() || fields.size() > Inside.MAX_PARTS) {
            refuse(field, "there are " + fields.size() + " parts", "a dialect has 1 to 126");
            return null;
        }
        if (!hasBitmap) return new ImportedParts("", false, fields.values());
        return bitmap == null ? withoutBitmap(field, bitmapId) : announced(bitmap, fields);
    }

    private ImportedParts withoutBitmap(PackagerField field, int bitmapId) {
        refuse(field, "field " + bitmapId + ", the bitmap, is missing", "add it");
        return null;
    }

    /** Bit 1 of 16 bytes announces the other 8, unless it stands for a part. */
    private ImportedParts announced(
            PackagerField bitmap, SortedMap<Integer, ImportedField> fields) {
        final FieldForm form = FieldForm.of(bitmap.text("class"));
        final int bytes = bitmap.length();
        final int last = fields.lastKey();
        final boolean isChained = bytes == 2 * Long.BYTES && fields.firstKey() > 1;
        final int each = Math.min(bytes, Long.BYTES);
        final boolean isRight = bytes == 2 * Long.BYTES || bytes >= 1 && bytes <= Long.BYTES;
        final int room = isChained ? bytes * Byte.SIZE : each * Byte.SIZE;
        if (form.kind() != Kind.BITMAP || !isRight || last > room) {
            refuse(bitmap, "this bitmap cannot announce part " + last, "use 1 to 8, or 16 bytes");
            return null;
        }
        final String type = "b " + each * Byte.SIZE;
        final String stated = "{type: " + type + ", encoding: " + form.encoding() + "}";
        return new ImportedParts(stated, isChained, fields.values());
    }
}
