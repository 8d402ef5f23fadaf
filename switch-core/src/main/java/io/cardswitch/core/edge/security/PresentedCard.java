package io.cardswitch.core.edge.security;

import io.cardswitch.core.edge.element.MessageVersion;
import io.cardswitch.iso8583.codec.MessageDecoder;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;

/**
 * What a request says of its card, copied out of the frame in the forms that host commands want.
 * Wiped after each use. Reusable, not thread-safe.
 */
final class PresentedCard {
    static final int NONE = -1;

    /** A dataset of chip data (Visa): this number, a length of two bytes, the tags. */
    static final int DATASET = 1;

    static final int DATASET_HEAD = 3;

    private static final int PAN = 2;
    private static final int EXPIRY = 14;
    private static final int ENTRY_MODE = 22;
    private static final int SEQUENCE = 23;
    private static final int TRACK_2 = 35;
    private static final int PRIVATE_USE = 48;
    private static final int PIN_BLOCK = 52;
    private static final int CHIP = 55;

    private static final int LONGEST_NUMBER = 19;
    private static final int EXPIRY_DIGITS = 4;
    private static final int SERVICE_DIGITS = 3;
    private static final int VALUE_DIGITS = 3;
    private static final int CHIP_SERVICE = 999;
    private static final int POSITIONS = 12;
    private static final int READ_POSITION = 6;
    private static final int METHOD_DIGITS = 32; // Hexadecimal, of sixteen octets.
    private static final int CHIP_BIT = 2; // Of the first digit.

    private static final int LONGEST_CHIP = 1024;

    /** What takes twice the bytes of chip data at most may be octets: two characters each. */
    private final UnsafeBuffer text = new UnsafeBuffer(new byte[4 * LONGEST_CHIP]);

    private final UnsafeBuffer chip = new UnsafeBuffer(new byte[LONGEST_CHIP]);
    private final UnsafeBuffer block = new UnsafeBuffer(new byte[16]);
    private final UnsafeBuffer number = new UnsafeBuffer(new byte[LONGEST_NUMBER]);
    private final UnsafeBuffer entry = new UnsafeBuffer(new byte[2 * METHOD_DIGITS]);
    private final UnsafeBuffer numberView = new UnsafeBuffer(0, 0);
    private final ChipTags tags = new ChipTags();
    private int textLength;
    private int textUsed;
    private int chipLength;
    private int numberLength;
    private int separator;

    /** Reads the card number, from DE2 or track 2. */
    void readNumber(MessageDecoder message) {
        if (message.has(PAN)) {
            numberLength = Math.min(message.units(PAN), LONGEST_NUMBER);
            message.copyText(PAN, number, 0);
        } else {
            readTrack(message);
            final int start = trackStart();
            numberLength = Math.min(separator - start, LONGEST_NUMBER);
            number.putBytes(0, text, start, numberLength);
        }
        numberView.wrap(number, 0, numberLength);
    }

    /** The card number, its whole capacity, ASCII. */
    DirectBuffer number() {
        return numberView;
    }

    /** Reads track 2. */
    void readTrack(MessageDecoder message) {
        takeText(message.has(TRACK_2) ? message.copyText(TRACK_2, text, 0) : 0);
        separator = trackStart();
        while (separator < textLength && isDigit(separator)) {
            separator++;
        }
    }

    private void takeText(int length) {
        textLength = length;
        textUsed = Math.max(textUsed, length);
    }

    /** Some readers leave the start sentinel in. */
    private int trackStart() {
        return textLength > 0 && !isDigit(0) ? 1 : 0;
    }

    /** Expiry on the track, YYMM, or {@link #NONE}. */
    int trackExpiry() {
        return decimal(separator + 1, EXPIRY_DIGITS);
    }

    /** Service code that the track's card value was made with: a chip's has one of its own. */
    int trackService(MessageDecoder message) {
        return isFromChip(message)
                ? CHIP_SERVICE
                : decimal(separator + 1 + EXPIRY_DIGITS, SERVICE_DIGITS);
    }

    /** Card value on the track so many digits behind the service code, or {@link #NONE}. */
    int trackValue(int position) {
        return decimal(separator + 1 + EXPIRY_DIGITS + SERVICE_DIGITS + position, VALUE_DIGITS);
    }

    /**
     * Whether DE22 says that the chip was read: 05, 07 and 95 of ISO 8583:1987; in the seventh of
     * the twelve positions of 1993 the same as 5, M and C; the sixth bit from the right in the
     * first of the sixteen octets of 2003.
     */
    private boolean isFromChip(MessageDecoder message) {
        if (!message.has(ENTRY_MODE)) {
            return false;
        }
        if (MessageVersion.is2003(message)) {
            return message.valueLength(ENTRY_MODE) <= METHOD_DIGITS
                    && message.copyText(ENTRY_MODE, entry, 0) == METHOD_DIGITS
                    && (Character.digit(entry.getByte(0), 16) & CHIP_BIT) != 0;
        }
        if (message.valueLength(ENTRY_MODE) > POSITIONS) {
            return false;
        }
        if (message.copyText(ENTRY_MODE, entry, 0) == POSITIONS) {
            final byte read = entry.getByte(READ_POSITION);
            return read == '5' || read == 'M' || read == 'C';
        }
        final int mode = (entry.getByte(0) - '0') * 10 + entry.getByte(1) - '0';
        return mode == 5 || mode == 7 || mode == 95;
    }

