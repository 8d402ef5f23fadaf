package io.cardswitch.hsm.simulator.host;

import io.cardswitch.hsm.crypto.Digits;
import io.cardswitch.hsm.crypto.Hex;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the fields of one request from left to right. Every field that is missing or out of form
 * ends the command with error 15. Arrays it returns are the caller's to wipe.
 */
public final class RequestReader {
    private static final byte TRAILER = 0x19;
    private static final int MAX_TRAILER = 32;
    private static final byte LMK_DELIMITER = '%';

    private byte[] frame = new byte[0];
    private int position;
    private int end;
    private int trailerOffset;

    /** Looks at the fields of a frame, behind header and command code. */
    public RequestReader wrap(byte[] bytes, int offset, int length) {
        frame = bytes;
        position = offset;
        end = offset + length;
        trailerOffset = -1;
        return this;
    }

    /** Characters not read yet. */
    public int remaining() {
        return end - position;
    }

    /** Position of the next character in {@link #frame}. */
    public int position() {
        return position;
    }

    /** The frame itself: read in place, never kept. */
    public byte[] frame() {
        return frame;
    }

    /** The next character, or -1 at the end. */
    public int peek() {
        return position < end ? frame[position] : -1;
    }

    /** The character that many behind the next one, or -1 behind the end. */
    public int peek(int distance) {
        return position + distance < end ? frame[position + distance] : -1;
    }

    /** Whether a field follows, and not the LMK identifier, the trailer or nothing. */
    public boolean hasField() {
        return position < end && frame[position] != LMK_DELIMITER && frame[position] != TRAILER;
    }

    /** Steps over the next character if it is this one. */
    public boolean skip(char expected) {
        if (peek() != expected) return false;
        position++;
        return true;
    }

    /** Steps over a character that must be there. */
    public void require(char expected) throws HostRefusal {
        if (!skip(expected)) throw ErrorCode.INPUT.refusal();
    }

    /** Steps over that many characters and returns where they began. */
    public int advance(int count) throws HostRefusal {
        if (count < 0 || count > remaining()) throw ErrorCode.INPUT.refusal();
        final int start = position;
        position += count;
        return start;
    }

    /** One character. */
    public char character() throws HostRefusal {
        return (char) frame[advance(1)];
    }

    /** Text that is no secret. */
    public String text(int length) throws HostRefusal {
        return new String(frame, advance(length), length, StandardCharsets.ISO_8859_1);
    }

    /** Bytes as they are. */
    public byte[] bytes(int length) throws HostRefusal {
        final int start = advance(length);
        return Arrays.copyOfRange(frame, start, start + length);
    }

    /** Decimal digits as ASCII. */
    public byte[] digits(int length) throws HostRefusal {
        return digits(length, ErrorCode.INPUT);
    }

    /** Decimal digits as ASCII; anything else ends the command with that code. */
    public byte[] digits(int length, ErrorCode otherwise) throws HostRefusal {
        final int start = advance(length);
        if (!Digits.areDigits(frame, start, length)) throw otherwise.refusal();
        return Arrays.copyOfRange(frame, start, start + length);
    }

    /** Characters up to the LMK identifier, the trailer or the end: for commands of text alone. */
    public int fieldLength() {
        int count = 0;
        while (position + count < end
                && frame[position + count] != LMK_DELIMITER
                && frame[position + count] != TRAILER) {
            count++;
        }
        return count;
    }

    /** How many decimal digits stand next. */
    public int digitCount() {
        int count = 0;
        while (count < remaining() && Digits.areDigits(frame, position + count, 1)) {
            count++;
        }
        return count;
    }

    /** A decimal number. */
    public int decimal(int length) throws HostRefusal {
        final int start = advance(length);
        int value = 0;
        for (int i = start; i < start + length; i++) {
            final int digit = frame[i] - '0';
            if (digit < 0 || digit > 9) throw ErrorCode.INPUT.refusal();
            value = 10 * value + digit;
        }
        return value;
    }

    /** A hexadecimal number. */
    public int hexNumber(int length) throws HostRefusal {
        final int start = advance(length);
        int value = 0;
        for (int i = start; i < start + length; i++) {
            final int digit = Hex.digit(frame[i]);
            if (digit < 0) throw ErrorCode.INPUT.refusal();
            value = value << 4 | digit;
        }
        return value;
    }

    /** Bytes in hexadecimal, two digits each. */
    public byte[] hex(int digits) throws HostRefusal {
        final byte[] bytes = Hex.decode(frame, advance(digits), digits);
        if (bytes == null) throw ErrorCode.INPUT.refusal();
        return bytes;
    }

    /** Characters up to a delimiter, which is stepped over. */
    public int lengthUntil(char delimiter) throws HostRefusal {
        for (int i = position; i < end; i++) {
            if (frame[i] == delimiter) return i - position;
        }
        throw ErrorCode.INPUT.refusal();
    }

    /** The identifier of the LMK behind a percent sign: 00 variant, 01 key blocks; none is 00. */
    public void lmkIdentifier() throws HostRefusal {
        if (skip((char) LMK_DELIMITER)) {
            final int identifier = decimal(2);
            if (identifier > 1) throw ErrorCode.LMK_IDENTIFIER.refusal();
        }
    }

    /** The end of the request: LMK identifier, trailer, nothing else. */
    public void end() throws HostRefusal {
        lmkIdentifier();
        if (position < end && frame[position] == TRAILER) {
            if (remaining() > 1 + MAX_TRAILER) throw ErrorCode.INPUT.refusal();
            trailerOffset = position;
            position = end;
        }
        if (position < end) throw ErrorCode.INPUT.refusal();
    }

    /** Copies the trailer, if there was one, behind the answer. */
    void echoTrailer(ResponseWriter response) {
        if (trailerOffset >= 0) {
            response.bytes(frame, trailerOffset, end - trailerOffset);
        }
    }
}
