package io.cardswitch.core.edge;

import io.cardswitch.iso8583.codec.MessageDecoder;

import org.agrona.concurrent.UnsafeBuffer;

import java.util.Arrays;

/**
 * The card a message names: PAN from DE2, else from track 2 (DE35); expiry from DE14, else from
 * track 2. Track 2 is read into a scratch area and wiped at once. Not thread-safe.
 */
final class CardDecoder {
    private static final int PAN = 2;
    private static final int EXPIRY = 14;
    private static final int TRACK_2 = 35;
    private static final int EXPIRY_DIGITS = 4;
    private static final int BIN_DIGITS = 8;

    /** A doubled digit's sum of digits (ISO/IEC 7812-1 annex B). */
    private static final int[] LUHN_DOUBLE = {0, 2, 4, 6, 8, 1, 3, 5, 7, 9};

    private final byte[] track = new byte[256];
    private final UnsafeBuffer trackView = new UnsafeBuffer(track);

    private long panHigh;
    private long panLow;
    private int panLength;
    private int bin;
    private int expiry;
    private int checkSum;
    private boolean isConsistent;

    /** Reads the card of a message whose DE2, DE14 and DE35 are well-formed where present. */
    void read(MessageDecoder message) {
        panLength = 0;
        panHigh = 0;
        panLow = 0;
        bin = 0;
        checkSum = 0;
        expiry = message.has(EXPIRY) ? (int) message.number(EXPIRY) : 0;
        isConsistent = true;
        if (message.has(PAN)) {
            final int length = message.units(PAN);
            for (int i = 0; i < length; i++) {
                append(message.digit(PAN, i), length - i);
            }
        }
        if (message.has(TRACK_2)) {
            readTrack2(message);
        }
    }

    /** ISO/IEC 7813 track 2: PAN, separator, expiry YYMM, service code, discretionary digits. */
    private void readTrack2(MessageDecoder message) {
        final int length = message.copyText(TRACK_2, trackView, 0);
        int start = 0;
        // Some readers leave the start sentinel in.
        if (length > 0 && !isDigit(track[0])) {
            start = 1;
        }
        int separator = start;
        while (separator < length && isDigit(track[separator])) {
            separator++;
        }
        final int trackPanLength = separator - start;
        if (panLength == 0 && trackPanLength <= PanTokenizer.MAX_DIGITS) {
            for (int i = start; i < separator; i++) {
                append(track[i] - '0', separator - i);
            }
        } else {
            isConsistent = isSamePan(start, trackPanLength);
        }
        if (expiry == 0) {
            expiry = trackExpiry(separator + 1, length);
        }
        Arrays.fill(track, 0, length, (byte) 0);
    }

    private int trackExpiry(int from, int length) {
        int value = 0;
        for (int i = from; i < from + EXPIRY_DIGITS; i++) {
            if (i >= length || !isDigit(track[i])) {
                return 0; // A second separator stands for an expiry that the card does not have.
            }
            value = value * 10 + track[i] - '0';
        }
        return value;
    }

    private boolean isSamePan(int start, int trackPanLength) {
        boolean isSame = trackPanLength == panLength;
        for (int i = 0; i < panLength && isSame; i++) {
            final int fromRight = panLength - 1 - i;
            final long half = fromRight < 16 ? panLow : panHigh;
            isSame = track[start + i] - '0' == (half >>> (fromRight & 15) * 4 & 0xF);
        }
        return isSame;
    }

    /**
     * @param place 1 for the last digit, 2 for the one before
     */
    private void append(int digit, int place) {
        panHigh = panHigh << 4 | panLow >>> 60;
        panLow = panLow << 4 | digit;
        if (panLength < BIN_DIGITS) {
            bin = bin * 10 + digit;
        }
        checkSum += (place & 1) == 0 ? LUHN_DOUBLE[digit] : digit;
        panLength++;
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }

    /** Whether the message named a card. */
    boolean isPresent() {
        return panLength > 0;
    }

    /** Whether the number can exist (length, Luhn digit) and DE2 and track 2 agree. */
    boolean isValid() {
        return panLength >= PanTokenizer.MIN_DIGITS && checkSum % 10 == 0 && isConsistent;
    }

    /** Digits 17 and up counted from the right, four bits each. */
    long panHigh() {
        return panHigh;
    }

    /** The last sixteen digits, four bits each. */
    long panLow() {
        return panLow;
    }

    /** Number of digits, 0 when no card is named. */
    int panLength() {
        return panLength;
    }

    /** First eight digits. */
    int bin() {
        return bin;
    }

    /** Last four digits. */
    int last4() {
        final int bcd = (int) panLow & 0xFFFF;
        return (bcd >>> 12) * 1000 + (bcd >>> 8 & 0xF) * 100 + (bcd >>> 4 & 0xF) * 10 + (bcd & 0xF);
    }

    /** YYMM as a number, 0 when absent. */
    int expiry() {
        return expiry;
    }
}
