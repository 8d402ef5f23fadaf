package io.cardswitch.iso8583.framing;

/** Why a byte stream cannot be cut into frames any more. */
public enum FrameError {
    /** The length is no number, or counts less than what stands in front of the body. */
    LENGTH_UNREADABLE,
    /** The frame is longer than the limit. */
    TOO_LONG,
    /** The byte where the framing ends the frame with 0x03 is another one. */
    TRAILER_MISSING
}
