package io.cardswitch.core.cli.secrets;

import io.cardswitch.iso8583.Luhn;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Looks for card numbers, tracks and known values in a block of bytes, whatever they stand in.
 *
 * <ul>
 *   <li>card numbers in ASCII: a run of digits with a plausible issuer, length and Luhn digit
 *   <li>card numbers packed two digits a byte: as DE2 of a binary message stands there, with
 *       message type, bitmap and length in front and DE3 behind; the small numbers and checksums of
 *       any record hold eight bytes that could be a card number and mean nothing
 *   <li>card numbers inside a longer run of digits, as DE2 of a message of characters: the same
 *   <li>card numbers packed with nothing around them, on either half byte: under the BINs that the
 *       caller knows
 *   <li>card numbers in EBCDIC, alone or as DE2 of a message, and in UTF-16: as in ASCII
 *   <li>track 1 and track 2 (ISO/IEC 7813), track 2 also packed
 *   <li>canaries: values that the caller knows, such as test PIN blocks
 * </ul>
 */
final class SecretScanner {
    /** Bytes that blocks of a long file overlap by: no secret is longer. */
    static final int OVERLAP = 128;

    /** Bytes in front of a block that tell whether a run of digits begins in it. */
    static final int CONTEXT = 2;

    private static final int MIN_DIGITS = 13;
    private static final int MAX_DIGITS = 19;
    private static final int[] LENGTHS = {16, 15, 19, 18, 17, 14, 13}; // The usual ones first.
    private static final int HEX_RUN = 20;
    private static final int PROCESSING_CODE = 6;
    private static final int MOST_ACCOUNT_TYPE = 4;
    private static final int TRACK_NAME_LIMIT = 26;

    private final List<Canary> canaries;
    private final BinTable bins;
    private final StringBuilder digits = new StringBuilder(MAX_DIGITS + 1);
    private ByteBuffer bytes;
    private FindingHandler handler;
    private int lastFound;

    /** Takes one finding. */
    interface FindingHandler {
        /**
         * A secret.
         *
         * @param offset of its first byte in the block
         * @param what kind of secret
         * @param shown the value, masked
         */
        void onFinding(int offset, String what, String shown);
    }

    /**
     * @param bins under which card numbers are looked for that are packed with nothing around them
     */
    SecretScanner(List<Canary> canaries, BinTable bins) {
        this.bins = bins;
        this.canaries = List.copyOf(canaries);
    }

    /**
     * Searches a block.
     *
     * @param from findings begin here or later; the bytes in front are context
     * @param limit findings begin before
     */
    void scan(ByteBuffer block, int from, int limit, FindingHandler findings) {
        this.bytes = block;
        this.handler = findings;
        lastFound = -1;
        if (from > 0 && isEbcdicDigit(bytes.get(from - 1))) {
            findInMessage(from, endOfEbcdic(from), limit);
        }
        // A run of digits that began in front belongs to the block before.
        int at = from;
        if (from > 0 && isDigit(bytes.get(from - 1))) {
            at = endOfDigits(from);
            findInMessage(from, at, limit);
        }
        while (at < limit) {
            final int value = bytes.get(at) & 0xFF;
            if (value == 0 && canaries.isEmpty()) { // Most of a prepared journal segment.
                at++;
                continue;
            }
            findCanaries(at);
            if (isDigit(value)) {
                final int end = endOfDigits(at);
                findText(at, end);
                findInMessage(at, end, limit);
                if (end == at + 1) findSpaced(at);
                findBare(at);
                for (int i = at + 1; i < end; i++) {
                    findCanaries(i);
                    findBare(i);
                }
                at = end;
            } else {
                findPackedNumber(at, value);
                findPackedTrack(at);
                findBare(at);
                if (isEbcdicDigit(value)) findEbcdic(at, limit);
                at++;
            }
        }
    }

    /** A packed number under a known BIN, from either half of the byte on. */
    private void findBare(int at) {
        if (at + Integer.BYTES > bytes.limit() || at == lastFound) {
            return; // Found already, as what stands in a message or on a track.
        }
        final int first = bytes.getInt(at);
        if (bins.holds(first)) findBare(at, 0);
        else if (bins.holds(first << 4 | nibble(at, 2 * Integer.BYTES))) findBare(at, 1);
    }

    private void findBare(int at, int half) {
        for (final int length : LENGTHS) {
            unpack(at, half, length);
            if (digits.length() == length && isCardNumber()) {
                found(at, "packed card number");
                return;
            }
        }
    }

