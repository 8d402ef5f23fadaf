package io.cardswitch.core.engine;

import io.cardswitch.core.command.Commands;
import io.cardswitch.core.command.Effects;
import io.cardswitch.core.command.ReplyFlyweight;
import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.command.sbe.AccountLoadEncoder;
import io.cardswitch.core.command.sbe.CardCheckResultEncoder;
import io.cardswitch.core.command.sbe.CardLoadEncoder;
import io.cardswitch.core.command.sbe.CheckpointEncoder;
import io.cardswitch.core.command.sbe.ConfigurationCommitEncoder;
import io.cardswitch.core.command.sbe.ConfigurationStartEncoder;
import io.cardswitch.core.command.sbe.KeyExchangeEncoder;
import io.cardswitch.core.command.sbe.MessageHeaderEncoder;
import io.cardswitch.core.command.sbe.NetworkRequestEncoder;
import io.cardswitch.core.command.sbe.NodeStartEncoder;
import io.cardswitch.core.command.sbe.ProductLoadEncoder;
import io.cardswitch.core.command.sbe.ReversalRequestEncoder;
import io.cardswitch.core.command.sbe.RouteLoadEncoder;
import io.cardswitch.core.command.sbe.TickEncoder;
import io.cardswitch.core.command.sbe.TransactionRequestEncoder;
import io.cardswitch.core.domain.AccountStatus;
import io.cardswitch.core.domain.AccountType;
import io.cardswitch.core.domain.CardStatus;
import io.cardswitch.core.domain.Product;
import io.cardswitch.core.domain.RouteDestination;
import io.cardswitch.core.ledger.AccountView;
import io.cardswitch.core.ledger.CardTable;

import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.List;

/** Drives an engine by commands and keeps them, so that the same log can be applied again. */
public final class EngineDriver {
    /** BIN of all test cards that say nothing else. */
    public static final int BIN = 47_617_300;

    /** The first moment of the tests: 2026-11-22T00:00:00Z. */
    public static final long START_MS = 1_795_305_600_000L;

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(Commands.MAX_LENGTH);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final TransactionRequestEncoder transaction = new TransactionRequestEncoder();
    private final ReversalRequestEncoder reversal = new ReversalRequestEncoder();
    private final NetworkRequestEncoder network = new NetworkRequestEncoder();
    private final Effects effects =
            new Effects().wrap(new UnsafeBuffer(new byte[Effects.LENGTH]), 0);
    private final List<byte[]> log = new ArrayList<>();
    private final EngineConfig config;
    private final SwitchStateMachine engine;
    private long nowMs = START_MS;

    /** An empty engine. */
    public EngineDriver(EngineConfig config) {
        this.config = config;
        this.engine = new SwitchStateMachine(config);
    }

    /** The engine under test. */
    public SwitchStateMachine engine() {
        return engine;
    }

    /** Time stamped on the next command. */
    public long nowMs() {
        return nowMs;
    }

    /** Moves the time of the next command. */
    public void pass(long elapsedMs) {
        nowMs += elapsedMs;
    }

    /** Loads an active debit account in US dollars. */
    public void account(String id, long openingMinor) {
        account(id, 840, openingMinor, 0, AccountType.DEBIT, AccountStatus.ACTIVE);
    }

    /** Loads an account. */
    public void account(
            String id,
            int currency,
            long openingMinor,
            long creditMinor,
            AccountType type,
            AccountStatus status) {
        new AccountLoadEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .openingMinor(openingMinor)
                .creditLimitMinor(creditMinor)
                .accountId(id)
                .currency(currency)
                .accountType((short) type.code())
                .status((short) status.code());
        apply(AccountLoadEncoder.BLOCK_LENGTH);
    }

    /** Loads an active card of product 1 that is valid for years; its number is its token. */
    public void card(long number, String account) {
        card(number, account, 3012, 1, CardStatus.ACTIVE);
    }

    /** Loads a card without a PIN. */
    public void card(long number, String account, int expiry, int product, CardStatus status) {
        card(number, account, expiry, product, status, CardTable.NO_PVV);
    }

