package io.cardswitch.planted.core.journal;

import io.cardswitch.planted.core.transport.PlantedTransport;

import net.openhft.chronicle.queue.ExcerptAppender;

/** Violates journal-meets-others-through-ports and no-chronicle-sync. */
public final class PlantedJournal {
    PlantedTransport transport;

    void sync(ExcerptAppender appender) {
        appender.sync();
    }
}
