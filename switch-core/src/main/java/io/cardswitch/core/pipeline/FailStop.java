package io.cardswitch.core.pipeline;

/** What the node does when a stage failed: it says why and ends the process. */
@FunctionalInterface
public interface FailStop {
    /**
     * Called once, on the thread that failed; nothing is released any more.
     *
     * @param stage which stage failed, for the operator
     * @param cause what it threw
     */
    void onFailure(String stage, Throwable cause);
}