    /** Loads a card. */
    public void card(
            long number, String account, int expiry, int product, CardStatus status, int pvv) {
        new CardLoadEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .tokenHigh(number)
                .tokenLow(~number)
                .accountId(account)
                .bin(BIN)
                .last4((int) (number % 10_000))
                .expiry(expiry)
                .productId(product)
                .serviceCode(101)
                .pvv(pvv)
                .sequence((short) 0)
                .panLength((short) 16)
                .pvki((short) 1)
                .status((short) status.code());
        apply(CardLoadEncoder.BLOCK_LENGTH);
    }

    /** Opens a version of the configuration. */
    public void start(long contentHash) {
        new ConfigurationStartEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .timeMs(nowMs)
                .contentHash(contentHash);
        apply(ConfigurationStartEncoder.BLOCK_LENGTH);
    }

    /** Adds a product. */
    public void product(Product product) {
        new ProductLoadEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .allowedTypes(0, product.typesLow())
                .allowedTypes(1, product.typesHigh())
                .maximumMinor(product.maximumMinor())
                .holdLifetimeMs(product.holdLifetimeMs())
                .productId(product.id())
                .channels((short) product.channels())
                .checks((short) product.checks())
                .pinTries((short) product.pinTries());
        apply(ProductLoadEncoder.BLOCK_LENGTH);
    }

    /** Adds a route. */
    public void route(int binLow, int binHigh, RouteDestination destination) {
        route(binLow, binHigh, destination, 0);
    }

    /** A route to an issuer that PINs are translated for. */
    public void route(int binLow, int binHigh, RouteDestination destination, int issuer) {
        new RouteLoadEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .binLow(binLow)
                .binHigh(binHigh)
                .destination(destination.code())
                .issuer(issuer);
        apply(RouteLoadEncoder.BLOCK_LENGTH);
    }

    /** Makes the version serve. */
    public void commit(long contentHash) {
        new ConfigurationCommitEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .timeMs(nowMs)
                .contentHash(contentHash);
        apply(ConfigurationCommitEncoder.BLOCK_LENGTH);
    }

    /** Product 1 allows everything, everywhere; all cards of {@link #BIN} are ours. */
    public void configure() {
        start(1);
        product(new Product(1, -1, -1, 0, 7L * 24 * 3_600_000, 7, 0, 0));
        route(BIN, BIN, RouteDestination.ON_US);
        commit(1);
    }

    /** A purchase request of the card, to be changed before {@link #send()}. */
    public TransactionRequestEncoder request(int mti, long cardNumber, long amountMinor, int stan) {
        buffer.setMemory(0, Commands.MAX_LENGTH, (byte) 0);
        return transaction
                .wrapAndApplyHeader(buffer, 0, header)
                .timeMs(nowMs)
                .edgeHandle(stan)
                .keyHigh(mti >>> 8)
                .keyLow(stan)
                .tokenHigh(cardNumber)
                .tokenLow(cardNumber == 0 ? 0 : ~cardNumber)
                .amountMinor(amountMinor)
                .acquirerId(12_345)
                .terminalId("TERM0001")
                .stan(stan)
                .bin(BIN)
                .currency(840)
                .mti(mti)
                .linkId(1)
                .panLength((short) 16);
    }

    /** Sends what {@link #request} began. */
    public ReplyFlyweight send() {
        submit();
        return effects.reply(0);
    }

    /** Sends what {@link #request} began; it may have to wait. */
    public void submit() {
        apply(TransactionRequestEncoder.BLOCK_LENGTH);
    }

    /** What the last command made the world see. */
    public Effects effects() {
        return effects;
    }

    /** Sends what became of a card check; null when nobody waited for it. */
    public ReplyFlyweight result(long requestSequence, long edgeHandle, int outcome) {
        new CardCheckResultEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .timeMs(nowMs)
                .edgeHandle(edgeHandle)
                .requestSequence(requestSequence)
                .outcome((short) outcome);
        return apply(CardCheckResultEncoder.BLOCK_LENGTH);
    }

    /** Sends a key that a link has exchanged. */
    public ReplyFlyweight keyExchange(int link, int kind, String keyBlock, String checkValue) {
        new KeyExchangeEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .timeMs(nowMs)
                .edgeHandle(link)
                .stan(1)
                .mti(0x0800)
                .linkId(link)
                .code(161)
                .kind((short) kind)
                .keyBlock(keyBlock)
                .checkValue(checkValue);
        return apply(KeyExchangeEncoder.BLOCK_LENGTH);
    }