    /** At the first of a run of digits only. */
    private void findEbcdic(int at, int limit) {
        if (at > 0 && isEbcdicDigit(bytes.get(at - 1))) return;
        final int end = endOfEbcdic(at);
        if (end - at >= MIN_DIGITS && end - at <= MAX_DIGITS) {
            take(at, end, 1);
            if (isCardNumber()) found(at, "card number in EBCDIC");
        }
        findInMessage(at, end, limit);
    }

    private int endOfEbcdic(int from) {
        int end = from;
        while (end < bytes.limit() && isEbcdicDigit(bytes.get(end))) {
            end++;
        }
        return end;
    }

    /** Digits with a zero byte between each two, at the first of them only: UTF-16. */
    private void findSpaced(int at) {
        if (at >= 2 && bytes.get(at - 1) == 0 && isDigit(bytes.get(at - 2))) return;
        int end = at + 1;
        while (end + 1 < bytes.limit() && bytes.get(end) == 0 && isDigit(bytes.get(end + 1))) {
            end += 2;
        }
        final int length = (end - at + 1) / 2;
        if (length >= MIN_DIGITS && length <= MAX_DIGITS) {
            take(at, end, 2);
            if (isCardNumber()) found(at, "card number in UTF-16");
        }
    }

    /** Digits of ASCII or EBCDIC, each so many bytes behind the one before. */
    private void take(int start, int end, int step) {
        digits.setLength(0);
        for (int i = start; i < end; i += step) {
            digits.append((char) ('0' + digit(i)));
        }
    }

    private int endOfDigits(int from) {
        int end = from;
        while (end < bytes.limit() && isDigit(bytes.get(end))) {
            end++;
        }
        return end;
    }

    private void findText(int start, int end) {
        final int length = end - start;
        if (length < MIN_DIGITS || length > MAX_DIGITS) {
            return;
        }
        take(start, end, 1);
        if (!isCardNumber()) {
            return;
        }
        final char next = end < bytes.limit() ? (char) (bytes.get(end) & 0xFF) : 0;
        if (next == '=' || next == 'D') {
            if (endOfDigits(end + 1) - end > 7) {
                found(start, "track 2");
                return;
            }
        }
        if (next == '^' && start > 0 && bytes.get(start - 1) == 'B' && hasTrackName(end + 1)) {
            found(start, "track 1");
            return;
        }
        if (!isLetter(next) && !isInHexadecimal(start, end)) {
            found(start, "card number");
        }
    }

    /** DE2 as it stands in a message of characters: two digits of length, the number, then DE3. */
    private void findInMessage(int start, int end, int limit) {
        int at = start;
        while (at < limit && at + 2 + MIN_DIGITS + PROCESSING_CODE <= end) {
            final int length = digit(at) * 10 + digit(at + 1);
            final int behind = at + 2 + length;
            if (length >= MIN_DIGITS
                    && length <= MAX_DIGITS
                    && behind + PROCESSING_CODE <= end
                    && isProcessingCode(behind)) {
                take(at + 2, behind, 1);
                if (isCardNumber()) {
                    found(at + 2, "card number in a message");
                    at = behind;
                    continue;
                }
            }
            at++;
        }
    }

    /** Strict, because any long run of digits holds something that looks like a card number. */
    private boolean isProcessingCode(int at) {
        return isTransactionType(digit(at) << 4 | digit(at + 1))
                && digit(at + 2) <= MOST_ACCOUNT_TYPE
                && digit(at + 3) == 0
                && digit(at + 4) <= MOST_ACCOUNT_TYPE
                && digit(at + 5) == 0;
    }

    private int digit(int at) {
        return bytes.get(at) & 0xF; // Of ASCII and of EBCDIC.
    }

    private boolean hasTrackName(int from) {
        for (int i = from; i < Math.min(bytes.limit(), from + TRACK_NAME_LIMIT + 1); i++) {
            if (bytes.get(i) == '^') {
                return i > from + 1;
            }
        }
        return false;
    }

    /** A checksum in hexadecimal has long runs of digits by chance. */
    private boolean isInHexadecimal(int start, int end) {
        int first = start;
        while (first > 0 && isHexadecimal(bytes.get(first - 1))) {
            first--;
        }
        int last = end;
        while (last < bytes.limit() && isHexadecimal(bytes.get(last))) {
            last++;
        }
        return last - first >= HEX_RUN;
    }

