package io.cardswitch.iso8583.codec;

import java.util.List;

/**
 * One dialect, compiled to flat tables indexed by data element. Immutable, shared by any number of
 * decoders and encoders.
 */
public final class MessageSpec {
    /** Highest data element. */
    public static final int LAST_ELEMENT = 128;

    /** Longest message; positions and lengths fit 16 bits. */
    public static final int MAX_MESSAGE_LENGTH = 0xFFFF;

    /** What the tables mean by "no length precedes". */
    static final byte PREFIX_NONE = 0;

    static final byte PREFIX_ASCII_2 = 1;
    static final byte PREFIX_ASCII_3 = 2;
    static final byte PREFIX_BCD_2 = 3;
    static final byte PREFIX_BCD_3 = 4;

    private final String name;
    private final int version;
    private final Encoding mtiEncoding;
    private final Encoding bitmapEncoding;
    private final ElementSpec[] elements = new ElementSpec[LAST_ELEMENT + 1];

    final int[] maxUnits = new int[LAST_ELEMENT + 1];
    final int[] fixedBytes = new int[LAST_ELEMENT + 1];
    final byte[] halfBytesPerUnit = new byte[LAST_ELEMENT + 1];
    final byte[] prefix = new byte[LAST_ELEMENT + 1];
    final byte[] prefixBytes = new byte[LAST_ELEMENT + 1];
    final byte[] check = new byte[LAST_ELEMENT + 1];

    /** Bit 63 = DE1, as in the bitmaps. */
    final long primaryKnown;

    final long secondaryKnown;

    /**
     * @param version 87, 93 or 2003
     * @param mtiEncoding ASCII or BCD
     * @param bitmapEncoding BINARY or HEX
     */
    public MessageSpec(
            String name,
            int version,
            Encoding mtiEncoding,
            Encoding bitmapEncoding,
            List<ElementSpec> elements) {
        this.name = name;
        this.version = version;
        this.mtiEncoding = mtiEncoding;
        this.bitmapEncoding = bitmapEncoding;
        long primary = 0;
        long secondary = 0;
        for (final ElementSpec element : elements) {
            compile(element);
            final long bit = Long.MIN_VALUE >>> element.number() - 1;
            if (element.number() <= Long.SIZE) primary |= bit;
            else secondary |= bit;
        }
        primaryKnown = primary;
        secondaryKnown = secondary;
    }

    private void compile(ElementSpec element) {
        final int de = element.number();
        elements[de] = element;
        maxUnits[de] = element.units();
        fixedBytes[de] = element.fixedBytes();
        halfBytesPerUnit[de] = (byte) element.encoding().halfBytes();
        prefix[de] = prefixCode(element);
        prefixBytes[de] = (byte) element.prefixBytes();
        check[de] = ContentCheck.of(element);
    }

    private static byte prefixCode(ElementSpec element) {
        final boolean ascii = element.lengthEncoding() == Encoding.ASCII;
        return switch (element.lengthDigits()) {
            case 0 -> PREFIX_NONE;
            case 2 -> ascii ? PREFIX_ASCII_2 : PREFIX_BCD_2;
            case 3 -> ascii ? PREFIX_ASCII_3 : PREFIX_BCD_3;
            default -> throw new IllegalArgumentException("length of two or three digits");
        };
    }

    /** The dialect's name. */
    public String name() {
        return name;
    }

    /** 87, 93 or 2003. */
    public int version() {
        return version;
    }

    /** Version digit of the message type: 0, 1 or 2. */
    public int versionDigit() {
        return switch (version) {
            case 87 -> 0;
            case 93 -> 1;
            default -> 2;
        };
    }

    /** ASCII or BCD. */
    public Encoding mtiEncoding() {
        return mtiEncoding;
    }

    /** BINARY or HEX. */
    public Encoding bitmapEncoding() {
        return bitmapEncoding;
    }

    /** Element of that number, or null when the dialect has none. */
    public ElementSpec element(int de) {
        return de >= 0 && de <= LAST_ELEMENT ? elements[de] : null;
    }

    /** Whether the zero half byte of an odd number of digits comes last. */
    boolean isRightPadded(int de) {
        return check[de] == ContentCheck.BCD_RIGHT || check[de] == ContentCheck.BCD_TRACK_RIGHT;
    }

    @Override
    public String toString() {
        return name;
    }
}
