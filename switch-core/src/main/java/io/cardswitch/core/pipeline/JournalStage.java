package io.cardswitch.core.pipeline;

import com.lmax.disruptor.EventHandler;

import io.cardswitch.core.journal.Journal;

/** Appends each command and ends the journal's batch with the ring's. */
final class JournalStage implements EventHandler<TransactionEvent> {
    static final String NAME = "journal";

    private final Journal journal;
    private final long base;

    JournalStage(Journal journal, long base) {
        this.journal = journal;
        this.base = base;
    }

    @Override
    public void onEvent(TransactionEvent event, long sequence, boolean endOfBatch) {
        journal.append(base + sequence, event.memory(), event.commandOffset(), event.length());
        if (endOfBatch) {
            journal.commit();
        }
    }
}