    /** Says that the node has started anew. */
    public void nodeStart() {
        new NodeStartEncoder().wrapAndApplyHeader(buffer, 0, header).timeMs(nowMs);
        apply(NodeStartEncoder.BLOCK_LENGTH);
    }

    /** A full reversal that names its original by class and STAN, to be changed before sending. */
    public ReversalRequestEncoder reversal(
            int mti, int originalClass, long cardNumber, long amountMinor, int originalStan) {
        buffer.setMemory(0, Commands.MAX_LENGTH, (byte) 0);
        return reversal.wrapAndApplyHeader(buffer, 0, header)
                .timeMs(nowMs)
                .edgeHandle(originalStan)
                .originalKeyHigh(originalClass)
                .originalKeyLow(originalStan)
                .authorizationKeyHigh(originalClass)
                .authorizationKeyLow(originalStan)
                .tokenHigh(cardNumber)
                .tokenLow(cardNumber == 0 ? 0 : ~cardNumber)
                .amountMinor(amountMinor)
                .replacementMinor(-1)
                .terminalId("TERM0001")
                .stan(originalStan)
                .bin(BIN)
                .currency(840)
                .mti(mti)
                .linkId(1);
    }

    /** Sends what {@link #reversal} began. */
    public ReplyFlyweight sendReversal() {
        apply(ReversalRequestEncoder.BLOCK_LENGTH);
        return effects.reply(0);
    }

    /** Sends an 0800. */
    public ReplyFlyweight network(int link, int code) {
        network.wrapAndApplyHeader(buffer, 0, header)
                .timeMs(nowMs)
                .edgeHandle(code)
                .stan(1)
                .mti(0x0800)
                .linkId(link)
                .code(code);
        apply(NetworkRequestEncoder.BLOCK_LENGTH);
        return effects.reply(0);
    }

    /** Tells the engine the time. */
    public void tick() {
        new TickEncoder().wrapAndApplyHeader(buffer, 0, header).timeMs(nowMs);
        apply(TickEncoder.BLOCK_LENGTH);
    }

    /** Records a decision hash for a sequence. */
    public void checkpoint(long sequence, long decisionHash) {
        new CheckpointEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .timeMs(nowMs)
                .sequence(sequence)
                .decisionHash(decisionHash);
        apply(CheckpointEncoder.BLOCK_LENGTH);
    }

    /** Result of a plain purchase. */
    public ResultCode purchase(long cardNumber, long amountMinor, int stan) {
        request(0x0200, cardNumber, amountMinor, stan);
        return ResultCode.of(send().resultCode());
    }

    /** Available balance of an account that exists. */
    public long availableMinor(String id) {
        return view(id).availableMinor();
    }

    /** Ledger balance of an account that exists. */
    public long ledgerMinor(String id) {
        return view(id).ledgerMinor();
    }

    /** An account that exists. */
    public AccountView view(String id) {
        final AccountView view = new AccountView();
        if (!engine.findAccount(id, view)) throw new AssertionError("no account " + id);
        return view;
    }

    /** Applies any bytes as the next command. */
    public ReplyFlyweight apply(byte[] command) {
        buffer.putBytes(0, command);
        log.add(command);
        engine.onCommand(log.size(), buffer, 0, command.length, effects.clear());
        return effects.count() == 0 || effects.isCardCheck(0) ? null : effects.reply(0);
    }

    /** All commands so far, in order. */
    public List<byte[]> log() {
        return List.copyOf(log);
    }

    /** A new engine that has applied the same log. */
    public SwitchStateMachine replay() {
        final SwitchStateMachine copy = new SwitchStateMachine(config);
        final UnsafeBuffer area = new UnsafeBuffer(new byte[Commands.MAX_LENGTH]);
        for (int i = 0; i < log.size(); i++) {
            area.putBytes(0, log.get(i));
            copy.onCommand(i + 1, area, 0, log.get(i).length, effects.clear());
        }
        return copy;
    }

    private ReplyFlyweight apply(int blockLength) {
        final byte[] command = new byte[Commands.HEADER_LENGTH + blockLength];
        buffer.getBytes(0, command);
        return apply(command);
    }
}
