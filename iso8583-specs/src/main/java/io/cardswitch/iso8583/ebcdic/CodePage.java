package io.cardswitch.iso8583.ebcdic;

import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.Encoding;

import org.agrona.MutableDirectBuffer;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Characters of EBCDIC to and from ASCII, and which of them elements may have, by tables. */
public final class CodePage {
    private static final int OCTETS = 256;
    private static final CodePage PAGE_37 = new CodePage("IBM037");
    private static final CodePage PAGE_500 = new CodePage("IBM500");
    private static final CodePage PAGE_1047 = new CodePage("IBM1047");
    private static final int BAD = 0x80;
    private static final List<Encoding> PAGES =
            List.of(Encoding.EBCDIC, Encoding.EBCDIC_500, Encoding.EBCDIC_1047);
    private static final List<Content> CONTENTS =
            List.of(
                    Content.A,
                    Content.S,
                    Content.AN,
                    Content.AS,
                    Content.NS,
                    Content.ANS,
                    Content.Z,
                    Content.B);

    /** By page and content, BAD for each octet that is not allowed. */
    private static final byte[][] TABLES = tables();

    /** ASCII of each octet, 0 for one that is no printable character of ASCII. */
    private final byte[] ascii = new byte[OCTETS];

    /** Octet of each character, 0 for one that is not printable. */
    private final byte[] octets = new byte[OCTETS];

    private CodePage(String charset) {
        final byte[] octet = new byte[1];
        for (int i = 0; i < OCTETS; i++) {
            octet[0] = (byte) i;
            final char character = new String(octet, Charset.forName(charset)).charAt(0);
            if (character < ' ' || character > '~') continue;
            ascii[i] = String.valueOf(character).getBytes(StandardCharsets.US_ASCII)[0];
            octets[character] = (byte) i;
        }
    }

    /** Null when the encoding is none of EBCDIC. */
    public static CodePage of(Encoding encoding) {
        return switch (encoding) {
            case EBCDIC, EBCDIC_HEX -> PAGE_37;
            case EBCDIC_500 -> PAGE_500;
            case EBCDIC_1047 -> PAGE_1047;
            default -> null;
        };
    }

    /** The character of an octet, 0 for none. */
    public byte ascii(int octet) {
        return ascii[octet & 0xFF];
    }

    /** The octet of a character. */
    public byte octet(int character) {
        return octets[character & 0xFF];
    }

    /** The octets of up to eight characters, the first one lowest; zeros stay above them. */
    public long octets(long characters) {
        long word = 0;
        int shift = 0;
        for (long rest = characters; rest != 0; rest >>>= Byte.SIZE) {
            word |= (octet((int) rest) & 0xFFL) << shift;
            shift += Byte.SIZE;
        }
        return word;
    }

    /** Turns characters into octets in place. */
    public void fromAscii(byte[] bytes, int at, int count) {
        for (int i = at; i < at + count; i++) {
            bytes[i] = octet(bytes[i]);
        }
    }

    /** Writes octets as characters; leaves their number. */
    public int copyAscii(byte[] frame, int from, int bytes, MutableDirectBuffer target, int at) {
        for (int i = 0; i < bytes; i++) {
            target.putByte(at + i, ascii(frame[from + i]));
        }
        return bytes;
    }

    /** Writes octets as characters. */
    public void copyAscii(byte[] frame, int from, int bytes, byte[] target) {
        for (int i = 0; i < bytes; i++) {
            target[i] = ascii(frame[from + i]);
        }
    }

    /** The table of an element, from 0. */
    public static int tableOf(ElementSpec element) {
        final int page = Math.max(0, PAGES.indexOf(element.encoding()));
        return page * CONTENTS.size() + CONTENTS.indexOf(element.content());
    }

    /** The content of the elements of a table. */
    public static Content contentOf(int index) {
        return CONTENTS.get(index % CONTENTS.size());
    }

    /** Whether the digits of a length may stand among such characters. */
    public static boolean hasDigits(Content content) {
        return content != Content.A && content != Content.S && content != Content.AS;
    }

    /** Bits other than zero in the bytes that are not allowed. */
    public static long notAllowed(int index, long word) {
        final byte[] table = TABLES[index];
        long bad = 0;
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            bad |= (table[(int) (word >>> shift) & 0xFF] & 0xFFL) << shift;
        }
        return bad;
    }

    /** Other than zero when a byte from {@code at} to before {@code end} is not allowed. */
    public static int notAllowed(int index, byte[] frame, int at, int end) {
        final byte[] table = TABLES[index];
        int bad = 0;
        for (int i = at; i < end; i++) {
            bad |= table[frame[i] & 0xFF];
        }
        return bad;
    }

    private static byte[][] tables() {
        final byte[][] tables = new byte[PAGES.size() * CONTENTS.size()][OCTETS];
        for (int i = 0; i < tables.length; i++) {
            final CodePage page = CodePage.of(PAGES.get(i / CONTENTS.size()));
            final Content content = CONTENTS.get(i % CONTENTS.size());
            for (int octet = 0; octet < OCTETS; octet++) {
                final boolean isAllowed = isAllowed(content, page.ascii(octet));
                tables[i][octet] = isAllowed ? 0 : (byte) BAD;
            }
        }
        return tables;
    }

    private static boolean isAllowed(Content content, int character) {
        final boolean isDigit = character >= '0' && character <= '9';
        final int folded = character | 0x20;
        final boolean isLetter = folded >= 'a' && folded <= 'z' && character >= 'A';
        final boolean isPrintable = character >= ' ' && character <= '~';
        return switch (content) {
            case A -> isLetter || character == ' ';
            case S -> isPrintable && !isDigit && !isLetter;
            case AN -> isDigit || isLetter || character == ' ';
            case AS -> isPrintable && !isDigit;
            case NS -> isPrintable && !isLetter;
            case ANS -> isPrintable;
            case Z -> isDigit || ";=?D".indexOf(character) >= 0 && character != 0;
            case B -> isDigit || folded >= 'a' && folded <= 'f' && isLetter;
            default -> false;
        };
    }
}
