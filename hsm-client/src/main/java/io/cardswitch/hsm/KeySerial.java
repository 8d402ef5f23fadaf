package io.cardswitch.hsm;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * View of a DUKPT key serial number (ANSI X9.24-1, 10 bytes at most; X9.24-3, 12 bytes) and the
 * descriptor that tells its parts. Reusable, not thread-safe.
 */
public final class KeySerial {
    /** Ten digits of key set, none of sub-key, five of device. */
    public static final int USUAL_DESCRIPTOR = 0xA05;

    /**
     * Of AES DUKPT (ANSI X9.24-3, 12 bytes): eight digits of base key, none of sub-key, eight of
     * device.
     */
    public static final int AES_DESCRIPTOR = 0x808;

    static final int MIN_LENGTH = 6;
    static final int MAX_LENGTH = 12;

    private DirectBuffer buffer = new UnsafeBuffer(0, 0);
    private int offset;
    private int length;
    private int descriptor;

    /**
     * Looks at a serial number.
     *
     * @param serialLength in bytes
     * @param serialDescriptor three hex digits, such as {@link #USUAL_DESCRIPTOR}
     */
    public KeySerial wrap(
            DirectBuffer serial, int serialOffset, int serialLength, int serialDescriptor) {
        buffer = serial;
        offset = serialOffset;
        length = serialLength;
        descriptor = serialDescriptor;
        return this;
    }

    DirectBuffer buffer() {
        return buffer;
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }

    int descriptor() {
        return descriptor;
    }
}
