package io.cardswitch.iso8583.describe;

import io.cardswitch.iso8583.emv.EmvTag;
import io.cardswitch.iso8583.emv.EmvTagTable;
import io.cardswitch.iso8583.mask.Disclosure;
import io.cardswitch.iso8583.mask.Masking;
import io.cardswitch.iso8583.tlv.TlvDecoder;
import io.cardswitch.iso8583.tlv.TlvLayout;

import org.agrona.concurrent.UnsafeBuffer;

import java.util.HexFormat;

/**
 * Lines about chip data, tag by tag. Tags that the dictionary lacks are not looked into: what they
 * hold may be anything. Data that is not tags and values from end to end is hidden whole, for what
 * looks like a tag in it may be part of a value.
 */
final class ChipText {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final boolean inClear;
    private final int valueOffset;
    private final int bytesAnOctet;
    private final TlvDecoder tags = new TlvDecoder(TlvLayout.BER);

    /**
     * @param valueOffset of the data in the frame
     * @param bytesAnOctet 2 when it is written in hexadecimal
     */
    ChipText(boolean inClear, int valueOffset, int bytesAnOctet) {
        this.inClear = inClear;
        this.valueOffset = valueOffset;
        this.bytesAnOctet = bytesAnOctet;
    }

    /** Leaves whether the data is sound. */
    boolean describe(int de, byte[] octets, StringBuilder out) {
        final UnsafeBuffer data = new UnsafeBuffer(octets);
        tags.wrap(data, 0, octets.length);
        while (next()) {
            continue;
        }
        final boolean isSound = tags.isSound();
        if (isSound || inClear) {
            tags.rewind();
            while (next()) {
                describeTag(de, data, out);
            }
        }
        if (!isSound) describeError(de, out);
        return isSound;
    }

    /** Goes to the next object, leaving out what unknown ones hold. */
    private boolean next() {
        if (tags.isConstructed() && EmvTagTable.of(tags.tag()) == null) tags.skip();
        return tags.next();
    }

    private void describeError(int de, StringBuilder out) {
        final int at = valueOffset + tags.errorOffset() * bytesAnOctet;
        final boolean isKnown = tags.tag() == 0 || EmvTagTable.of(tags.tag()) != null;
        if (inClear || isKnown) {
            final String path = tags.errorPath().isEmpty() ? "" : "." + tags.errorPath();
            TextLines.error("DE" + de + path, at, tags.errorText(), out);
        } else {
            TextLines.error("DE" + de, at, "not tags and values from end to end", out);
        }
    }

    private void describeTag(int de, UnsafeBuffer data, StringBuilder out) {
        final EmvTag known = EmvTagTable.of(tags.tag());
        final int end = tags.valueOffset() + tags.valueLength();
        final String name = known == null ? "unknown tag" : known.name();
        TextLines.line(
                valueOffset + tags.offset() * bytesAnOctet,
                (end - tags.offset()) * bytesAnOctet,
                de + "." + tags.path(),
                name + ": " + value(known, data),
                out);
        if (known == null || !known.isSafe()) return;
        for (final String text : known.explain(data, tags.valueOffset(), tags.valueLength())) {
            TextLines.meaning(text, out);
        }
    }

    private String value(EmvTag known, UnsafeBuffer data) {
        final String octets = TextLines.count(tags.valueLength(), "octet");
        if (known != null && tags.isConstructed()) return octets;
        final Disclosure disclosure = Masking.ofTag(tags.tag());
        if (!inClear && disclosure == Disclosure.LENGTH) return TextLines.hidden(octets);
        final int from = tags.valueOffset();
        final String hex = HEX.formatHex(data.byteArray(), from, from + tags.valueLength());
        if (!inClear && disclosure == Disclosure.ACCOUNT) return Masking.maskedTag(tags.tag(), hex);
        final boolean isText = known != null && known.format().startsWith("an");
        final String value =
                isText ? TextLines.printable(data.byteArray(), from, tags.valueLength()) : hex;
        final String visible = inClear ? value : Masking.withoutCardNumbers(value);
        return isText ? TextLines.quoted(visible) : visible;
    }
}
