package io.cardswitch.hsm.transport;

import static io.cardswitch.hsm.transport.Caller.await;
import static io.cardswitch.hsm.transport.Caller.awaitConnections;
import static io.cardswitch.hsm.transport.Caller.config;
import static io.cardswitch.hsm.transport.Caller.pool;
import static io.cardswitch.hsm.transport.Caller.quick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.transport.Caller.Outcome;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Two HSMs, of which one does what it should not. */
final class FailoverIT {
    private static final int LONG_MS = 8_000;
    private static final Outcome VERIFIED = new Outcome(HsmResult.OK, "DD00");

    /** Two devices and a pool over both. */
    private static final class Two implements AutoCloseable {
        private final ScriptedHsm one = new ScriptedHsm();
        private final ScriptedHsm two = new ScriptedHsm();
        private final HsmPool pool;

        Two(int connections) throws IOException {
            pool =
                    pool(
                            config(
                                    quick(),
                                    one.endpoint("one", connections),
                                    two.endpoint("two", connections)));
            awaitConnections(pool, 2 * connections);
        }

        @Override
        public void close() {
            pool.close();
            two.close();
            one.close();
        }
    }

    @Test
    void shouldFailNoCommandWhenOneIsBlackholedUnderLoad() throws IOException {
        try (Two hsms = new Two(2)) {
            final Caller caller = new Caller(hsms.pool, 64);
            long id = 0;
            while (id < 20_000) {
                hsms.two.blackhole(id > 5_000);
                while (caller.client().pending() < 64 && id < 20_000) {
                    assertEquals(HsmResult.OK, caller.verify(id, LONG_MS));
                    id++;
                }
                caller.client().flush();
                caller.poll();
            }
            final Map<Long, Outcome> outcomes = caller.finish();
            assertEquals(20_000, outcomes.size());
            outcomes.forEach((command, outcome) -> assertEquals(VERIFIED, outcome));
            assertTrue(
                    hsms.pool.counters().repeated() > 0, "nothing was under way to the blackhole");
            await(() -> hsms.pool.usableConnections() == 2);
            hsms.two.blackhole(false);
            awaitConnections(hsms.pool, 4);
        }
    }

    @Test
    void shouldFailNoVerificationWhenConnectionsDropUnderLoad() throws IOException {
        try (Two hsms = new Two(2)) {
            final Caller caller = new Caller(hsms.pool, 64);
            for (long id = 0; id < 5_000; id++) {
                if (id % 1_000 == 500) {
                    hsms.two.dropConnections();
                }
                await(() -> {
                    caller.client().flush();
                    caller.poll();
                    return caller.client().pending() < 64;
                });
                assertEquals(HsmResult.OK, caller.verify(id, LONG_MS));
            }
            caller.finish().forEach((id, outcome) -> assertEquals(VERIFIED, outcome));
            awaitConnections(hsms.pool, 4);
        }
    }

    @Test
    void shouldNotRepeatWhatMayHaveBeenDone() throws IOException {
        try (Two hsms = new Two(1)) {
            final ScriptedHsm.Script swallow =
                    (connection, header, command) -> !command.equals("NC");
            hsms.one.script(swallow);
            hsms.two.script(swallow);
            final Caller caller = new Caller(hsms.pool, 16);
            caller.random(1, 400);
            assertEquals(HsmResult.TIMED_OUT, caller.finish(1L).result());
            assertEquals(1, hsms.one.commands() + hsms.two.commands());
            caller.verify(2, 2_000);
            assertEquals(HsmResult.TIMED_OUT, caller.finish(2L).result());
            assertEquals(3, hsms.one.commands() + hsms.two.commands(), "asked each once");
        }
    }

    @Test
    void shouldNotRepeatWhatMayHaveBeenDoneWhenConnectionDrops() throws IOException {
        try (Two hsms = new Two(1)) {
            final ScriptedHsm.Script drop =
                    (connection, header, command) -> {
                        if (!command.equals("NC")) {
                            connection.close();
                        }
                        return !command.equals("NC");
                    };
            hsms.one.script(drop);
            hsms.two.script(drop);
            final Caller caller = new Caller(hsms.pool, 16);
            caller.random(1, LONG_MS);
            assertEquals(HsmResult.CONNECTION_LOST, caller.finish(1L).result());
            assertEquals(1, hsms.one.commands() + hsms.two.commands());
        }
    }

