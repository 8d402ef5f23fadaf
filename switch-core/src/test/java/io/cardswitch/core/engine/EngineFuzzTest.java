package io.cardswitch.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.command.Commands;
import io.cardswitch.core.command.Effects;
import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.command.sbe.CardCheckResultDecoder;
import io.cardswitch.core.command.sbe.CardCheckResultEncoder;
import io.cardswitch.core.command.sbe.KeyExchangeDecoder;
import io.cardswitch.core.command.sbe.KeyExchangeEncoder;
import io.cardswitch.core.command.sbe.MessageHeaderEncoder;
import io.cardswitch.core.command.sbe.NetworkRequestDecoder;
import io.cardswitch.core.command.sbe.ReversalRequestDecoder;
import io.cardswitch.core.command.sbe.ReversalRequestEncoder;
import io.cardswitch.core.command.sbe.TransactionRequestDecoder;
import io.cardswitch.core.command.sbe.TransactionRequestEncoder;
import io.cardswitch.core.domain.Amounts;
import io.cardswitch.core.domain.CardStatus;
import io.cardswitch.core.domain.Product;
import io.cardswitch.core.domain.RouteDestination;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Whatever the edge may publish, the engine answers. Fields are random bytes, edge values, or
 * values that make sense, so that commands get past the first rule and meet each other's traces.
 */
final class EngineFuzzTest {
    private static final long[] AMOUNTS = {
        0,
        1,
        -1,
        100,
        5_000,
        Amounts.MAX_AMOUNT_MINOR,
        Amounts.MAX_AMOUNT_MINOR + 1,
        Amounts.MAX_BALANCE_MINOR,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1
    };
    private static final int[] MTIS = {
        0x0100, 0x0101, 0x0120, 0x0121, 0x0200, 0x0201, 0x0220, 0x0221, 0x0210, 0x0300, 0xFFFF
    };
    private static final int[] REVERSAL_MTIS = {0x0400, 0x0401, 0x0420, 0x0421, 0x0410, 0};
    private static final int[] TYPES = {0, 1, 9, 20, 21, 30, 31, 40, 99, 100, 429_496};
    private static final int[] CURRENCIES = {0, 840, 978, 999, 1_000, 65_535};

