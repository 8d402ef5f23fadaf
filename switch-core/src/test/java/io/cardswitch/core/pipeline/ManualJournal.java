package io.cardswitch.core.pipeline;

import io.cardswitch.core.journal.Journal;
import io.cardswitch.core.journal.JournalException;

import org.agrona.DirectBuffer;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A journal in memory whose disk is as fast, as slow or as broken as the test says. */
public final class ManualJournal implements Journal {
    private final AtomicInteger commits = new AtomicInteger();
    private volatile long appended;
    private volatile long durable;
    private volatile long failAt = Long.MAX_VALUE;
    private volatile boolean isManual;
    private volatile Runnable wakeUp = () -> {};
    private volatile Consumer<JournalException> onFailure = cause -> {};
    private long open;

    /** A journal that ends at {@code lastSequence} and makes every commit durable at once. */
    public ManualJournal(long lastSequence) {
        open = lastSequence;
        appended = lastSequence;
        durable = lastSequence;
    }

    /** From now on nothing becomes durable but by {@link #makeDurable}. */
    public ManualJournal manual() {
        isManual = true;
        return this;
    }

    /** The append of this sequence fails. */
    public ManualJournal failingAt(long sequence) {
        failAt = sequence;
        return this;
    }

    /** The disk has everything up to {@code sequence}. */
    public void makeDurable(long sequence) {
        durable = sequence;
        wakeUp.run();
    }

    /** Batches committed. */
    public int commits() {
        return commits.get();
    }

    @Override
    public void append(long sequence, DirectBuffer buffer, int offset, int length) {
        if (sequence != open + 1) {
            throw new AssertionError("appended " + sequence + " behind " + open);
        }
        if (sequence == failAt) {
            throw new JournalException("the disk is gone");
        }
        open = sequence;
    }

    @Override
    public void commit() {
        commits.incrementAndGet();
        appended = open;
        if (!isManual) {
            durable = open;
        }
    }

    @Override
    public long appendedSequence() {
        return appended;
    }

    @Override
    public long durableSequence() {
        return durable;
    }

    @Override
    public void onDurable(Runnable task) {
        wakeUp = task;
    }

    @Override
    public void onFailure(Consumer<JournalException> action) {
        onFailure = action;
    }

    /** The disk fails behind the back of the appending thread. */
    public void failForce() {
        onFailure.accept(new JournalException("the force failed"));
    }

    @Override
    public boolean hasSpace() {
        return true;
    }

    @Override
    public void close() {}
}
