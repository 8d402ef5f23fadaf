package io.cardswitch.benchmarks;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.Commands;
import io.cardswitch.core.command.Effects;
import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.command.sbe.AccountLoadEncoder;
import io.cardswitch.core.command.sbe.CardLoadEncoder;
import io.cardswitch.core.command.sbe.ConfigurationCommitEncoder;
import io.cardswitch.core.command.sbe.ConfigurationStartEncoder;
import io.cardswitch.core.command.sbe.MessageHeaderEncoder;
import io.cardswitch.core.command.sbe.ProductLoadEncoder;
import io.cardswitch.core.command.sbe.RouteLoadEncoder;
import io.cardswitch.core.command.sbe.TransactionRequestEncoder;
import io.cardswitch.core.domain.RouteDestination;
import io.cardswitch.core.engine.EngineConfig;
import io.cardswitch.core.engine.SwitchStateMachine;

import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.util.concurrent.TimeUnit;

/**
 * Cost of one on-us approval by the engine alone: random cards, every command a new transaction, a
 * full duplicate window that drops a row for every new one.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EngineBenchmark {
    private static final int BATCH = 64;
    private static final int BIN = 47_617_300;
    private static final int CURRENCY = 840;
    private static final long OPENING_MINOR = 100_000_000_000L;
    private static final long START_MS = 1_795_305_600_000L;
    private static final int COMMANDS_PER_MS = 1_000;

    @Param({"1000", "1000000"})
    int cardCount;

    private final UnsafeBuffer command = new UnsafeBuffer(new byte[BATCH * Commands.MAX_LENGTH]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final TransactionRequestEncoder request = new TransactionRequestEncoder();
    private final Effects effects =
            new Effects().wrap(new UnsafeBuffer(new byte[Effects.LENGTH]), 0);
    private SwitchStateMachine engine;
    private long sequence;
    private long random = 1;

    /** Loads the books and fills the duplicate window. */
    @Setup
    public void load() {
        engine = new SwitchStateMachine(EngineConfig.ofCards(cardCount));
        new ConfigurationStartEncoder().wrapAndApplyHeader(command, 0, header).contentHash(1);
        apply(0, Commands.HEADER_LENGTH + ConfigurationStartEncoder.BLOCK_LENGTH);
        new ProductLoadEncoder()
                .wrapAndApplyHeader(command, 0, header)
                .allowedTypes(0, 1)
                .allowedTypes(1, 0)
                .maximumMinor(0)
                .holdLifetimeMs(1_000)
                .productId(1)
                .channels((short) 1);
        apply(0, Commands.HEADER_LENGTH + ProductLoadEncoder.BLOCK_LENGTH);
        new RouteLoadEncoder()
                .wrapAndApplyHeader(command, 0, header)
                .binLow(BIN)
                .binHigh(BIN)
                .destination(RouteDestination.ON_US.code());
        apply(0, Commands.HEADER_LENGTH + RouteLoadEncoder.BLOCK_LENGTH);
        new ConfigurationCommitEncoder().wrapAndApplyHeader(command, 0, header).contentHash(1);
        apply(0, Commands.HEADER_LENGTH + ConfigurationCommitEncoder.BLOCK_LENGTH);
        for (int i = 0; i < cardCount; i++) {
            loadCard(i);
        }
        for (int i = 0; i < 1 << 20; i++) {
            check(approve() == ResultCode.APPROVED.code(), "the purchase is approved");
        }
    }

    /** Purchases of random cards, one by one. */
    @Benchmark
    public int approve() {
        final int length = writePurchase(0);
        apply(0, length);
        return effects.reply(0).resultCode();
    }

    /** The same in batches, as the compact pipeline applies them: all are prepared first. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int approveBatch() {
        int length = 0;
        for (int i = 0; i < BATCH; i++) {
            length = writePurchase(i * Commands.MAX_LENGTH);
            engine.prepare(command, i * Commands.MAX_LENGTH, length);
        }
        for (int i = 0; i < BATCH; i++) {
            apply(i * Commands.MAX_LENGTH, length);
            check(effects.reply(0).resultCode() == 0, "the purchase is approved");
        }
        return length;
    }

    private int writePurchase(int offset) {
        random = random * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        final long card = (random >>> 33) % cardCount;
        request.wrapAndApplyHeader(command, offset, header)
                .timeMs(START_MS + sequence / COMMANDS_PER_MS)
                .edgeHandle(random)
                .keyHigh(random)
                .keyLow(~random)
                .tokenHigh(tokenHigh(card))
                .tokenLow(card)
                .amountMinor(1)
                .acquirerId(12_345)
                .processingCode(0)
                .stan((random >>> 40) % 1_000_000)
                .bin(BIN)
                .last4((int) (card % 10_000))
                .currency(CURRENCY)
                .mti(0x0200)
                .linkId(1)
                .panLength((short) 16);
        command.putLong(
                offset + Commands.HEADER_LENGTH + TransactionRequestEncoder.rrnEncodingOffset(),
                random);
        return Commands.HEADER_LENGTH + TransactionRequestEncoder.BLOCK_LENGTH;
    }

    /** A fast wrong answer is not a result. */
    @TearDown(Level.Trial)
    public void checkConservation() {
        check(engine.isConserved(), "the benchmark left the books unbalanced");
    }

    private void loadCard(int number) {
        new AccountLoadEncoder()
                .wrapAndApplyHeader(command, 0, header)
                .openingMinor(OPENING_MINOR)
                .creditLimitMinor(0)
                .accountId("A" + number)
                .currency(CURRENCY)
                .accountType((short) 0)
                .status((short) 0);
        apply(0, Commands.HEADER_LENGTH + AccountLoadEncoder.BLOCK_LENGTH);
        new CardLoadEncoder()
                .wrapAndApplyHeader(command, 0, header)
                .tokenHigh(tokenHigh(number))
                .tokenLow(number)
                .accountId("A" + number)
                .bin(BIN)
                .last4(number % 10_000)
                .expiry(9_912)
                .productId(1)
                .serviceCode(101)
                .pvv(0)
                .sequence((short) 0)
                .panLength((short) 16)
                .pvki((short) 1)
                .status((short) 0);
        apply(0, Commands.HEADER_LENGTH + CardLoadEncoder.BLOCK_LENGTH);
    }

    private void apply(int offset, int length) {
        sequence++;
        engine.onCommand(sequence, command, offset, length, effects.clear());
    }

    private static long tokenHigh(long card) {
        return (card + 1) * 0x9E37_79B9_7F4A_7C15L;
    }
}
