package io.cardswitch.iso8583.probe;

import io.cardswitch.iso8583.framing.Framing;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.framing.MessageHeader;

/**
 * What a frame is under one framing, header and dialect. Holds no value of any element.
 *
 * @param framing null when the bytes are taken as a message without a frame
 * @param header null when the frame could not be cut
 * @param dialect null when there is no such header
 * @param mti message type as 0x0200, -1 when it could not be read
 * @param elements elements before the first error
 * @param announced elements that the bitmaps name
 * @param fit whether the dialect's own header is there
 * @param parts parts and tags inside of the elements, of a message that is whole
 * @param frameError what is wrong with the frame, null when nothing is
 * @param messageError what is wrong with header or message, null when nothing is or nothing could
 *     be tried
 */
public record Reading(
        Framing framing,
        MessageHeader header,
        String dialect,
        int mti,
        int elements,
        int announced,
        Fit fit,
        int parts,
        Failure frameError,
        Failure messageError) {
    /** The dialect's header against the one that was read, the worst first. */
    public enum Fit {
        /** The dialect states one, which is not there. */
        MISSING,
        /** The dialect states none, or bytes of any kind. */
        NOT_STATED,
        /** The dialect's own was there and was checked. */
        OWN;

        static Fit of(MessageHeader stated, MessageHeader read) {
            if (stated == Header.NONE) return NOT_STATED;
            if (stated != read) return MISSING;
            return stated instanceof Header ? OWN : NOT_STATED;
        }
    }

    /**
     * Where and why a reading fails.
     *
     * @param element of the message; 0 is its type, 1 the bitmap, -1 what stands in front, -2 any
     * @param path of the part or tag inside of the element, {@code 127.25}; empty for the element
     * @param offset from the start of the frame, in bytes; negative when it is not known
     * @param reason in the words of the decoder
     */
    public record Failure(int element, String path, int offset, String reason) {
        /** What stands in front of the message. */
        static final int IN_FRONT = -1;

        /** Somewhere in the message. */
        static final int ANYWHERE = -2;

        Failure(int element, int offset, String reason) {
            this(element, "", offset, reason);
        }

        /** {@code DE4 at byte 22: message ends ...}. */
        public String text() {
            return place() + (offset < 0 ? "" : " at byte " + offset) + ": " + reason;
        }

        private String place() {
            if (!path.isEmpty()) return "DE" + path;
            return switch (element) {
                case ANYWHERE -> "message";
                case IN_FRONT -> "header";
                case 0 -> "MTI";
                case 1 -> "bitmap";
                default -> "DE" + element;
            };
        }
    }

    /** Whether everything is explained: frame, header and message. */
    public boolean isWhole() {
        return dialect != null && frameError == null && messageError == null;
    }

    /** Whether the frame's own header was read: {@code BIN2_TPDU}, not BIN2 before a TPDU. */
    boolean isHeaderOfFraming() {
        return dialect != null
                && header != Header.NONE
                && framing != null
                && framing.header() == header;
    }

    /** Bytes from the start of the frame to the first error; of no meaning when there is none. */
    int explained() {
        return messageError == null ? 0 : messageError.offset;
    }

    static Reading notCut(Framing framing, Failure error) {
        return new Reading(framing, null, null, -1, 0, 0, Fit.NOT_STATED, 0, error, null);
    }

    static Reading noHeader(
            Framing framing, MessageHeader header, Failure frameError, Failure error) {
        return new Reading(framing, header, null, -1, 0, 0, Fit.NOT_STATED, 0, frameError, error);
    }
}
