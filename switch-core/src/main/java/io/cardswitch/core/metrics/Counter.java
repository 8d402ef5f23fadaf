package io.cardswitch.core.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A number that one thread writes and any thread reads. Never locks, never allocates. */
public final class Counter {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(Counter.class, "value", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // Through the VarHandle.
    private long value;

    /** At zero; {@link SwitchCounters#counter} makes those that are shown by themselves. */
    public Counter() {}

    /** Adds one; only the owning thread calls this. */
    public void increment() {
        add(1);
    }

    /** Adds {@code amount}; only the owning thread calls this. */
    public void add(long amount) {
        VALUE.setRelease(this, (long) VALUE.get(this) + amount);
    }

    /** Replaces the value; only the owning thread calls this. */
    public void set(long newValue) {
        VALUE.setRelease(this, newValue);
    }

    /** The value as last written. */
    public long get() {
        return (long) VALUE.getAcquire(this);
    }
}
