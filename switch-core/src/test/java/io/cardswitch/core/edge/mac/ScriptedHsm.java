package io.cardswitch.core.edge.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmClient;
import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmResult;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** An HSM that says what the test says, when the test says it. */
final class ScriptedHsm implements HsmClient {
    /** A command that waits for what becomes of it. */
    record Asked(byte[] command, long correlationId) {}

    private record Completion(long correlationId, HsmResult result, byte[] answer) {}

    private final Deque<Asked> asked = new ArrayDeque<>();
    private final Deque<Completion> completions = new ArrayDeque<>();
    HsmResult sendResult = HsmResult.OK;

    @Override
    public HsmResult send(HsmRequest request, long correlationId, int timeoutMs) {
        assertEquals(HsmField.NONE, request.end());
        if (sendResult == HsmResult.OK) {
            final byte[] command = new byte[request.length()];
            request.buffer().getBytes(0, command);
            asked.add(new Asked(command, correlationId));
        }
        request.wipe();
        return sendResult;
    }

    /** The command that came first, and is not answered yet. */
    Asked next() {
        assertFalse(asked.isEmpty(), "the HSM is asked");
        return asked.poll();
    }

    /** Commands that are not answered yet. */
    int waiting() {
        return asked.size();
    }

    /** Answers a command. */
    void answer(Asked command, String text) {
        complete(command, HsmResult.OK, text);
    }

    /** Ends a command. */
    void complete(Asked command, HsmResult result, String text) {
        completions.add(
                new Completion(
                        command.correlationId, result, text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public void flush() {}

    @Override
    public int poll(CompletionHandler handler, int limit) {
        int count = 0;
        while (count < limit && !completions.isEmpty()) {
            final Completion next = completions.poll();
            handler.onCompletion(
                    next.correlationId,
                    next.result,
                    new HsmAnswer().wrap(new UnsafeBuffer(next.answer), 0, next.answer.length));
            count++;
        }
        return count;
    }

    @Override
    public int pending() {
        return asked.size() + completions.size();
    }
}
