package io.cardswitch.core.edge;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.Encoding;
import io.cardswitch.iso8583.Padding;
import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageSpec;

import org.agrona.DirectBuffer;
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

    private static final int SEPARATOR = 0xD;
    private static final int LOW_DIGITS = 16;
    private static final long EACH = 0x0101_0101_0101_0101L;

    private final byte[] track = new byte[256];
    private final UnsafeBuffer trackView = new UnsafeBuffer(track);

    private final ElementSpec panSpec;
    private final ElementSpec trackSpec;
    private long panHigh;
    private long panLow;
    private int panLength;
    private int expiry;
    private boolean isConsistent;

    CardDecoder(MessageSpec spec) {
        panSpec = spec.element(PAN);
        trackSpec = spec.element(TRACK_2);
        check(panSpec.units() <= PanTokenizer.MAX_DIGITS, "a PAN has at most 19 digits");
    }

    /**
     * Reads the card of a message whose DE2, DE14 and DE35 are well-formed where present.
     *
     * @param buffer holds the message
     */
    void read(DirectBuffer buffer, MessageDecoder message) {
        panLength = 0;
        panHigh = 0;
        panLow = 0;
        isConsistent = true;
        expiry = message.has(EXPIRY) ? (int) message.number(EXPIRY) : 0;
        final boolean hasTrack = message.has(TRACK_2);
        if (message.has(PAN)) {
            final int length = message.units(PAN);
            if (hasTrack) {
                pack(buffer, message, trackSpec, Math.min(length, message.units(TRACK_2)));
            }
            final long trackHigh = panHigh;
            final long trackLow = panLow;
            pack(buffer, message, panSpec, length);
            panLength = length;
            isConsistent =
                    !hasTrack
                            || trackHigh == panHigh
                                    && trackLow == panLow
                                    && length < message.units(TRACK_2)
                                    && message.digit(TRACK_2, length) == SEPARATOR;
        }
        // Seldom: the card or its expiry stands nowhere else, or a sentinel shifts the track.
        if (hasTrack && (!isConsistent || panLength == 0 || expiry == 0)) {
            readTrack2(message);
        }
    }

    /** Packs the first {@code count} digits of an element into the PAN's two longs. */
    private void pack(DirectBuffer buffer, MessageDecoder message, ElementSpec element, int count) {
        final int at = message.valueOffset(element.number());
        long high = 0;
        long low = 0;
        if (element.encoding() == Encoding.BCD && !element.padding().isF()) {
            final boolean isLeftPadded =
                    element.padding() == Padding.LEFT && (message.units(element.number()) & 1) != 0;
            final int halfBytes = isLeftPadded ? count + 1 : count; // The pad is a zero.
            for (int i = 0; i < halfBytes + 1 >> 1; i++) {
                high = high << 8 | low >>> 56;
                low = low << 8 | buffer.getByte(at + i) & 0xFF;
            }
            if ((halfBytes & 1) != 0) {
                low = low >>> 4 | high << 60;
                high >>>= 4;
            }
        } else {
            for (int i = 0; i < count; i++) {
                high = high << 4 | low >>> 60;
                final boolean isBcd = element.encoding() == Encoding.BCD;
                final int digit =
                        isBcd ? message.digit(element.number(), i) : buffer.getByte(at + i) & 0xF;
                low = low << 4 | digit;
            }
        }
        panHigh = high;
        panLow = low;
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
                panHigh = panHigh << 4 | panLow >>> 60;
                panLow = panLow << 4 | track[i] - '0';
            }
            panLength = trackPanLength;
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

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }

    /** Whether the message named a card. */
    boolean isPresent() {
        return panLength > 0;
    }

    /** Whether the number can exist (length, Luhn digit) and DE2 and track 2 agree. */
    boolean isValid() {
        final int checkSum = luhnSum(panLow) + luhnSum(panHigh);
        return panLength >= PanTokenizer.MIN_DIGITS && checkSum % 10 == 0 && isConsistent;
    }

    /**
     * ISO/IEC 7812-1 annex B over sixteen packed digits, eight at a time: every second digit from
     * the right counts double, less nine when that exceeds nine.
     */
    private static int luhnSum(long digits) {
        final long single = digits & EACH * 0xF;
        final long other = digits >>> 4 & EACH * 0xF;
        final long exceeds = other + EACH * 0x7B >>> 7 & EACH;
        return (int) ((single + 2 * other - 9 * exceeds) * EACH >>> 56);
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

    /** First eight digits of a PAN that has them. */
    int bin() {
        final int behind = panLength - BIN_DIGITS;
        final long shifted =
                behind < LOW_DIGITS - BIN_DIGITS + 1
                        ? panLow >>> behind * 4
                        : panHigh << (LOW_DIGITS - behind) * 4 | panLow >>> behind * 4;
        return decimal((int) shifted);
    }

    /** Last four digits. */
    int last4() {
        return decimal((int) panLow & 0xFFFF);
    }

    private static int decimal(int packed) {
        final int pairs = (packed & 0x0F0F_0F0F) + (packed >>> 4 & 0x0F0F_0F0F) * 10;
        return (pairs >>> 24) * 1_000_000
                + (pairs >>> 16 & 0xFF) * 10_000
                + (pairs >>> 8 & 0xFF) * 100
                + (pairs & 0xFF);
    }

    /** YYMM as a number, 0 when absent. */
    int expiry() {
        return expiry;
    }
}