    private final UnsafeBuffer command = new UnsafeBuffer(new byte[Commands.MAX_LENGTH]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final TransactionRequestEncoder transaction = new TransactionRequestEncoder();
    private final ReversalRequestEncoder reversal = new ReversalRequestEncoder();

    private long parked;
    private long parkedHandle;

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void shouldAnswerAndStayConservedForAnyCommand(long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        final EngineDriver driver =
                new EngineDriver(new EngineConfig(64, 64, 64, 256, 60_000, 1_024, 8, 1_000));
        driver.configure();
        driver.start(2);
        driver.product(new Product(1, -1, -1, 0, 7L * 24 * 3_600_000, 7, 0, 0));
        driver.product(new Product(2, -1, -1, 0, 7L * 24 * 3_600_000, 7, 29, 3));
        driver.route(EngineDriver.BIN, EngineDriver.BIN, RouteDestination.ON_US);
        driver.commit(2);
        for (int i = 0; i < 8; i++) {
            driver.account("A" + i, i == 0 ? Amounts.MAX_BALANCE_MINOR : 100_000L * i);
            driver.card(i + 1, "A" + i, 3012, 1 + i % 2, CardStatus.ACTIVE, 1_000 + i);
        }
        for (int step = 0; step < 20_000; step++) {
            driver.apply(next(random, driver.nowMs()));
            checkEffects(driver.effects(), "seed=" + seed + " step=" + step);
            driver.pass(random.nextInt(200));
        }
        assertTrue(driver.engine().isConserved(), () -> "seed=" + seed);
        assertEquals(
                driver.engine().stateHash(), driver.replay().stateHash(), () -> "seed=" + seed);
    }

    /** Everything that asks is answered, or has its card checked; a result may find nobody. */
    private void checkEffects(Effects effects, String where) {
        for (int i = 0; i < effects.count(); i++) {
            if (effects.isCardCheck(i)) {
                parked = effects.cardCheck(i).sequence();
                parkedHandle = effects.cardCheck(i).edgeHandle();
                assertTrue(effects.cardCheck(i).checks() != 0, where);
            } else {
                assertTrue(ResultCode.of(effects.reply(i).resultCode()) != null, where);
            }
        }
        final boolean isAsking =
                Commands.templateId(command, 0) != CardCheckResultDecoder.TEMPLATE_ID;
        assertTrue(!isAsking || effects.count() > 0, where);
    }

    private byte[] next(SplittableRandom random, long nowMs) {
        final int kind = random.nextInt(12);
        if (kind < 6) return transaction(random, nowMs);
        if (kind < 9) return reversal(random, nowMs);
        if (kind < 10) return network(random);
        return kind < 11 ? keyExchange(random) : checkResult(random, nowMs);
    }

    private byte[] transaction(SplittableRandom random, long nowMs) {
        fill(random, TransactionRequestDecoder.TEMPLATE_ID, TransactionRequestDecoder.BLOCK_LENGTH);
        if (random.nextInt(50) == 0) return copy(TransactionRequestDecoder.BLOCK_LENGTH);
        transaction.wrap(command, Commands.HEADER_LENGTH);
        final long card = random.nextInt(10);
        transaction
                .timeMs(random.nextInt(100) == 0 ? random.nextLong(-5, 5) : nowMs)
                .keyHigh(random.nextInt(4))
                .keyLow(random.nextInt(200))
                .tokenHigh(card)
                .tokenLow(card == 0 ? 0 : ~card)
                .amountMinor(AMOUNTS[random.nextInt(AMOUNTS.length)])
                .processingCode(TYPES[random.nextInt(TYPES.length)] * 10_000L)
                .currency(CURRENCIES[random.nextInt(CURRENCIES.length)])
                .mti(MTIS[random.nextInt(MTIS.length)])
                .linkId(random.nextInt(3))
                .expiry(random.nextInt(5) == 0 ? random.nextInt(65_536) : 0)
                .bin(random.nextInt(20) == 0 ? random.nextLong(1L << 32) : EngineDriver.BIN);
        transaction.rrn("R" + random.nextInt(50)).terminalId("T" + random.nextInt(2));
        return copy(TransactionRequestDecoder.BLOCK_LENGTH);
    }

    private byte[] reversal(SplittableRandom random, long nowMs) {
        fill(random, ReversalRequestDecoder.TEMPLATE_ID, ReversalRequestDecoder.BLOCK_LENGTH);
        if (random.nextInt(50) == 0) return copy(ReversalRequestDecoder.BLOCK_LENGTH);
        reversal.wrap(command, Commands.HEADER_LENGTH);
        final long card = random.nextInt(10);
        reversal.timeMs(nowMs)
                .originalKeyHigh(random.nextInt(4))
                .originalKeyLow(random.nextInt(200))
                .authorizationKeyHigh(random.nextInt(4))
                .authorizationKeyLow(random.nextInt(200))
                .tokenHigh(card)
                .tokenLow(card == 0 ? 0 : ~card)
                .amountMinor(AMOUNTS[random.nextInt(AMOUNTS.length)])
                .replacementMinor(AMOUNTS[random.nextInt(AMOUNTS.length)])
                .mti(REVERSAL_MTIS[random.nextInt(REVERSAL_MTIS.length)])
                .linkId(random.nextInt(3))
                .flags((short) (random.nextInt(4)));
        reversal.rrn("R" + random.nextInt(50)).terminalId("T" + random.nextInt(2));
        return copy(ReversalRequestDecoder.BLOCK_LENGTH);
    }

    private byte[] network(SplittableRandom random) {
        fill(random, NetworkRequestDecoder.TEMPLATE_ID, NetworkRequestDecoder.BLOCK_LENGTH);
        return copy(NetworkRequestDecoder.BLOCK_LENGTH);
    }

    private byte[] keyExchange(SplittableRandom random) {
        fill(random, KeyExchangeDecoder.TEMPLATE_ID, KeyExchangeDecoder.BLOCK_LENGTH);
        if (random.nextInt(5) > 0) {
            new KeyExchangeEncoder()
                    .wrap(command, Commands.HEADER_LENGTH)
                    .linkId(random.nextInt(3))
                    .kind((short) random.nextInt(3));
        }
        return copy(KeyExchangeDecoder.BLOCK_LENGTH);
    }

    private byte[] checkResult(SplittableRandom random, long nowMs) {
        fill(random, CardCheckResultDecoder.TEMPLATE_ID, CardCheckResultDecoder.BLOCK_LENGTH);
        if (random.nextInt(10) > 0) {
            new CardCheckResultEncoder()
                    .wrap(command, Commands.HEADER_LENGTH)
                    .timeMs(nowMs)
                    .requestSequence(parked - random.nextInt(2))
                    .edgeHandle(parkedHandle)
                    .outcome((short) (random.nextBoolean() ? 0 : random.nextInt(12)));
        }
        return copy(CardCheckResultDecoder.BLOCK_LENGTH);
    }

    /** A valid header, then random bytes; the time is too far away to count. */
    private void fill(SplittableRandom random, int templateId, int blockLength) {
        for (int i = 0; i < blockLength; i++) {
            command.putByte(Commands.HEADER_LENGTH + i, (byte) random.nextInt(256));
        }
        command.putByte(Commands.HEADER_LENGTH + 7, (byte) (0x40 | random.nextInt(256)));
        header.wrap(command, 0)
                .blockLength(blockLength)
                .templateId(templateId)
                .schemaId(MessageHeaderEncoder.SCHEMA_ID)
                .version(MessageHeaderEncoder.SCHEMA_VERSION);
    }

    private byte[] copy(int blockLength) {
        final byte[] bytes = new byte[Commands.HEADER_LENGTH + blockLength];
        command.getBytes(0, bytes);
        return bytes;
    }

    /** A fixed set first, then a fresh one; -Dseed=N replays one. */
    static LongStream seeds() {
        final Long seed = Long.getLong("seed");
        if (seed != null) return LongStream.of(seed);
        return LongStream.concat(LongStream.range(0, 5), LongStream.of(System.nanoTime()));
    }
}
