package io.cardswitch.core.node;

import java.util.Arrays;
import java.util.HexFormat;

/** Messages of iso87-binary with MACs as a terminal of others makes them, under demo-tak. */
final class SealedMessages {
    /** The clear key of demo-tak: a test key, published with this. */
    private static final byte[] KEY = HexFormat.of().parseHex("15e9cde9b03d34735e98cddc86f18001");

    private static final int CODE_LENGTH = 8;
    private static final int FIRST_BITMAP = 2;
    private static final int LAST_OF_FIRST = 9;
    private static final int LAST_OF_SECOND = 17;

    private SealedMessages() {}

    /** The message with its code in DE64, or in DE128 when it has a second bitmap. */
    static String seal(String hex) {
        return seal(KEY, hex);
    }

    /** The same under another key. */
    static String seal(byte[] key, String hex) {
        final byte[] message = HexFormat.of().parseHex(hex);
        message[lastOfBitmaps(message)] |= 1;
        return HexFormat.of().formatHex(message)
                + HexFormat.of().formatHex(RetailMac.of(key, message));
    }

    /** The same with one bit of the code wrong. */
    static String sealWrong(String hex) {
        final byte[] message = HexFormat.of().parseHex(seal(hex));
        message[message.length - 1] ^= 1;
        return HexFormat.of().formatHex(message);
    }

    /** Whether a message has a code, and the right one. */
    static boolean isSealed(byte[] message) {
        return isSealed(KEY, message);
    }

    /** The same under another key. */
    static boolean isSealed(byte[] key, byte[] message) {
        final int covered = message.length - CODE_LENGTH;
        return hasCode(message)
                && Arrays.equals(
                        RetailMac.of(key, Arrays.copyOf(message, covered)),
                        Arrays.copyOfRange(message, covered, message.length));
    }

    /** Whether a message has a code, right or wrong. */
    static boolean hasCode(byte[] message) {
        return (message[lastOfBitmaps(message)] & 1) != 0;
    }

    private static int lastOfBitmaps(byte[] message) {
        return message[FIRST_BITMAP] < 0 ? LAST_OF_SECOND : LAST_OF_FIRST;
    }
}