    private int decimal(int from, int digits) {
        if (from + digits > textLength) {
            return NONE;
        }
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            if (!isDigit(i)) {
                return NONE;
            }
            value = value * 10 + text.getByte(i) - '0';
        }
        return value;
    }

    private boolean isDigit(int at) {
        return text.getByte(at) >= '0' && text.getByte(at) <= '9';
    }

    /** Expiry of the message, YYMM, or {@link #NONE}. */
    int expiry(MessageDecoder message) {
        if (message.has(EXPIRY)) {
            return (int) message.number(EXPIRY);
        }
        readTrack(message);
        return trackExpiry();
    }

    /**
     * The printed card value: subelement 92 of DE48, which is two digits of number, two of length
     * and the value each, a category letter in front or not.
     *
     * @return the value, or {@link #NONE}
     */
    int printedValue(MessageDecoder message) {
        if (!message.has(PRIVATE_USE) || message.valueLength(PRIVATE_USE) > text.capacity()) {
            return NONE;
        }
        takeText(message.copyText(PRIVATE_USE, text, 0));
        int at = textLength > 0 && !isDigit(0) ? 1 : 0;
        while (true) {
            final int head = decimal(at, 4);
            if (head == NONE) {
                return NONE;
            }
            if (head == 92 * 100 + VALUE_DIGITS) {
                return decimal(at + 4, VALUE_DIGITS);
            }
            at += 4 + head % 100;
        }
    }

    /** Reads the PIN block and tells its length in bytes, 0 without one. */
    int readBlock(MessageDecoder message) {
        return octets(message, PIN_BLOCK, block);
    }

    /** The PIN block. */
    DirectBuffer block() {
        return block;
    }

    /** Reads the chip data, behind the head of their dataset where the network has one. */
    ChipTags readChip(MessageDecoder message) {
        chipLength = octets(message, CHIP, chip);
        final int head = isDataset() ? DATASET_HEAD : 0;
        tags.read(chip, head, chipLength - head);
        return tags;
    }

    /**
     * Whether the chip data are a dataset. No tag of chips is 01, so it cannot be mistaken for one.
     */
    boolean isDataset() {
        return chipLength > DATASET_HEAD
                && chip.getByte(0) == DATASET
                && (chip.getShort(1, ByteOrder.BIG_ENDIAN) & 0xFFFF) == chipLength - DATASET_HEAD;
    }

    /** The chip data that the tags point into. */
    DirectBuffer chip() {
        return chip;
    }

    /** Sequence number of the card: tag 5F34, else DE23, else 0. */
    int sequence(MessageDecoder message) {
        if (tags.length(ChipTags.SEQUENCE) == 1) {
            final int packed = chip.getByte(tags.offset(ChipTags.SEQUENCE));
            return (packed >> 4 & 0xF) * 10 + (packed & 0xF);
        }
        return message.has(SEQUENCE) ? (int) (message.number(SEQUENCE) % 100) : 0;
    }

    /**
     * Copies octets whatever their encoding on the wire: where a dialect has text, it is their
     * hexadecimal digits. 0 when absent, longer than the room, or other text.
     */
    private int octets(MessageDecoder message, int de, UnsafeBuffer target) {
        if (!message.has(de) || message.valueLength(de) > 2 * target.capacity()) {
            return 0;
        }
        takeText(message.copyText(de, text, 0));
        final int length = textLength / 2;
        if (length > target.capacity() || length * 2 != textLength) {
            return 0;
        }
        for (int i = 0; i < length; i++) {
            final int high = Character.digit(text.getByte(2 * i), 16);
            final int low = Character.digit(text.getByte(2 * i + 1), 16);
            if (high < 0 || low < 0) {
                return 0;
            }
            target.putByte(i, (byte) (high << 4 | low));
        }
        return length;
    }

    /** Zeroes everything that was read. */
    void wipe() {
        text.setMemory(0, textUsed, (byte) 0);
        chip.setMemory(0, Math.min(LONGEST_CHIP, Math.max(chipLength, textUsed / 2)), (byte) 0);
        block.setMemory(0, block.capacity(), (byte) 0);
        number.setMemory(0, number.capacity(), (byte) 0);
        textLength = 0;
        textUsed = 0;
        chipLength = 0;
        numberLength = 0;
    }

    @Override
    public String toString() {
        return "PresentedCard";
    }
}
