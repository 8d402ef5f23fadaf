package io.cardswitch.hsm.transport;

import static io.cardswitch.hsm.transport.Caller.await;
import static io.cardswitch.hsm.transport.Caller.awaitConnections;
import static io.cardswitch.hsm.transport.Caller.config;
import static io.cardswitch.hsm.transport.Caller.pool;
import static io.cardswitch.hsm.transport.Caller.quick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.hsm.HsmClient;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.command.status.StatusEncoder;
import io.cardswitch.hsm.transport.Caller.Outcome;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Answers in every order and shape that one device can send them. */
final class HsmPoolIT {
    private static final int LONG_MS = 8_000;

    /** One HSM whose answers no timer hurries. */
    private static HsmPoolConfig patient(ScriptedHsm hsm) {
        return config(
                new HsmPoolConfig.Timers(LONG_MS, 2_000, LONG_MS, 10, 50, 3),
                hsm.endpoint("one", 1));
    }

    @Test
    void shouldMatchAnswersByHeaderWhenShuffled() throws IOException {
        try (ScriptedHsm hsm = new ScriptedHsm();
                HsmPool pool = pool(patient(hsm))) {
            final List<String[]> held = new ArrayList<>();
            hsm.script((connection, header, command) -> {
                if (command.equals("NC")) {
                    return false;
                }
                held.add(new String[] {header, "B300" + command.substring(6)});
                if (held.size() == 60) {
                    java.util.Collections.shuffle(held, new java.util.Random(7));
                    for (final String[] answer : held) {
                        connection.answer(answer[0], answer[1]);
                    }
                }
                return true;
            });
            awaitConnections(pool, 1);
            final Caller caller = new Caller(pool, 128);
            for (long id = 1_000; id < 1_060; id++) {
                assertEquals(HsmResult.OK, caller.echo(id, LONG_MS));
            }
            final Map<Long, Outcome> outcomes = caller.finish();
            outcomes.forEach(
                    (id, outcome) -> assertEquals(new Outcome(HsmResult.OK, "B300" + id), outcome));
            assertEquals(60, outcomes.size());
            assertEquals(60, pool.counters().answered());
        }
    }

    @Test
    void shouldDropAnswersThatBelongToNothing() throws IOException {
        try (ScriptedHsm hsm = new ScriptedHsm();
                HsmPool pool = pool(patient(hsm))) {
            hsm.script((connection, header, command) -> {
                if (command.equals("NC")) {
                    return false;
                }
                connection.answer("zzzz", "B300no alphabet of ours");
                connection.answer("VVVV", "B300never asked");
                connection.raw(new byte[] {0, 0}); // A frame of nothing.
                connection.raw(new byte[] {0, 3, 'a', 'b', 'c'});
                connection.answer(header, "B300" + command.substring(6));
                connection.answer(header, "B300again");
                return true;
            });
            awaitConnections(pool, 1);
            final Caller caller = new Caller(pool, 16);
            caller.echo(1, LONG_MS);
            assertEquals(new Outcome(HsmResult.OK, "B3001"), caller.finish(1L));
            caller.echo(2, LONG_MS);
            assertEquals(new Outcome(HsmResult.OK, "B3002"), caller.finish(2L));
            await(() -> pool.counters().duplicate() == 2);
            assertEquals(4, pool.counters().unknown());
            assertEquals(4, pool.counters().malformed());
            assertEquals(1, pool.usableConnections());
        }
    }

    @Test
    void shouldDropAnswerThatComesLate() throws IOException {
        try (ScriptedHsm hsm = new ScriptedHsm();
                HsmPool pool =
                        pool(
                                config(
                                        new HsmPoolConfig.Timers(50, 2_000, LONG_MS, 10, 50, 3),
                                        hsm.endpoint("one", 1)))) {
            final AtomicReference<String> first = new AtomicReference<>();
            hsm.script((connection, header, command) -> {
                if (command.equals("NC")) {
                    return false;
                }
                if (first.compareAndSet(null, header)) {
                    return true;
                }
                connection.answer(first.get(), "B300late");
                return false;
            });
            awaitConnections(pool, 1);
            final Caller caller = new Caller(pool, 16);
            caller.echo(1, 100);
            assertEquals(HsmResult.TIMED_OUT, caller.finish(1L).result());
            caller.echo(2, LONG_MS);
            assertEquals(new Outcome(HsmResult.OK, "B3002"), caller.finish(2L));
            assertEquals(1, pool.counters().late());
            assertEquals(1, pool.counters().timedOut());
        }
    }

