package io.cardswitch.hsm;

/**
 * One thread's way to the HSMs. {@link #send} never blocks; every accepted command ends in exactly
 * one completion, which waits in a bounded queue until the same thread polls it. Commands are known
 * by the caller's correlation id, so nothing is allocated for one.
 *
 * <p>To be used by one thread at a time.
 */
public interface HsmClient {
    /** Takes completions. */
    @FunctionalInterface
    interface CompletionHandler {
        /**
         * A command ended.
         *
         * @param correlationId as given to {@link #send}
         * @param result {@link HsmResult#OK} when the device answered; what it said is for the
         *     command's decoder to read. Otherwise why there is no answer
         * @param answer the answer, empty when there is none; wiped when this method returns
         */
        void onCompletion(long correlationId, HsmResult result, HsmAnswer answer);
    }

    /**
     * Takes a command over. Whatever the result, the request is wiped and can be used again.
     *
     * @param correlationId comes back with the completion; the caller's to choose
     * @param timeoutMs from now to the completion, attempts on other HSMs included
     * @return {@link HsmResult#OK} when taken, with one completion to come; otherwise {@link
     *     HsmResult#REQUEST_REFUSED}, {@link HsmResult#QUEUE_FULL} or {@link HsmResult#CLOSED}, and
     *     nothing to come
     */
    HsmResult send(HsmRequest request, long correlationId, int timeoutMs);

    /** Ends a batch: what was taken over is sent now. */
    void flush();

    /**
     * Hands over completions. What is handed over is pending no more: a handler that sends finds
     * the room of the command that ended.
     *
     * @param limit at most so many
     * @return how many; when that is the limit, others may wait, and are not signalled again
     */
    int poll(CompletionHandler handler, int limit);

    /** Commands taken over and not yet polled. */
    int pending();
}
