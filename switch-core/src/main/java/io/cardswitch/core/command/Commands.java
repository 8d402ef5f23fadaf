package io.cardswitch.core.command;

import io.cardswitch.core.command.sbe.MessageHeaderDecoder;
import io.cardswitch.core.command.sbe.MessageHeaderEncoder;

import org.agrona.DirectBuffer;

/** What all commands share: a message header, then the block of one SBE message. */
public final class Commands {
    /** Bytes of the header in front of every command. */
    public static final int HEADER_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH;

    /** No command is longer, header included; ring slots are this large. */
    public static final int MAX_LENGTH = 192;

    private Commands() {}

    /** Template id of the command at {@code offset}. */
    public static int templateId(DirectBuffer buffer, int offset) {
        return buffer.getShort(
                        offset + MessageHeaderDecoder.templateIdEncodingOffset(),
                        java.nio.ByteOrder.LITTLE_ENDIAN)
                & 0xFFFF;
    }
}
