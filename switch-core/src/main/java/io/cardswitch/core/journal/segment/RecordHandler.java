package io.cardswitch.core.journal.segment;

import org.agrona.DirectBuffer;

import java.nio.file.Path;

/** Receives verified journal records in order. */
@FunctionalInterface
public interface RecordHandler {
    /**
     * One record. Its header stands in front of {@code offset}.
     *
     * @param file the segment it stands in
     * @param sequence consecutive from 1
     * @param buffer holds the command, valid during the call; an index in it is an offset in the
     *     file
     * @param offset of the command
     * @param length of the command
     */
    void onRecord(Path file, long sequence, DirectBuffer buffer, int offset, int length);
}
