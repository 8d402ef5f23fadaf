package io.cardswitch.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.command.CheckOutcome;
import io.cardswitch.core.command.Effects;
import io.cardswitch.core.command.ReplyFlyweight;
import io.cardswitch.core.command.RequestEvidence;
import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.domain.CardCheck;
import io.cardswitch.core.domain.CardStatus;
import io.cardswitch.core.domain.Product;
import io.cardswitch.core.domain.RouteDestination;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Requests, results, reversals, advices, repeats, ticks and restarts in any order: every request
 * has one answer, and the books hold what the answers said and nothing else.
 */
final class CardCheckPropertyTest {
    private static final int STEPS = 2_000;
    private static final int CARDS = 6;
    private static final long OPENING_MINOR = 20_000;
    private static final EngineConfig CONFIG =
            new EngineConfig(64, 64, 64, 4_096, 86_400_000, 256, 5, 2_000);

    private enum Fate {
        PARKED,
        REFUSED,
        POSTED,
        REVERSED
    }

    private record Sent(int stan, long card, long amountMinor) {}

    /** A request that waits: its sequence names it in the result. */
    private record Waiting(long sequence, long handle) {}

    private final EngineDriver driver = new EngineDriver(CONFIG);
    private final Map<Integer, Fate> fates = new HashMap<>(); // By STAN.
    private final Map<Long, Sent> unanswered = new HashMap<>(); // By handle.
    private final List<Sent> sent = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private long lastHandle;
    private SplittableRandom random;

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void shouldAnswerOnceAndPostWhatWasAnsweredWhenAnythingInterleaves(long seed) {
        random = new SplittableRandom(seed);
        open();
        for (int step = 0; step < STEPS; step++) {
            act();
            assertEquals(
                    driver.engine().waitingCheckCount(),
                    unanswered.size(),
                    () -> "who waits has no answer yet, seed=" + seed);
            driver.pass(random.nextInt(300));
        }
        for (int card = 1; card <= CARDS; card++) {
            assertEquals(expectedMinor(card), driver.ledgerMinor("A" + card), "seed=" + seed);
        }
        assertTrue(driver.engine().isConserved(), () -> "seed=" + seed);
        assertEquals(
                driver.engine().stateHash(), driver.replay().stateHash(), () -> "seed=" + seed);
        assertEquals(0, driver.engine().evictedEarlyCount(), "the model knows no eviction");
    }

    private void open() {
        final int checks = CardCheck.PIN_OFFSET.bit() | CardCheck.CVV.bit() | CardCheck.ARQC.bit();
        driver.start(1);
        driver.product(new Product(1, -1, -1, 0, 86_400_000, 7, checks, 9));
        driver.route(EngineDriver.BIN, EngineDriver.BIN, RouteDestination.ON_US);
        driver.commit(1);
        for (int card = 1; card <= CARDS; card++) {
            driver.account("A" + card, OPENING_MINOR);
            driver.card(card, "A" + card, 3012, 1, CardStatus.ACTIVE, 1_234);
        }
    }

    private void act() {
        final int kind = random.nextInt(100);
        if (kind < 35) {
            request(fresh());
        } else if (kind < 65) {
            result();
        } else if (kind < 75) {
            reverse(random.nextInt(10) == 0 || sent.isEmpty() ? fresh() : any());
        } else if (kind < 83) {
            request(sent.isEmpty() ? fresh() : any());
        } else if (kind < 88) {
            advise(sent.isEmpty() ? fresh() : any());
        } else if (kind < 99) {
            driver.tick();
            takeAnswers();
        } else {
            driver.nodeStart();
            assertEquals(0, driver.effects().count());
            unanswered.clear();
            fates.replaceAll((stan, fate) -> fate == Fate.PARKED ? Fate.REFUSED : fate);
        }
    }

    private Sent fresh() {
        final Sent request =
                new Sent(sent.size() + 1, 1 + random.nextInt(CARDS), 1 + random.nextInt(1_000));
        sent.add(request);
        return request;
    }

