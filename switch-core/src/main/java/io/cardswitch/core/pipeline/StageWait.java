package io.cardswitch.core.pipeline;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.SleepingWaitStrategy;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;

/** What an idle stage thread of the staged layout does; the name stands in the configuration. */
public enum StageWait {
    /** Spins, yields, then sleeps for {@value #SLEEP_NS} ns at a time: for shared machines. */
    SLEEPING("sleeping"),
    /** Spins, then yields for ever: one core per stage, shared politely. */
    YIELDING("yielding"),
    /** Spins for ever: one isolated core per stage. */
    BUSY_SPIN("busy-spin");

    private static final int SPINS_AND_YIELDS = 200;
    private static final long SLEEP_NS = 20_000;

    private final String label;

    StageWait(String label) {
        this.label = label;
    }

    /** Name in configuration and reports. */
    public String label() {
        return label;
    }

    WaitStrategy strategy() {
        return switch (this) {
            case SLEEPING -> new SleepingWaitStrategy(SPINS_AND_YIELDS, SLEEP_NS);
            case YIELDING -> new YieldingWaitStrategy();
            case BUSY_SPIN -> new BusySpinWaitStrategy();
        };
    }
}
