package io.cardswitch.hsm.joint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.hsm.AccountNumber;
import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.PinBlock;
import io.cardswitch.hsm.PinBlockFormat;
import io.cardswitch.hsm.command.PvvMethod;
import io.cardswitch.hsm.command.VerdictDecoder;
import io.cardswitch.hsm.command.pin.VerifyPvvEncoder;
import io.cardswitch.hsm.simulator.Faults;
import io.cardswitch.hsm.simulator.SoftwareHsm;
import io.cardswitch.hsm.simulator.SoftwareHsmConfig;
import io.cardswitch.hsm.transport.HsmPoolConfig;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.stream.Stream;

/** Verifications, right and wrong PINs, while one of two devices does what it should not. */
final class TwoDevicesIT {
    /** So long that a busy machine does not make the good device look silent. */
    private static final HsmPoolConfig.Timers QUICK =
            new HsmPoolConfig.Timers(1_000, 5_000, 1_000, 10, 50, 3);

    private static final HsmKey TPK = HsmKey.parse("0406FBB23A5214DF");
    private static final PvvMethod METHOD =
            new PvvMethod(HsmKey.parse("X367930344805B1FAD6146EF4ED7502B3"), 1);
    private static final int RIGHT = 4402;

    private final PinBlock block = JointHost.block("AE7A708F877571A9", PinBlockFormat.ISO_0);
    private final AccountNumber account = JointHost.account("550000025321");
    private SoftwareHsm good;
    private SoftwareHsm bad;
    private JointHost host;
    private boolean[] isDone;
    private int completed;

    @BeforeEach
    void start() throws IOException {
        good = SoftwareHsm.start(SoftwareHsmConfig.onLoopback(0));
        bad = SoftwareHsm.start(SoftwareHsmConfig.onLoopback(0));
        host = new JointHost(QUICK, 2, good, bad);
    }

    @AfterEach
    void stop() {
        host.close();
        good.close();
        bad.close();
    }

    /** Every third PIN is wrong: an answer to another command would show. */
    private void load(int commands, Runnable halfway) {
        isDone = new boolean[commands];
        completed = 0;
        int next = 0;
        while (next < commands) {
            if (next >= commands / 2 && next < commands / 2 + 64) {
                halfway.run();
            }
            final int limit = Math.min(next + 64, commands);
            while (host.client().pending() < 64 && next < limit) {
                VerifyPvvEncoder.fromTerminal(
                        host.request(),
                        TPK,
                        METHOD,
                        block,
                        account,
                        next % 3 == 0 ? RIGHT + 1 : RIGHT);
                assertEquals(
                        HsmResult.OK,
                        host.client().send(host.request(), next, JointHost.PATIENT_MS));
                next++;
            }
            host.client().flush();
            host.client().poll(this::onCompletion, 64);
        }
        host.await(() -> {
            host.client().poll(this::onCompletion, 64);
            return host.client().pending() == 0;
        });
        assertEquals(commands, completed);
    }

    private void onCompletion(long id, HsmResult result, HsmAnswer answer) {
        final int index = (int) id;
        assertTrue(!isDone[index], "completed twice");
        isDone[index] = true;
        completed++;
        assertEquals(HsmResult.OK, result);
        assertEquals(
                index % 3 == 0 ? HsmResult.VERIFICATION_FAILED : HsmResult.OK,
                VerdictDecoder.decode(answer));
    }

    @Test
    void shouldLoseNothingWhenOneIsBlackholedUnderLoad() {
        load(6_000, () -> bad.setFaults(Faults.silence()));
        assertTrue(host.pool().counters().repeated() > 0, "nothing was under way to it");
        bad.setFaults(Faults.NONE);
        host.await(() -> host.pool().usableConnections() == 4);
    }

    @Test
    void shouldLoseNothingWhenOneIsKilledUnderLoad() {
        load(6_000, bad::close);
        host.await(() -> host.pool().usableConnections() == 2);
        assertTrue(good.answers() >= 3_000);
    }

    static Stream<Faults> faults() {
        return Stream.of(
                Faults.drop(50),
                Faults.duplicate(3),
                Faults.garbage(5),
                Faults.cut(50),
                Faults.close(50),
                Faults.refuse(3, "42"),
                Faults.shuffle(8),
                Faults.delay(5));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldLoseNothingWhenOneMistreatsAnswers(Faults faults) {
        bad.setFaults(faults);
        load(1_500, () -> {});
    }
}
