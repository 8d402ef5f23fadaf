package io.cardswitch.core.admin;

import io.cardswitch.core.engine.SwitchStateMachine;

import java.util.function.Consumer;

/** What the admin server may ask of the node it belongs to. */
public interface NodeView {
    /** Recovered, listeners open, journal writable. */
    boolean isReady();

    /** Last sequence that is as durable as the mode promises. */
    long durableSequence();

    /** Runs {@code reader} while the engine stands still; it must be short and change nothing. */
    void read(Consumer<SwitchStateMachine> reader);
}
