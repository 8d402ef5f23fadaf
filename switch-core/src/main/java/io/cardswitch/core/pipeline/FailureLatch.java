package io.cardswitch.core.pipeline;

import com.lmax.disruptor.ExceptionHandler;

import java.util.concurrent.atomic.AtomicBoolean;

/** Remembers that a stage failed, and tells the node exactly once. */
final class FailureLatch {
    private final AtomicBoolean failed = new AtomicBoolean();
    private final FailStop failStop;

    FailureLatch(FailStop failStop) {
        this.failStop = failStop;
    }

    boolean isSet() {
        return failed.get();
    }

    void set(String stage, Throwable cause) {
        if (failed.compareAndSet(false, true)) {
            failStop.onFailure(stage, cause);
        }
    }

    /** Ends the stage thread: a handler that returns would make the Disruptor carry on. */
    ExceptionHandler<TransactionEvent> handler(String stage) {
        return new ExceptionHandler<>() {
            @Override
            public void handleEventException(Throwable cause, long sequence, TransactionEvent e) {
                stop(cause);
            }

            @Override
            public void handleOnStartException(Throwable cause) {
                stop(cause);
            }

            @Override
            public void handleOnShutdownException(Throwable cause) {
                stop(cause);
            }

            private void stop(Throwable cause) {
                set(stage, cause);
                throw new StageStopped();
            }
        };
    }

    /** Unwinds a stage thread after its failure was reported. */
    static final class StageStopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StageStopped() {
            super("the pipeline has failed", null, false, false);
        }
    }
}
