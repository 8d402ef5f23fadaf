package io.cardswitch.core.edge.security;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.metrics.Counter;
import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmClient;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmResult;

/**
 * The HSM as one event loop sees it: at most one command under way for each in-flight slot. A
 * completion that comes when its slot has gone on, or belongs to another request, is dropped and
 * counted.
 *
 * <pre>
 *  correlation:  63   56 55        32 31      0
 *                | step | generation | slot   |
 * </pre>
 *
 * The step takes the place of the loop in the slot's handle and counts the slot's commands. Of one
 * thread.
 */
public final class HsmExchange {
    private static final int STEP_SHIFT = 56;
    private static final long HANDLE_MASK = (1L << STEP_SHIFT) - 1;
    private static final int STEPS = 0xFF;
    private static final int POLL_LIMIT = 1024;

    /** Takes what became of the commands. */
    @FunctionalInterface
    public interface CompletionHandler {
        /**
         * The command under way for a slot ended.
         *
         * @param handle of the slot when the command was sent, without its loop
         * @param result {@link HsmResult#OK} when there is an answer to decode
         */
        void onCompletion(int slot, long handle, HsmResult result, HsmAnswer answer);
    }

    private final HsmClient client;
    private final HsmRequest request;
    private final HsmClient.CompletionHandler taker = this::onCompletion;
    private final byte[] steps;
    private final boolean[] isUnderWay;
    private final Counter stale;
    private CompletionHandler handler;
    private boolean hasNew;

    /**
     * @param slots of the in-flight table
     * @param requestBytes longest command
     * @param stale counts completions that nobody waits for any more
     */
    public HsmExchange(HsmClient client, int slots, int requestBytes, Counter stale) {
        this.client = client;
        this.request = new HsmRequest(requestBytes);
        this.steps = new byte[slots];
        this.isUnderWay = new boolean[slots];
        this.stale = stale;
    }

    /** To be filled by an encoder, then given to {@link #send}. */
    public HsmRequest request() {
        return request;
    }

    /**
     * Sends the request for a slot; a command that was under way for it is forgotten.
     *
     * @return {@link HsmResult#OK} when a completion will come; otherwise why none will
     */
    public HsmResult send(int slot, long handle, int timeoutMs) {
        check((int) handle == slot, "a handle names its slot");
        steps[slot]++;
        final HsmResult result =
                client.send(
                        request,
                        (long) steps[slot] << STEP_SHIFT | handle & HANDLE_MASK,
                        Math.max(1, timeoutMs));
        isUnderWay[slot] = result == HsmResult.OK;
        hasNew |= isUnderWay[slot];
        return result;
    }

    /** Ends a batch: what was taken over is sent now. */
    public void flush() {
        if (hasNew) {
            hasNew = false;
            client.flush();
        }
    }

    /** Hands completions over; returns how many. */
    public int poll(CompletionHandler completionHandler) {
        handler = completionHandler;
        int handedOver = 0;
        int count;
        do {
            count = client.poll(taker, POLL_LIMIT);
            handedOver += count;
        } while (count == POLL_LIMIT);
        return handedOver;
    }

    private void onCompletion(long correlationId, HsmResult result, HsmAnswer answer) {
        final int slot = (int) correlationId;
        final int step = (int) (correlationId >>> STEP_SHIFT);
        if (!isUnderWay[slot] || (steps[slot] & STEPS) != step) {
            stale.increment();
            return;
        }
        isUnderWay[slot] = false;
        handler.onCompletion(slot, correlationId & HANDLE_MASK, result, answer);
    }
}
