package io.cardswitch.core.pipeline;

import com.lmax.disruptor.Sequence;

import io.cardswitch.core.journal.Journal;

/** The journal's durable sequence as a ring sequence, so that the release can be gated on it. */
final class DurableSequence extends Sequence {
    private final Journal journal;
    private final long base;

    DurableSequence(Journal journal, long base) {
        this.journal = journal;
        this.base = base;
    }

    @Override
    public long get() {
        return journal.durableSequence() - base;
    }
}
