package io.cardswitch.hsm.simulator.host;

import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.crypto.Secrets;

import java.util.Arrays;

/**
 * Writes one answer: two bytes of length, header, code, error, fields. Grows up to the longest
 * frame that two bytes of length can announce.
 */
public final class ResponseWriter {
    private static final int LENGTH_BYTES = 2;
    private static final int CODE_LENGTH = 4;
    private static final int MAX_FRAME = 0xFFFF;

    private byte[] buffer = new byte[512];
    private int length;
    private int bodyOffset;

    /** Begins an answer: the header as it came, the code with its second letter one up. */
    public void begin(byte[] frame, int headerOffset, int headerLength) {
        length = LENGTH_BYTES;
        bytes(frame, headerOffset, headerLength);
        final int command = headerOffset + headerLength;
        put(frame[command]);
        put((byte) (frame[command + 1] + 1));
        text(ErrorCode.OK.code());
        bodyOffset = length;
    }

    /** Drops the fields written so far and says why. */
    public void refuse(ErrorCode error) {
        Arrays.fill(buffer, bodyOffset, length, (byte) 0);
        length = bodyOffset;
        advise(error);
    }

    /** Says something beside 00 and keeps the fields. */
    public void advise(ErrorCode error) {
        buffer[bodyOffset - 2] = (byte) error.code().charAt(0);
        buffer[bodyOffset - 1] = (byte) error.code().charAt(1);
    }

    /** Whether the answer fits into a frame. */
    public boolean fits() {
        return length - LENGTH_BYTES <= MAX_FRAME;
    }

    /** Ends the answer by writing its length in front. */
    public void end() {
        final int frame = length - LENGTH_BYTES;
        buffer[0] = (byte) (frame >> 8);
        buffer[1] = (byte) frame;
    }

    /** The bytes of the answer, in place. */
    public byte[] buffer() {
        return buffer;
    }

    /** How many there are. */
    public int length() {
        return length;
    }

    /** Text that is no secret. */
    public ResponseWriter text(String text) {
        for (int i = 0; i < text.length(); i++) {
            put((byte) text.charAt(i));
        }
        return this;
    }

    /** One character. */
    public ResponseWriter character(char character) {
        put((byte) character);
        return this;
    }

    /** Bytes as they are. */
    public ResponseWriter bytes(byte[] bytes) {
        return bytes(bytes, 0, bytes.length);
    }

    /** Bytes as they are. */
    public ResponseWriter bytes(byte[] bytes, int offset, int count) {
        reserve(count);
        System.arraycopy(bytes, offset, buffer, length, count);
        length += count;
        return this;
    }

    /** Bytes in hexadecimal. */
    public ResponseWriter hex(byte[] bytes) {
        return hex(bytes, bytes.length);
    }

    /** The first bytes in hexadecimal. */
    public ResponseWriter hex(byte[] bytes, int count) {
        reserve(2 * count);
        Hex.encode(bytes, 0, count, buffer, length);
        length += 2 * count;
        return this;
    }

    /** A decimal number with zeros in front. */
    public ResponseWriter decimal(int value, int digits) {
        reserve(digits);
        int rest = value;
        for (int i = digits - 1; i >= 0; i--) {
            buffer[length + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** A hexadecimal number with zeros in front. */
    public ResponseWriter hexNumber(int value, int digits) {
        for (int i = digits - 1; i >= 0; i--) {
            put(Hex.ascii(value >> 4 * i));
        }
        return this;
    }

    /** Digits, filled up on the right with F. */
    public ResponseWriter filled(byte[] digits, int width) {
        bytes(digits);
        for (int i = digits.length; i < width; i++) {
            put((byte) 'F');
        }
        return this;
    }

    private void put(byte value) {
        reserve(1);
        buffer[length++] = value;
    }

    private void reserve(int count) {
        if (length + count > buffer.length) {
            final byte[] larger =
                    Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + count));
            Secrets.wipe(buffer);
            buffer = larger;
        }
    }
}
