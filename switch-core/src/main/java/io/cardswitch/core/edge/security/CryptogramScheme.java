package io.cardswitch.core.edge.security;

/**
 * How a chip's cryptogram is made and answered, by what its issuer application data (tag 9F10) say:
 * Visa VIS 1.6 (CVN 10, 18 and 22), Mastercard M/Chip (CVN 16 and 17 with a session key of its own,
 * 20 and 21 with the common one; 17 and 21 cover the card's counters as well).
 */
enum CryptogramScheme {
    /** Static key; zeros fill the input up; ARPC of method 1 over "00". */
    VISA_STATIC('0', false, 0x3030),
    /** Common session key, whole issuer application data; ARPC of method 2. */
    VISA_SESSION('2', true, CryptogramScheme.APPROVED_STATUS),
    /** Session key of M/Chip; ARPC of method 1. */
    MCHIP('1', false, CryptogramScheme.APPROVED_MCHIP),
    /** The same over the counters, too. */
    MCHIP_COUNTERS('1', false, CryptogramScheme.APPROVED_MCHIP),
    /** Common session key with the card's results of M/Chip; ARPC of method 1. */
    MCHIP_SESSION('2', false, CryptogramScheme.APPROVED_MCHIP),
    /** The same over the counters, too. */
    MCHIP_SESSION_COUNTERS('2', false, CryptogramScheme.APPROVED_MCHIP);

    /** Of M/Chip 4: key index, CVN, results (6), authentication code (2), counters (8). */
    private static final int MCHIP_LENGTH = 18;

    private static final int COUNTERS = 10;

    /** M/Chip 4 response code: online approval, offline counters reset. */
    private static final int APPROVED_MCHIP = 0x0012;

    /** Card status update (EMV 4.3, Book 3, C10): online approval, offline counters reset. */
    private static final int APPROVED_STATUS = 0x0082_0000;

    private static final int VISA_LENGTH = 0x06;
    private static final int VISA_FORMAT_2 = 0x1F;

    private final char code;
    private final boolean isUpdate;
    private final int approval;

    CryptogramScheme(char code, boolean isUpdate, int approval) {
        this.code = code;
        this.isUpdate = isUpdate;
        this.approval = approval;
    }

    /**
     * The scheme of these issuer application data, null when it is none of them.
     *
     * @param first octet of the data
     * @param second octet
     * @param third octet
     */
    static CryptogramScheme of(int first, int second, int third) {
        if (first == VISA_LENGTH) {
            return switch (third) {
                case 0x0A -> VISA_STATIC;
                case 0x12 -> VISA_SESSION;
                default -> null;
            };
        }
        if (first == VISA_FORMAT_2) {
            return second == 0x22 ? VISA_SESSION : null;
        }
        return switch (second) {
            case 0x10 -> MCHIP;
            case 0x11 -> MCHIP_COUNTERS;
            case 0x14 -> MCHIP_SESSION;
            case 0x15 -> MCHIP_SESSION_COUNTERS;
            default -> null;
        };
    }

    /** Digit of the host command. */
    char code() {
        return code;
    }

    /** Whether session keys are the common ones: host command KW, not KQ. */
    boolean isSession() {
        return this == VISA_SESSION || this == MCHIP_SESSION || this == MCHIP_SESSION_COUNTERS;
    }

    /** Whether the response is a card status update (method 2) and not a code (method 1). */
    boolean isUpdate() {
        return isUpdate;
    }

    /** What the response says of an approval: two bytes of code, or four of status. */
    int approval() {
        return approval;
    }

    /** Whether the bit 1 of ISO 9797-1 method 2 stands in front of the filling zeros. */
    boolean isMarked() {
        return this != VISA_STATIC;
    }

    /** Offset in the issuer application data of what the cryptogram covers. */
    int coveredOffset() {
        return switch (this) {
            case VISA_STATIC -> 3;
            case VISA_SESSION -> 0;
            default -> 2;
        };
    }

    /** Bytes of it, of so many issuer application data. */
    int coveredLength(int length) {
        return switch (this) {
            case VISA_STATIC -> 4;
            case VISA_SESSION -> length;
            default -> 6;
        };
    }

    /** Bytes of counters at {@link #countersOffset} that are covered behind it. */
    int countersLength() {
        return hasCounters() ? MCHIP_LENGTH - COUNTERS : 0;
    }

    /** Offset of the counters in the issuer application data. */
    int countersOffset() {
        return COUNTERS;
    }

    private boolean hasCounters() {
        return this == MCHIP_COUNTERS || this == MCHIP_SESSION_COUNTERS;
    }

    /** Whether so many issuer application data hold what is covered. */
    boolean isWhole(int length) {
        return hasCounters()
                ? length == MCHIP_LENGTH // Longer ones may hold more counters, covered or not.
                : coveredOffset() + coveredLength(length) <= length;
    }
}
