package io.cardswitch.hsm.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.hsm.AccountNumber;
import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmClient;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.PinBlock;
import io.cardswitch.hsm.PinBlockFormat;
import io.cardswitch.hsm.command.PvvMethod;
import io.cardswitch.hsm.command.pin.VerifyPvvEncoder;
import io.cardswitch.hsm.command.status.StatusEncoder;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/** The thread of a test as a caller of the pool. */
final class Caller {
    private static final long PATIENCE_NS = 10_000_000_000L;
    private static final long LONGEST_STEP_NS = 50_000_000L; // Of more, the process was stopped.
    private static final HsmKey TPK = HsmKey.parse("U0123456789ABCDEF0123456789ABCDEF");
    private static final PvvMethod METHOD = new PvvMethod(TPK, 1);

    /** How a command ended. */
    record Outcome(HsmResult result, String answer) {}

    /** What only a bug can cause; every wait looks at it. */
    private static final AtomicReference<Throwable> BUG = new AtomicReference<>();

    private final HsmClient client;
    private final HsmRequest request = new HsmRequest(512);
    private final PinBlock block =
            new PinBlock().wrap(new UnsafeBuffer(new byte[8]), 0, 8, PinBlockFormat.ISO_0);
    private final AccountNumber account =
            new AccountNumber()
                    .wrap(
                            new UnsafeBuffer("000001234567".getBytes(StandardCharsets.US_ASCII)),
                            0,
                            12);
    private final Map<Long, Outcome> outcomes = new HashMap<>();

    Caller(HsmPool pool, int limit) {
        client = pool.newClient(limit, () -> {});
    }

    static HsmPoolConfig.Timers quick() {
        return new HsmPoolConfig.Timers(500, 2_000, 500, 10, 50, 3);
    }

    static HsmPoolConfig config(HsmPoolConfig.Timers timers, HsmEndpointConfig... endpoints) {
        return new HsmPoolConfig(List.of(endpoints), 4, 256, 64, 512, 256, timers);
    }

    static HsmPool pool(HsmPoolConfig config) {
        return new HsmPool(
                config,
                new HsmPool.Ports(
                        line -> {},
                        bug -> {
                            BUG.set(bug);
                        }));
    }

    static void awaitConnections(HsmPool pool, int count) {
        await(() -> pool.usableConnections() == count);
    }

    static void await(BooleanSupplier condition) {
        long waitedNs = 0;
        long lastNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertNull(BUG.get());
            assertTrue(waitedNs < PATIENCE_NS, "the condition did not come true");
            Thread.onSpinWait();
            final long nowNs = System.nanoTime();
            waitedNs += Math.min(nowNs - lastNs, LONGEST_STEP_NS);
            lastNs = nowNs;
        }
    }

    HsmClient client() {
        return client;
    }

    HsmRequest request() {
        return request;
    }

    /** A verification: may be repeated. */
    HsmResult verify(long id, int timeoutMs) {
        VerifyPvvEncoder.fromTerminal(request, TPK, METHOD, block, account, 1234).end();
        return client.send(request, id, timeoutMs);
    }

    /** An echo that brings its id back. */
    HsmResult echo(long id, int timeoutMs) {
        final byte[] text = Long.toString(id).getBytes(StandardCharsets.US_ASCII);
        StatusEncoder.echo(request, new UnsafeBuffer(text));
        return client.send(request, id, timeoutMs);
    }

    /** Random bytes: never repeated. */
    HsmResult random(long id, int timeoutMs) {
        StatusEncoder.random(request, 8);
        return client.send(request, id, timeoutMs);
    }

    int poll() {
        return client.poll(this::onCompletion, 64);
    }

    private void onCompletion(long id, HsmResult result, HsmAnswer answer) {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; result == HsmResult.OK && i < answer.length(); i++) {
            text.append((char) (answer.buffer().getByte(answer.offset() + i) & 0xFF));
        }
        assertEquals(null, outcomes.put(id, new Outcome(result, text.toString())), "twice: " + id);
    }

    /** Waits for all commands and returns how they ended. */
    Map<Long, Outcome> finish() {
        client.flush();
        await(() -> {
            poll();
            return client.pending() == 0;
        });
        return outcomes;
    }

    Outcome finish(long id) {
        return finish().get(id);
    }
}
