package io.cardswitch.hsm.simulator.device;

/**
 * What a command takes a key for: its type under a variant LMK, and the usages of key blocks that
 * may stand in its place. The code is variant digit and LMK pair.
 */
public enum KeyRole {
    /** Zone master key. */
    ZMK(0x000, 16, "K0", "K1", "52"),
    /** Zone PIN key. */
    ZPK(0x001, 8, "P0", "72"),
    /** Terminal PIN key. */
    TPK(0x002, 8, "P0", "71"),
    /** Terminal master key. */
    TMK(0x002, 8, "K0", "K1", "51"),
    /** PIN verification key for IBM offsets. */
    PVK_IBM(0x002, 8, "V0", "V1"),
    /** PIN verification key pair for Visa PVVs. */
    PVK_VISA(0x002, 16, "V0", "V2"),
    /** Card verification key pair. */
    CVK(0x402, 16, "C0", "12", "13"),
    /** Key for card security codes of American Express. */
    CSCK(0x402, 16, "C0", "11"),
    /** Terminal authentication key. */
    TAK(0x003, 8, "M0", "M1", "M3", "M5", "M6"),
    /** Zone authentication key. */
    ZAK(0x008, 8, "M0", "M1", "M3", "M5", "M6"),
    /** Base derivation key of terminals with unidirectional keys. */
    BDK_1(0x009, 16, "B0", "41"),
    /** Base derivation key of terminals with bidirectional keys. */
    BDK_2(0x609, 16, "B0", "42"),
    /** Base derivation key of type 3. */
    BDK_3(0x809, 16, "B0", "43"),
    /** Initial key of a terminal. */
    IKEY(0x302, 16, "B1"),
    /** Issuer master key for application cryptograms. */
    MK_AC(0x109, 16, "E0"),
    /** Issuer master key for script integrity. */
    MK_SMI(0x209, 16, "E2"),
    /** Issuer master key for CVC3. */
    MK_CVC3(0x709, 16, "E6", "32"),
    /** Zone encryption key. */
    ZEK(0x00A, 8, "D0", "22"),
    /** Data encryption key. */
    DEK(0x00B, 8, "D0", "21");

    private final int code;
    private final int bareLength;
    private final String[] usages;

    KeyRole(int code, int bareLength, String... usages) {
        this.code = code;
        this.bareLength = bareLength;
        this.usages = usages;
    }

    /** Three hexadecimal digits as a number. */
    public int code() {
        return code;
    }

    /** Bytes of such a key where it stands without a scheme letter. */
    int bareLength() {
        return bareLength;
    }

    /** Whether a key block of this usage may be used so. */
    boolean isUsage(String usage) {
        for (final String allowed : usages) {
            if (allowed.equals(usage)) return true;
        }
        return false;
    }

    /** The usage of key blocks that says most closely what this role is. */
    public String usage() {
        return usages[0];
    }

    /** The role that a key type code names most closely, or null. */
    public static KeyRole of(int code) {
        for (final KeyRole role : values()) {
            if (role.code == code) return role;
        }
        return null;
    }
}
