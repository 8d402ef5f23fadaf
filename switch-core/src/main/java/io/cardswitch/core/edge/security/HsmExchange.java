package io.cardswitch.core.edge.security;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.metrics.Counter;
import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmClient;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmResult;

/**
 * The HSM as one event loop sees it, whoever of it asks: at most one command under way for each
 * in-flight slot. A completion that comes when its slot has gone on, or belongs to another request,
 * is dropped and counted.
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

    /** Takes what became of a command. */
    @FunctionalInterface
    public interface CompletionHandler {
        /**
         * The command under way for a slot ended.
         *
         * @param handle of the slot when the command was sent
         * @param result {@link HsmResult#OK} when there is an answer to decode
         * @param nowMs epoch milliseconds
         */
        void onCompletion(int slot, long handle, HsmResult result, HsmAnswer answer, long nowMs);
    }

    private final HsmClient client;
    private final HsmRequest request;
    private final HsmClient.CompletionHandler taker = this::onCompletion;
    private final long loopBits;
    private final byte[] steps;

    /** By slot: who waits for the command under way, null when there is none. */
    private final CompletionHandler[] waiting;

    private final Counter stale;
    private final Counter refused;
    private long nowMs;
    private boolean hasNew;

    /**
     * @param loopIndex of the event loop, which its handles begin with
     * @param slots of its in-flight table
     * @param requestBytes longest command
     * @param stale counts completions that nobody waits for any more
     * @param refused counts commands for which there was no room
     */
    public HsmExchange(
            HsmClient client,
            int loopIndex,
            int slots,
            int requestBytes,
            Counter stale,
            Counter refused) {
        this.client = client;
        this.loopBits = (long) loopIndex << STEP_SHIFT;
        this.request = new HsmRequest(requestBytes);
        this.steps = new byte[slots];
        this.waiting = new CompletionHandler[slots];
        this.stale = stale;
        this.refused = refused;
    }

    /** To be filled by an encoder, then given to {@link #send}. */
    public HsmRequest request() {
        return request;
    }

    /**
     * Sends the request for a slot; a command that was under way for it is forgotten.
     *
     * @param handler is told what became of it, from {@link #poll}
     * @return {@link HsmResult#OK} when a completion will come; otherwise why none will
     */
    public HsmResult send(int slot, long handle, long timeoutMs, CompletionHandler handler) {
        check((int) handle == slot, "a handle names its slot");
        steps[slot]++;
        final HsmResult result =
                client.send(
                        request,
                        (long) steps[slot] << STEP_SHIFT | handle & HANDLE_MASK,
                        (int) Math.max(1, timeoutMs));
        waiting[slot] = result == HsmResult.OK ? handler : null;
        hasNew |= result == HsmResult.OK;
        note(result);
        return result;
    }

    private void note(HsmResult result) {
        if (result == HsmResult.QUEUE_FULL) {
            refused.increment();
        }
    }

    /** Ends a batch: what was taken over is sent now. */
    public void flush() {
        if (hasNew) {
            hasNew = false;
            client.flush();
        }
    }

    /** Hands all completions over. */
    public void poll(long time) {
        nowMs = time;
        while (client.poll(taker, POLL_LIMIT) == POLL_LIMIT) {
            // More may wait, and are not signalled again.
        }
    }

    private void onCompletion(long correlationId, HsmResult result, HsmAnswer answer) {
        note(result);
        final int slot = (int) correlationId;
        final int step = (int) (correlationId >>> STEP_SHIFT);
        final CompletionHandler handler = waiting[slot];
        if (handler == null || (steps[slot] & STEPS) != step) {
            stale.increment();
            return;
        }
        waiting[slot] = null;
        handler.onCompletion(slot, loopBits | correlationId & HANDLE_MASK, result, answer, nowMs);
    }
}
