package io.cardswitch.core.journal;

import org.agrona.DirectBuffer;

import java.util.function.Consumer;

/**
 * The durable, ordered log of commands. One thread appends; {@link #durableSequence()} may be read
 * by any. An I/O failure anywhere makes every later call throw {@link JournalException}: the node
 * stops, nothing is retried.
 */
public interface Journal extends AutoCloseable {
    /**
     * Copies one command to the open batch.
     *
     * @param sequence one above the last appended
     */
    void append(long sequence, DirectBuffer buffer, int offset, int length);

    /**
     * Ends the batch: everything appended survives the death of the process, and the disk force is
     * asked for.
     */
    void commit();

    /** Last sequence whose batch was committed; 0 in an empty journal. */
    long appendedSequence();

    /**
     * Last sequence that is as durable as the mode promises: {@code none} and {@code process} equal
     * {@link #appendedSequence()}, {@code disk} follows the last force.
     */
    long durableSequence();

    /**
     * Names what is run, on the sync thread, each time {@link #durableSequence()} moved in mode
     * {@code disk}.
     */
    void onDurable(Runnable wakeUp);

    /**
     * Names what is told of the first failure, from the thread it happened on; at once when it has
     * happened already.
     */
    void onFailure(Consumer<JournalException> action);

    /** False below the free-space floor: new requests are refused before the disk is full. */
    boolean hasSpace();

    /** Forces what was appended in mode {@code disk}, then releases files and lock. */
    @Override
    void close();
}