    @Test
    void shouldNeverUseConnectionThatAcceptsAndSaysNothing() throws IOException {
        try (ScriptedHsm mute = new ScriptedHsm();
                ScriptedHsm good = new ScriptedHsm();
                HsmPool pool =
                        pool(
                                config(
                                        new HsmPoolConfig.Timers(100, 100, 200, 10, 50, 3),
                                        mute.endpoint("mute", 2),
                                        good.endpoint("good", 1)))) {
            mute.blackhole(true);
            awaitConnections(pool, 1);
            await(() -> mute.accepted() > 4); // It is tried again and again.
            final Caller caller = new Caller(pool, 64);
            for (long id = 0; id < 50; id++) {
                caller.verify(id, LONG_MS);
            }
            caller.finish().forEach((id, outcome) -> assertEquals(VERIFIED, outcome));
            assertEquals(0, mute.commands());
            assertEquals(0, pool.counters().repeated());
        }
    }

    @Test
    void shouldTakeOutIdleConnectionThatStopsAnswering() throws IOException {
        try (ScriptedHsm one = new ScriptedHsm();
                HsmPool pool = pool(config(quick(), one.endpoint("one", 1)))) {
            awaitConnections(pool, 1);
            one.blackhole(true);
            awaitConnections(pool, 0);
            assertTrue(pool.counters().probesFailed() > 0);
            one.blackhole(false);
            awaitConnections(pool, 1);
        }
    }

    @Test
    void shouldKeepConnectionThatAnswersCommandsWhenProbeIsLost() throws IOException {
        final AtomicInteger probes = new AtomicInteger();
        try (ScriptedHsm one = new ScriptedHsm()) {
            one.script((connection, header, command) ->
                    command.equals("NC") && probes.getAndIncrement() > 0);
            final HsmPoolConfig.Timers timers =
                    new HsmPoolConfig.Timers(LONG_MS, LONG_MS, 1_500, 10, 50, 3);
            try (HsmPool pool = pool(config(timers, one.endpoint("one", 1)))) {
                awaitConnections(pool, 1);
                final Caller caller = new Caller(pool, 16);
                for (long id = 0; pool.counters().probesFailed() < 2; id++) {
                    caller.verify(id, LONG_MS);
                    assertEquals(VERIFIED, caller.finish(id));
                }
                assertEquals(0, pool.counters().takenOut());
                assertEquals(1, one.accepted());
            }
        }
    }

    @Test
    void shouldAskAnotherWhenDeviceIsInTrouble() throws IOException {
        try (ScriptedHsm ill = new ScriptedHsm();
                ScriptedHsm good = new ScriptedHsm();
                HsmPool pool =
                        pool(config(quick(), ill.endpoint("ill", 1), good.endpoint("good", 1)))) {
            ill.script((connection, header, command) -> {
                if (command.equals("NC")) {
                    return false;
                }
                connection.answer(header, "DD13");
                return true;
            });
            awaitConnections(pool, 2);
            final Caller caller = new Caller(pool, 64);
            for (long id = 0; id < 50; id++) {
                caller.verify(id, LONG_MS);
            }
            caller.finish().forEach((id, outcome) -> assertEquals(VERIFIED, outcome));
            assertTrue(pool.counters().deviceFaults() > 0);
            assertTrue(pool.counters().takenOut() > 0, "goes on being asked");
        }
    }

    @Test
    void shouldHandOverFaultWhenThereIsNobodyElse() throws IOException {
        try (ScriptedHsm ill = new ScriptedHsm();
                HsmPool pool = pool(config(quick(), ill.endpoint("ill", 1)))) {
            ill.script((connection, header, command) -> {
                if (command.equals("NC")) {
                    return false;
                }
                connection.answer(header, "DD13");
                return true;
            });
            awaitConnections(pool, 1);
            final Caller caller = new Caller(pool, 64);
            for (long id = 0; id < 10; id++) {
                caller.verify(id, LONG_MS);
            }
            caller.finish()
                    .forEach((id, outcome) ->
                            assertEquals(new Outcome(HsmResult.OK, "DD13"), outcome));
            assertEquals(1, pool.usableConnections());
        }
    }

    @Test
    void shouldComeBackWhenDeviceDoes() throws IOException {
        final ScriptedHsm first = new ScriptedHsm();
        final int port = first.port();
        try (HsmPool pool = pool(config(quick(), first.endpoint("one", 2)))) {
            awaitConnections(pool, 2);
            first.close();
            awaitConnections(pool, 0);
            try (ScriptedHsm second = new ScriptedHsm(port)) {
                awaitConnections(pool, 2);
                final Caller caller = new Caller(pool, 16);
                caller.verify(1, LONG_MS);
                assertEquals(VERIFIED, caller.finish(1L));
                assertEquals(1, second.commands());
            }
        }
    }

    @Test
    void shouldSpreadCommandsOverAllConnections() throws IOException {
        try (Two hsms = new Two(1)) {
            final Caller caller = new Caller(hsms.pool, 64);
            for (long id = 0; id < 60; id++) {
                caller.verify(id, LONG_MS);
            }
            caller.finish();
            assertEquals(30, hsms.one.commands());
            assertEquals(30, hsms.two.commands());
        }
    }
}
