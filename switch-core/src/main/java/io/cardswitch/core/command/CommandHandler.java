package io.cardswitch.core.command;

import org.agrona.DirectBuffer;

/** Applies journaled commands in sequence order: the live engine, and every replay of its log. */
public interface CommandHandler {
    /**
     * Applies one command.
     *
     * @param sequence journal sequence, consecutive from 1
     * @param buffer holds the command: message header, then block
     * @param offset of the message header
     * @param length of header and block
     * @param effects cleared by the caller; receives what must leave once the command is durable
     */
    void onCommand(long sequence, DirectBuffer buffer, int offset, int length, Effects effects);

    /**
     * Reads what the command will need, and changes nothing. Asked for every command of a batch
     * before the first is applied, so that the processor waits for their memory all at once.
     *
     * @param buffer holds the command
     * @param offset of the message header
     * @param length of header and block
     */
    default void prepare(DirectBuffer buffer, int offset, int length) {}
}