    @Test
    void shouldSayMalformedWhenAnswerIsToAnotherCommand() throws IOException {
        try (ScriptedHsm hsm = new ScriptedHsm();
                HsmPool pool = pool(patient(hsm))) {
            hsm.script((connection, header, command) -> {
                if (command.equals("NC")) {
                    return false;
                }
                connection.answer(header, "ZZ00");
                return true;
            });
            awaitConnections(pool, 1);
            final Caller caller = new Caller(pool, 16);
            caller.echo(1, LONG_MS);
            assertEquals(new Outcome(HsmResult.MALFORMED_ANSWER, ""), caller.finish(1L));
            assertEquals(1, pool.counters().malformed());
        }
    }

    @Test
    void shouldReadAnswerThatComesByteByByte() throws IOException {
        try (ScriptedHsm hsm = new ScriptedHsm();
                HsmPool pool = pool(patient(hsm))) {
            hsm.script((connection, header, command) -> {
                if (command.equals("NC")) {
                    return false;
                }
                final String frame = "\0\u0009" + header + "B300" + command.substring(6);
                for (int i = 0; i < frame.length(); i++) {
                    connection.raw(new byte[] {(byte) frame.charAt(i)});
                }
                return true;
            });
            awaitConnections(pool, 1);
            final Caller caller = new Caller(pool, 16);
            for (long id = 1; id <= 9; id++) {
                caller.echo(id, LONG_MS);
            }
            caller.finish()
                    .forEach((id, outcome) ->
                            assertEquals(new Outcome(HsmResult.OK, "B300" + id), outcome));
        }
    }

    @Test
    void shouldCloseConnectionWhenAnswerIsLongerThanLimit() throws IOException {
        try (ScriptedHsm hsm = new ScriptedHsm();
                HsmPool pool = pool(patient(hsm))) {
            hsm.script((connection, header, command) -> {
                if (command.equals("NC") || hsm.accepted() > 1) {
                    return false;
                }
                connection.answer(header, "B300" + "x".repeat(300));
                return true;
            });
            awaitConnections(pool, 1);
            final Caller caller = new Caller(pool, 16);
            caller.echo(1, LONG_MS);
            assertEquals(HsmResult.CONNECTION_LOST, caller.finish(1L).result());
            await(() -> hsm.accepted() > 1 && pool.usableConnections() == 1);
            caller.echo(2, LONG_MS);
            assertEquals(new Outcome(HsmResult.OK, "B3002"), caller.finish(2L));
            assertEquals(1, pool.counters().takenOut());
        }
    }

    @Test
    void shouldRefuseAtOnceWhenNobodyIsConnected() throws IOException {
        final ScriptedHsm gone = new ScriptedHsm();
        gone.close();
        try (HsmPool pool = pool(config(quick(), gone.endpoint("gone", 2)))) {
            final Caller caller = new Caller(pool, 16);
            caller.verify(1, LONG_MS);
            assertEquals(HsmResult.UNAVAILABLE, caller.finish(1L).result());
            assertEquals(1, pool.counters().unavailable());
        }
    }

    @Test
    void shouldRefuseRequestThatIsNotWhole() throws IOException {
        try (ScriptedHsm hsm = new ScriptedHsm();
                HsmPool pool = pool(patient(hsm))) {
            final Caller caller = new Caller(pool, 16);
            final HsmRequest request = caller.request();
            assertEquals(
                    HsmResult.REQUEST_REFUSED, caller.client().send(request, 1, LONG_MS), "empty");
            assertEquals(
                    HsmResult.REQUEST_REFUSED,
                    caller.client()
                            .send(
                                    request.begin("CW", HsmRequest.Repeat.SAFE)
                                            .key(io.cardswitch.hsm.HsmField.KEY, null),
                                    1,
                                    LONG_MS));
            assertEquals(0, caller.client().pending());
        }
    }

    @Test
    void shouldRefuseWhatIsMoreThanTheLimits() throws IOException {
        try (ScriptedHsm hsm = new ScriptedHsm();
                HsmPool pool = pool(patient(hsm))) {
            hsm.script((connection, header, command) -> !command.equals("NC"));
            awaitConnections(pool, 1);
            final Caller small = new Caller(pool, 4);
            for (long id = 0; id < 4; id++) {
                assertEquals(HsmResult.OK, small.echo(id, 300));
            }
            assertEquals(HsmResult.QUEUE_FULL, small.echo(4, 300));
            final Caller large = new Caller(pool, 256);
            for (long id = 0; id < 256; id++) {
                assertEquals(HsmResult.OK, large.echo(id, 300));
            }
            // 252 of 256 find a slot; 63 go out, the others wait for room that never comes.
            final Map<Long, Outcome> outcomes = large.finish();
            assertEquals(
                    256,
                    outcomes.values().stream()
                            .filter(outcome ->
                                    outcome.result() == HsmResult.QUEUE_FULL
                                            || outcome.result() == HsmResult.TIMED_OUT
                                            || outcome.result() == HsmResult.CONNECTION_LOST
                                            || outcome.result() == HsmResult.UNAVAILABLE)
                            .count());
            assertEquals(4, small.finish().size());
            assertTrue(hsm.commands() <= 63, "the window was not kept");
            assertTrue(pool.counters().refusedFull() >= 4, "those without a slot");
        }
    }

