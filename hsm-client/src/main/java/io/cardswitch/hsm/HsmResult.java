package io.cardswitch.hsm;

/**
 * How a command ended. The first block is what the device said, by cause; the second is what the
 * client says when there is no answer of the device.
 */
public enum HsmResult {
    /** Done; a verification succeeded. Of {@link HsmClient#send}: accepted. */
    OK(0),
    /** 01: the PIN, card value, cryptogram or MAC is wrong. */
    VERIFICATION_FAILED(1),
    /** 20, 24, 81: the block does not hold a PIN of this card under this key. */
    PIN_BLOCK_INVALID(2),
    /** 86: the PIN is one of those that must not be chosen. */
    PIN_EXCLUDED(3),
    /** 02-05, 10, 11, 26-28, 82-84, A1-BE: parity, length, type, usage or block of a key. */
    KEY_UNUSABLE(4),
    /** 15, 21-23, 25, 30, 74-80: a value of the request is not accepted. */
    INPUT_REFUSED(5),
    /** 12, 17, 29, 33, 39, 47, 65, 67-69: this device is not set up or not allowed to do that. */
    NOT_PERMITTED(6),
    /** 13, 40-42, 49, 90-92 and what is not in the list: the device itself is in trouble. */
    DEVICE_FAULT(7),
    /** The request has a wrong field and was not sent. */
    REQUEST_REFUSED(8),
    /** Too many commands wait; nothing was sent. */
    QUEUE_FULL(9),
    /** No HSM is connected and healthy; nothing was sent. */
    UNAVAILABLE(10),
    /** No answer in time; the device may have done it. */
    TIMED_OUT(11),
    /** The connection ended before the answer; the device may have done it. */
    CONNECTION_LOST(12),
    /** The answer is not one to this command. */
    MALFORMED_ANSWER(13),
    /** The client was closed. */
    CLOSED(14);

    /** Error code of success. */
    public static final int ERROR_NONE = HsmRequest.chars('0', '0');

    private static final HsmResult[] BY_CODE = values();

    private final int code;

    HsmResult(int code) {
        this.code = code;
    }

    /** Stable number of this result. */
    public int code() {
        return code;
    }

    /** The result of this number, which must be one of them. */
    public static HsmResult of(int code) {
        return BY_CODE[code];
    }

    /** Whether no answer came of a command that was accepted. */
    public boolean isOfTransport() {
        return code >= REQUEST_REFUSED.code;
    }

    /** Whether no HSM could be asked or answered in time: neither side said anything wrong. */
    public boolean isAway() {
        return isOfTransport() && this != REQUEST_REFUSED && this != MALFORMED_ANSWER;
    }

    /**
     * What an error code of the device means.
     *
     * @param errorCode its two characters, first one in the higher byte
     */
    public static HsmResult ofDevice(int errorCode) {
        final char first = (char) (errorCode >> Byte.SIZE);
        final char second = (char) (errorCode & 0xFF);
        if (first == 'A' || first == 'B') {
            return KEY_UNUSABLE;
        }
        if (first < '0' || first > '9' || second < '0' || second > '9') {
            return DEVICE_FAULT;
        }
        return switch ((first - '0') * 10 + second - '0') {
            case 0 -> OK;
            case 1 -> VERIFICATION_FAILED;
            case 20, 24, 81 -> PIN_BLOCK_INVALID;
            case 86 -> PIN_EXCLUDED;
            case 2, 3, 4, 5, 10, 11, 26, 27, 28, 82, 83, 84 -> KEY_UNUSABLE;
            case 15, 21, 22, 23, 25, 30, 74, 75, 76, 77, 78, 79, 80 -> INPUT_REFUSED;
            case 12, 17, 29, 33, 39, 47, 65, 67, 68, 69 -> NOT_PERMITTED;
            default -> DEVICE_FAULT;
        };
    }
}
