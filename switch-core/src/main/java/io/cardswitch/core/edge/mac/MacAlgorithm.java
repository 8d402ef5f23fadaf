package io.cardswitch.core.edge.mac;

/** How the codes of a link are computed. */
public enum MacAlgorithm {
    /** Algorithm 3 of ISO/IEC 9797-1, zeros to whole blocks (ANSI X9.19): the usual one. */
    RETAIL(3, 1),
    /** Algorithm 1 of ISO/IEC 9797-1, zeros to whole blocks (ANSI X9.9, of a double key TDEA). */
    MAC1(1, 1),
    /** CMAC (NIST SP 800-38B), of AES or TDEA by the key. */
    CMAC(6, 0);

    private final int code;
    private final int padding;

    MacAlgorithm(int code, int padding) {
        this.code = code;
        this.padding = padding;
    }

    /** Number of the algorithm in host commands. */
    public int code() {
        return code;
    }

    /** Number of the padding method in host commands; 0 where the algorithm has its own. */
    int padding() {
        return padding;
    }
}