    @Test
    void shouldCompleteWithClosedWhenPoolCloses() throws IOException {
        try (ScriptedHsm hsm = new ScriptedHsm()) {
            hsm.script((connection, header, command) -> !command.equals("NC"));
            final HsmPool pool = pool(patient(hsm));
            awaitConnections(pool, 1);
            final Caller caller = new Caller(pool, 128);
            for (long id = 0; id < 100; id++) {
                caller.echo(id, LONG_MS);
            }
            caller.client().flush();
            await(() -> hsm.commands() == 63);
            pool.close();
            caller.finish()
                    .forEach((id, outcome) -> assertEquals(HsmResult.CLOSED, outcome.result()));
            assertEquals(HsmResult.CLOSED, caller.echo(1_000, LONG_MS));
        }
    }

    @Test
    void shouldLoseNothingWhenRingsWrapAround() throws IOException {
        try (ScriptedHsm hsm = new ScriptedHsm();
                HsmPool pool = pool(patient(hsm))) {
            awaitConnections(pool, 1);
            final Caller caller = new Caller(pool, 8);
            long id = 0;
            for (int round = 0; round < 1_000; round++) {
                for (int i = 0; i < 7; i++) {
                    assertEquals(HsmResult.OK, caller.verify(id++, LONG_MS));
                }
                caller.finish(); // Flushes once.
            }
            assertEquals(7_000, pool.counters().answered());
        }
    }

    /** The room of a completion is free when the poll that hands it over has ended. */
    @Test
    void shouldKeepLimitWhenCompletionsSendMore() throws IOException {
        try (ScriptedHsm hsm = new ScriptedHsm();
                HsmPool pool = pool(patient(hsm))) {
            awaitConnections(pool, 1);
            final HsmClient client = pool.newClient(4, () -> {});
            final HsmRequest request = new HsmRequest(512);
            final UnsafeBuffer large = new UnsafeBuffer(new byte[200]);
            final long[] counts = new long[2];
            final Runnable sender =
                    () -> {
                        StatusEncoder.echo(request, large);
                        if (counts[0] < 100
                                && client.send(request, counts[0], LONG_MS) == HsmResult.OK) {
                            counts[0]++;
                            client.flush();
                            await(() -> pool.counters().answered() == counts[0]);
                        }
                    };
            while (counts[0] < 100) {
                sender.run();
                client.poll(
                        (id, result, answer) -> {
                            assertEquals(HsmResult.OK, result);
                            counts[1]++;
                            sender.run();
                            sender.run();
                        },
                        100);
            }
            await(() -> client.poll((id, result, answer) -> counts[1]++, 100) == 0);
            assertEquals(100, counts[1]);
            assertEquals(0, client.pending());
        }
    }

    /** Left to the tick, it has a deadline all the same. */
    @Test
    void shouldCompleteCommandThatNobodyFlushed() throws IOException {
        try (ScriptedHsm hsm = new ScriptedHsm();
                HsmPool pool = pool(patient(hsm))) {
            awaitConnections(pool, 1);
            final Caller caller = new Caller(pool, 8);
            assertEquals(HsmResult.OK, caller.verify(1, LONG_MS));
            await(() -> caller.poll() == 1);
        }
    }

    @Test
    void shouldLeaveNothingInItsBuffers() throws IOException {
        try (ScriptedHsm hsm = new ScriptedHsm();
                HsmPool pool = pool(patient(hsm))) {
            awaitConnections(pool, 1);
            final Caller caller = new Caller(pool, 128);
            for (long id = 0; id < 100; id++) {
                caller.verify(id, LONG_MS);
            }
            caller.finish()
                    .forEach((id, outcome) ->
                            assertEquals(new Outcome(HsmResult.OK, "DD00"), outcome));
            await(() -> pool.loop().fleet().links().stream().allMatch(HsmLink::isBlank));
            assertTrue(Canary.isBlank(caller.request().buffer()), "request");
            assertTrue(Canary.isBlank(pool.loop().table().bytes()), "table");
            assertTrue(Canary.isBlankRing(pool.loop().commands()), "commands");
            assertTrue(
                    Canary.isBlankRing(((QueuedClient) caller.client()).completions()),
                    "completions");
        }
    }
}
