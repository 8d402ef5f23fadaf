package io.cardswitch.core.edge.security;

import io.cardswitch.iso8583.tlv.TlvDecoder;
import io.cardswitch.iso8583.tlv.TlvLayout;

import org.agrona.DirectBuffer;

import java.util.Arrays;

/**
 * The tags of chip data (DE55) that a cryptogram is checked with: a view of BER-TLV octets (EMV
 * 4.3, Book 3, annex B). Reusable, not thread-safe.
 */
final class ChipTags {
    /** Tags of the cryptogram's input in the order of EMV Book 2, 8.1.1. */
    static final int[] INPUT = {
        0x9F02, 0x9F03, 0x9F1A, 0x95, 0x5F2A, 0x9A, 0x9C, 0x9F37, 0x82, 0x9F36
    };

    static final int[] INPUT_LENGTH = {6, 6, 2, 5, 2, 3, 1, 4, 2, 2};
    static final int AUTHORIZED_AMOUNT = 0x9F02;
    static final int OTHER_AMOUNT = 0x9F03;
    static final int CURRENCY = 0x5F2A;
    static final int UNPREDICTABLE = 0x9F37;
    static final int COUNTER = 0x9F36;
    static final int CRYPTOGRAM = 0x9F26;
    static final int ISSUER_APPLICATION = 0x9F10;
    static final int SEQUENCE = 0x5F34;
    static final int ABSENT = -1;

    private static final int[] KNOWN = {
        0x9F02,
        0x9F03,
        0x9F1A,
        0x95,
        0x5F2A,
        0x9A,
        0x9C,
        0x9F37,
        0x82,
        0x9F36,
        CRYPTOGRAM,
        ISSUER_APPLICATION,
        SEQUENCE
    };
    private static final int CRYPTOGRAM_LENGTH = 8;

    private final TlvDecoder objects = new TlvDecoder(TlvLayout.BER);
    private final int[] offsets = new int[KNOWN.length];
    private final int[] lengths = new int[KNOWN.length];

    /** Finds the tags; what is malformed ends the search, and what stands in front of it counts. */
    void read(DirectBuffer octets, int offset, int length) {
        Arrays.fill(offsets, ABSENT);
        objects.wrap(octets, offset, length);
        while (objects.next()) {
            objects.skip(); // The tags looked for stand on the outside.
            note(objects.tag(), objects.valueOffset(), objects.valueLength());
        }
    }

    private void note(int tag, int at, int size) {
        for (int i = 0; i < KNOWN.length; i++) {
            if (KNOWN[i] == tag) {
                offsets[i] = at;
                lengths[i] = size;
            }
        }
    }

    /** Where the value starts, {@link #ABSENT} when the tag is not there. */
    int offset(int tag) {
        return offsets[index(tag)];
    }

    /** Bytes of the value, 0 when the tag is not there. */
    int length(int tag) {
        final int index = index(tag);
        return offsets[index] == ABSENT ? 0 : lengths[index];
    }

    /** Whether there is a cryptogram to be checked. */
    boolean hasCryptogram() {
        return length(CRYPTOGRAM) == CRYPTOGRAM_LENGTH;
    }

    private static int index(int tag) {
        for (int i = 0; i < KNOWN.length; i++) {
            if (KNOWN[i] == tag) {
                return i;
            }
        }
        throw new IllegalArgumentException("not a tag of cryptograms");
    }
}
