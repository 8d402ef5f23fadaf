package io.cardswitch.iso8583.framing;

/**
 * The parts of a frame and what its length counts.
 *
 * <pre>
 *  | length | reserved | body: header and message | 03 |
 *  |  prefix           |                          | trailer
 * </pre>
 *
 * @param notation of the length
 * @param lengthBytes 0 when the frame has no length and its trailer ends it
 * @param reservedBytes between length and body, written as zero, not counted
 * @param countsItself whether the length counts its own bytes, too
 * @param hasTrailer whether 0x03 follows the body; it is counted
 * @param empty meaning of a frame without a message
 * @param header that stands in front of every message
 */
record FrameLayout(
        LengthNotation notation,
        int lengthBytes,
        int reservedBytes,
        boolean countsItself,
        boolean hasTrailer,
        EmptyFrame empty,
        Header header) {

    /** A length that counts the body and nothing else. */
    static FrameLayout counted(LengthNotation notation, int lengthBytes) {
        return new FrameLayout(
                notation, lengthBytes, 0, false, false, EmptyFrame.MALFORMED, Header.NONE);
    }

    /** No length: the trailer ends the frame. */
    static FrameLayout ended() {
        return counted(LengthNotation.BINARY, 0).trailed();
    }

    FrameLayout itself() {
        return new FrameLayout(
                notation, lengthBytes, reservedBytes, true, hasTrailer, empty, header);
    }

    FrameLayout reserved(int bytes) {
        return new FrameLayout(
                notation, lengthBytes, bytes, countsItself, hasTrailer, empty, header);
    }

    FrameLayout trailed() {
        return new FrameLayout(
                notation, lengthBytes, reservedBytes, countsItself, true, empty, header);
    }

    FrameLayout empty(EmptyFrame meaning) {
        return new FrameLayout(
                notation, lengthBytes, reservedBytes, countsItself, hasTrailer, meaning, header);
    }

    FrameLayout with(Header inFront) {
        return new FrameLayout(
                notation, lengthBytes, reservedBytes, countsItself, hasTrailer, empty, inFront);
    }
}