    /** DE2 as it stands in a binary message: length in BCD, packed digits, then DE3. */
    private void findPackedNumber(int at, int value) {
        final int length = (value >> 4) * 10 + (value & 0xF);
        if ((value & 0xF) > 9 || length < MIN_DIGITS || length > MAX_DIGITS) {
            return;
        }
        final int packed = (length + 1) / 2;
        final int processingCode = at + 1 + packed;
        if (processingCode + 3 > bytes.limit()) {
            return;
        }
        unpack(at + 1, 0, length + length % 2);
        if (length % 2 == 1 && digits.length() > length) {
            digits.deleteCharAt(0); // Odd numbers are packed to the right.
        }
        if (digits.length() == length
                && isTransactionType(bytes.get(processingCode))
                && isPacked(bytes.get(processingCode + 1))
                && isPacked(bytes.get(processingCode + 2))
                && isCardNumber()
                && hasBitmapBefore(at)) {
            found(at + 1, "packed card number");
        }
    }

    /** Whether a bitmap that names DE2 and DE3, and a message type, stand in front. */
    private boolean hasBitmapBefore(int at) {
        return isBitmap(at - Long.BYTES, 0x60) || isBitmap(at - 2 * Long.BYTES, 0xE0);
    }

    private boolean isBitmap(int at, int firstBits) {
        return at >= Short.BYTES
                && (bytes.get(at) & 0xE0) == firstBits
                && (bytes.get(at - 2) & 0xC0) == 0 // Version 0, 1 or 2.
                && isPacked(bytes.get(at - 2))
                && isPacked(bytes.get(at - 1));
    }

    private static boolean isTransactionType(int value) {
        return switch (value & 0xFF) {
            case 0x00, 0x01, 0x09, 0x20, 0x21, 0x28, 0x30, 0x31, 0x38, 0x40 -> true;
            default -> false;
        };
    }

    /** Track 2 two digits a byte: number, separator 1101, expiry, service code. */
    private void findPackedTrack(int at) {
        unpack(at, 0, MAX_DIGITS + 1);
        final int length = digits.length();
        if (length < MIN_DIGITS || length > MAX_DIGITS || nibble(at, length) != 0xD) {
            return;
        }
        final int year = nibble(at, length + 1) * 10 + nibble(at, length + 2);
        final int month = nibble(at, length + 3) * 10 + nibble(at, length + 4);
        final int interchange = nibble(at, length + 5);
        final boolean isDated = year >= 15 && year <= 60 && month >= 1 && month <= 12;
        final boolean isServed =
                (interchange == 1
                                || interchange == 2
                                || interchange == 5
                                || interchange == 6
                                || interchange == 7)
                        && nibble(at, length + 6) <= 4
                        && nibble(at, length + 7) <= 7;
        if (isDated && isServed && isCardNumber()) {
            found(at, "packed track 2");
        }
    }

    /** Up to {@code most} packed digits from half byte number {@code half} on. */
    private void unpack(int at, int half, int most) {
        digits.setLength(0);
        for (int i = half; i < half + most; i++) {
            final int value = nibble(at, i);
            if (value > 9) {
                return;
            }
            digits.append((char) ('0' + value));
        }
    }

    /** Half byte number {@code index}; 15 behind the end. */
    private int nibble(int at, int index) {
        final int position = at + index / 2;
        if (position >= bytes.limit()) {
            return 0xF;
        }
        return bytes.get(position) >> (index % 2 == 0 ? 4 : 0) & 0xF;
    }

    private void findCanaries(int at) {
        for (final Canary canary : canaries) {
            if (canary.isAt(bytes, at)) {
                handler.onFinding(at, "canary", canary.name());
            }
        }
    }

    private boolean isCardNumber() {
        int prefix = 0;
        for (int i = 0; i < IssuerRange.PREFIX_DIGITS; i++) {
            prefix = prefix * 10 + digits.charAt(i) - '0';
        }
        return IssuerRange.isPlausible(prefix, digits.length()) && Luhn.isValid(digits);
    }

    private void found(int offset, String what) {
        lastFound = offset;
        final int last = digits.length() - 4;
        handler.onFinding(
                offset,
                what,
                digits.substring(0, 6) + "*".repeat(last - 6) + digits.substring(last));
    }

    private static boolean isDigit(int value) {
        return value >= '0' && value <= '9';
    }

    private static boolean isEbcdicDigit(int value) {
        return (value & 0xFF) >= 0xF0 && (value & 0xFF) <= 0xF9;
    }

    private static boolean isPacked(int value) {
        return (value >> 4 & 0xF) <= 9 && (value & 0xF) <= 9;
    }

    private static boolean isLetter(int value) {
        return value >= 'A' && value <= 'Z' || value >= 'a' && value <= 'z';
    }

    private static boolean isHexadecimal(int value) {
        return isDigit(value) || value >= 'A' && value <= 'F' || value >= 'a' && value <= 'f';
    }
}