    private Sent any() {
        return sent.get(Math.max(0, sent.size() - 1 - random.nextInt(Math.min(20, sent.size()))));
    }

    private void request(Sent request) {
        final long handle = ++lastHandle;
        final int evidence = random.nextInt(4) == 0 ? 0 : random.nextInt(16);
        driver.request(0x0200, request.card, request.amountMinor, request.stan)
                .edgeHandle(handle)
                .evidence((short) (evidence | random.nextInt(2) * RequestEvidence.PIN));
        driver.submit();
        unanswered.put(handle, request);
        if (driver.effects().isCardCheck(0)) {
            assertEquals(handle, driver.effects().cardCheck(0).edgeHandle());
            assertTrue(fates.put(request.stan, Fate.PARKED) == null, "a key is checked once");
            waiting.add(new Waiting(driver.engine().lastSequence(), handle));
        }
        takeAnswers();
    }

    /** A result for one who waits, or for one who waited once, or for nobody. */
    private void result() {
        final Waiting named =
                waiting.isEmpty() || random.nextInt(20) == 0
                        ? new Waiting(random.nextLong(-1, 50), lastHandle)
                        : waiting.get(Math.max(0, waiting.size() - 1 - random.nextInt(8)));
        final int outcome =
                random.nextInt(3) > 0
                        ? CheckOutcome.PASSED.code()
                        : random.nextInt(CheckOutcome.values().length + 2);
        driver.result(named.sequence, named.handle, outcome);
        takeAnswers();
    }

    private void reverse(Sent original) {
        driver.reversal(0x0400, 2, original.card, original.amountMinor, original.stan)
                .edgeHandle(0);
        driver.sendReversal();
        final Fate fate = fates.get(original.stan);
        if (fate != Fate.REFUSED) fates.put(original.stan, Fate.REVERSED);
        takeAnswers();
    }

    private void advise(Sent request) {
        driver.request(0x0220, request.card, request.amountMinor, request.stan).edgeHandle(0);
        assertEquals(ResultCode.APPROVED.code(), driver.send().resultCode());
        if (fates.get(request.stan) != Fate.REVERSED) fates.put(request.stan, Fate.POSTED);
        takeAnswers();
    }

    /** Handle 0 is that of reversals and advices. */
    private void takeAnswers() {
        final Effects effects = driver.effects();
        for (int i = 0; i < effects.count(); i++) {
            if (effects.isCardCheck(i)) continue;
            final ReplyFlyweight reply = effects.reply(i);
            if (reply.edgeHandle() != 0) takeAnswer(reply);
        }
    }

    private void takeAnswer(ReplyFlyweight reply) {
        final Sent request = unanswered.remove(reply.edgeHandle());
        assertTrue(request != null, "a request is answered once");
        final boolean isApproved = reply.resultCode() == ResultCode.APPROVED.code();
        final boolean isFirst = (reply.flags() & ReplyFlyweight.IS_REPEAT) == 0;
        final Fate fate = fates.get(request.stan);
        if (fate == null || fate == Fate.PARKED && isDecision(reply)) {
            fates.put(request.stan, isApproved ? Fate.POSTED : Fate.REFUSED);
        } else {
            assertTrue(!isApproved || !isFirst, "what is decided is not approved anew");
            assertTrue(!isApproved || fate == Fate.POSTED, "only what is posted is approved");
        }
    }

    private static boolean isDecision(ReplyFlyweight reply) {
        return reply.resultCode() != ResultCode.CHECK_IN_PROGRESS.code();
    }

    private long expectedMinor(long card) {
        return OPENING_MINOR
                - sent.stream()
                        .filter(s -> s.card == card && fates.get(s.stan) == Fate.POSTED)
                        .mapToLong(Sent::amountMinor)
                        .sum();
    }

    /** A fixed set first, then a fresh one; -Dseed=N replays one. */
    static LongStream seeds() {
        final Long seed = Long.getLong("seed");
        if (seed != null) return LongStream.of(seed);
        return LongStream.concat(LongStream.range(0, 5), LongStream.of(System.nanoTime()));
    }
}
