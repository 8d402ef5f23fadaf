package io.cardswitch.core.engine;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.CommandHandler;
import io.cardswitch.core.command.Commands;
import io.cardswitch.core.command.Effects;
import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.command.sbe.AccountLoadDecoder;
import io.cardswitch.core.command.sbe.CardCheckResultDecoder;
import io.cardswitch.core.command.sbe.CardLoadDecoder;
import io.cardswitch.core.command.sbe.CheckpointDecoder;
import io.cardswitch.core.command.sbe.ConfigurationCommitDecoder;
import io.cardswitch.core.command.sbe.ConfigurationStartDecoder;
import io.cardswitch.core.command.sbe.KeyExchangeDecoder;
import io.cardswitch.core.command.sbe.MessageHeaderDecoder;
import io.cardswitch.core.command.sbe.NetworkRequestDecoder;
import io.cardswitch.core.command.sbe.NodeStartDecoder;
import io.cardswitch.core.command.sbe.ProductLoadDecoder;
import io.cardswitch.core.command.sbe.ReversalRequestDecoder;
import io.cardswitch.core.command.sbe.RouteLoadDecoder;
import io.cardswitch.core.command.sbe.TickDecoder;
import io.cardswitch.core.command.sbe.TransactionRequestDecoder;
import io.cardswitch.core.domain.UtcMonth;
import io.cardswitch.core.engine.link.LinkKey;
import io.cardswitch.core.engine.link.LinkKeyTable;
import io.cardswitch.core.engine.link.LinkTable;
import io.cardswitch.core.ledger.AccountView;
import io.cardswitch.core.ledger.Ledger;

import org.agrona.DirectBuffer;

import java.util.List;

/**
 * The switch as a function of its log: applies commands in sequence order. One thread; no clock,
 * randomness or I/O, so that every run of the same log ends in the same state.
 *
 * <p>Time is the latest time of any command; it never runs back. A command the edge may publish
 * never makes this throw; an {@link AssertionError} means a bug, memory out of a named limit, or a
 * log that does not belong to this state, and stops the node.
 */
public final class SwitchStateMachine implements CommandHandler {
    private static final int EXPIRIES_PER_COMMAND = 8;
    private static final int EXPIRIES_PER_TICK = 1_024;
    private static final int EVICTIONS_PER_COMMAND = 4;
    private static final int EVICTIONS_PER_TICK = 1_024;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final TransactionRequestDecoder transaction = new TransactionRequestDecoder();
    private final ReversalRequestDecoder reversal = new ReversalRequestDecoder();
    private final NetworkRequestDecoder network = new NetworkRequestDecoder();
    private final CardCheckResultDecoder checkResult = new CardCheckResultDecoder();
    private final KeyExchangeDecoder keyExchange = new KeyExchangeDecoder();
    private final NodeStartDecoder nodeStart = new NodeStartDecoder();
    private final TickDecoder tick = new TickDecoder();
    private final CheckpointDecoder checkpoint = new CheckpointDecoder();
    private final AccountLoadDecoder accountLoad = new AccountLoadDecoder();
    private final CardLoadDecoder cardLoad = new CardLoadDecoder();
    private final ConfigurationStartDecoder start = new ConfigurationStartDecoder();
    private final ProductLoadDecoder productLoad = new ProductLoadDecoder();
    private final RouteLoadDecoder routeLoad = new RouteLoadDecoder();
    private final ConfigurationCommitDecoder commit = new ConfigurationCommitDecoder();

    private final long windowMs;
    private final Ledger ledger;
    private final TransactionWindow window;
    private final DecisionHash decisions;
    private final LinkTable links = new LinkTable();
    private final LinkKeyTable linkKeys = new LinkKeyTable();
    private final ParkedTable parked;
    private final TransactionHandler transactions;
    private final CardCheckHandler cardChecks;
    private final ReversalHandler reversals;
    private final NetworkHandler networks = new NetworkHandler(links, linkKeys);
    private final LoadHandler loads;
    private final ReadAhead ahead;
    private long nowMs;
    private long lastSequence;
    private long skippedCheckpoints;

    /** An empty switch with memory for these limits. */
    public SwitchStateMachine(EngineConfig config) {
        windowMs = config.windowMs();
        ledger = new Ledger(config.maxAccounts(), config.maxCards(), config.maxHolds());
        window = new TransactionWindow(config.windowCount());
        decisions = new DecisionHash(config.checkpointHistory());
        parked = new ParkedTable(config.maxCardChecks());
        transactions =
                new TransactionHandler(ledger, window, decisions, parked, config.cardCheckMs());
        cardChecks = new CardCheckHandler(parked, transactions, decisions);
        reversals = new ReversalHandler(ledger, window, decisions);
        loads = new LoadHandler(ledger);
        ahead = new ReadAhead(window, ledger);
    }

    @Override
    public void onCommand(
            long sequence, DirectBuffer buffer, int offset, int length, Effects effects) {
        check(sequence == lastSequence + 1, "commands are applied in sequence");
        header.wrap(buffer, offset);
        check(
                length >= Commands.HEADER_LENGTH + header.blockLength(),
                "a command is as long as its header says");
        check(header.schemaId() == MessageHeaderDecoder.SCHEMA_ID, "a command is of our schema");
        final int block = offset + Commands.HEADER_LENGTH;
        switch (header.templateId()) {
            case TransactionRequestDecoder.TEMPLATE_ID -> {
                transaction.wrap(buffer, block, header.blockLength(), header.version());
                advance(transaction.timeMs(), EXPIRIES_PER_COMMAND, EVICTIONS_PER_COMMAND);
                transactions.onRequest(transaction, loads.serving(), sequence, nowMs, effects);
            }
            case ReversalRequestDecoder.TEMPLATE_ID -> {
                reversal.wrap(buffer, block, header.blockLength(), header.version());
                advance(reversal.timeMs(), EXPIRIES_PER_COMMAND, EVICTIONS_PER_COMMAND);
                reversals.onRequest(reversal, sequence, nowMs, effects);
            }
            case CardCheckResultDecoder.TEMPLATE_ID -> onCardCheckResult(buffer, block, effects);
            case NetworkRequestDecoder.TEMPLATE_ID -> onNetwork(buffer, block, effects);
            case KeyExchangeDecoder.TEMPLATE_ID -> onKeyExchange(buffer, block, effects);
            case TickDecoder.TEMPLATE_ID -> {
                tick.wrap(buffer, block, header.blockLength(), header.version());
                advance(tick.timeMs(), EXPIRIES_PER_TICK, EVICTIONS_PER_TICK);
            }
            case CheckpointDecoder.TEMPLATE_ID -> onCheckpoint(buffer, block, sequence);
            case NodeStartDecoder.TEMPLATE_ID -> onNodeStart(buffer, block);
            default -> onLoad(buffer, block);
        }
        if (parked.isDue(nowMs)) cardChecks.expire(loads.serving(), nowMs, effects);
        decisions.end(sequence);
        check(decisions.knows(sequence), "every command leaves its hash");
        lastSequence = sequence;
    }

    @Override
    public void prepare(DirectBuffer buffer, int offset, int length) {
        header.wrap(buffer, offset);
        if (header.templateId() == TransactionRequestDecoder.TEMPLATE_ID
                && length >= Commands.HEADER_LENGTH + header.blockLength()) {
            final int block = offset + Commands.HEADER_LENGTH;
            transaction.wrap(buffer, block, header.blockLength(), header.version());
            ahead.add(transaction);
        }
    }

    /** Last command that was applied; 0 before the first. */
    public long lastSequence() {
        return lastSequence;
    }

    /** Rolling hash of all decisions up to {@link #lastSequence()}. */
    public long decisionHash() {
        return decisions.current();
    }

    /** Hash of the whole state. Walks all tables: not for the message path. */
    public long stateHash() {
        long hash = ledger.hash(nowMs);
        hash = window.hash(hash);
        hash = linkKeys.hash(links.hash(parked.hash(hash)));
        hash = loads.hash(hash);
        return hash ^ decisions.current();
    }

    /** True when the books hold anything in the currency. */
    public boolean isCurrencyUsed(int currency) {
        return ledger.isCurrencyUsed(currency);
    }

    /** Sum of all postings of a currency: zero, or money was made or lost. Walks all accounts. */
    public long postingsSumMinor(int currency) {
        return ledger.postingsSumMinor(currency);
    }

    /** Recounts postings and holds. Walks all tables: not for the message path. */
    public boolean isConserved() {
        return ledger.isConserved();
    }

    /**
     * Copies an account and its newest holds into {@code out}.
     *
     * @param id identification without padding, at most 28 ASCII characters
     * @return false when there is no such account
     */
    public boolean findAccount(CharSequence id, AccountView out) {
        return ledger.findAccount(id, out);
    }

    /** True when the link's last sign-on was not followed by a sign-off. */
    public boolean isSignedOn(int linkId) {
        return links.isSignedOn(linkId);
    }

    /** Keys that links have exchanged. Allocates: not for the message path. */
    public List<LinkKey> linkKeys() {
        return linkKeys.list();
    }

    /** Requests that wait for their card check. */
    public int waitingCheckCount() {
        return parked.count();
    }

    /** Results of card checks that nobody waited for. */
    public long unmatchedCheckCount() {
        return cardChecks.unmatchedCount();
    }

    /** Hash of the configuration that serves; 0 before the first. */
    public long contentHash() {
        return loads.serving().contentHash();
    }

    /** Accounts loaded. */
    public int accountCount() {
        return ledger.accounts().count();
    }

    /** Cards loaded. */
    public int cardCount() {
        return ledger.cards().count();
    }

    /** Open holds. */
    public int holdCount() {
        return ledger.holdCount();
    }

    /** Transactions remembered for repeats and reversals. */
    public long windowSize() {
        return window.count();
    }

    /** Transactions that left the window. */
    public long evictedCount() {
        return window.evictedCount();
    }

    /** Of them, those that left for want of room, younger than the window's time. */
    public long evictedEarlyCount() {
        return window.evictedEarlyCount();
    }

    /** Reversals whose original was not found. */
    public long unmatchedReversalCount() {
        return reversals.unmatchedCount();
    }

    /** Loads and commits of configuration that were refused. */
    public long refusedLoadCount() {
        return loads.refusedCount();
    }

    /** Checkpoints too old to be compared. */
    public long skippedCheckpointCount() {
        return skippedCheckpoints;
    }

    /** Time passes: holds end, and the window forgets; both in bounded steps. */
    private void advance(long timeMs, int maxExpiries, int maxEvictions) {
        if (timeMs > nowMs && timeMs <= UtcMonth.MAX_TIME_MS) nowMs = timeMs;
        check(nowMs >= 0, "time starts at the epoch");
        ledger.expireHolds(nowMs, maxExpiries);
        window.evict(nowMs - windowMs, maxEvictions);
    }

    private void onNetwork(DirectBuffer buffer, int block, Effects effects) {
        network.wrap(buffer, block, header.blockLength(), header.version());
        advance(network.timeMs(), EXPIRIES_PER_COMMAND, EVICTIONS_PER_COMMAND);
        final ResultCode result = networks.onRequest(network);
        effects.addReply().edgeHandle(network.edgeHandle()).resultCode(result);
        decisions.fold(result.code(), network.linkId(), network.code());
    }

    private void onCardCheckResult(DirectBuffer buffer, int block, Effects effects) {
        checkResult.wrap(buffer, block, header.blockLength(), header.version());
        advance(checkResult.timeMs(), EXPIRIES_PER_COMMAND, EVICTIONS_PER_COMMAND);
        cardChecks.onResult(checkResult, loads.serving(), nowMs, effects);
    }

    private void onKeyExchange(DirectBuffer buffer, int block, Effects effects) {
        keyExchange.wrap(buffer, block, header.blockLength(), header.version());
        advance(keyExchange.timeMs(), EXPIRIES_PER_COMMAND, EVICTIONS_PER_COMMAND);
        final ResultCode result = networks.onKeyExchange(keyExchange, nowMs);
        effects.addReply().edgeHandle(keyExchange.edgeHandle()).resultCode(result);
        decisions.fold(result.code(), keyExchange.linkId(), keyExchange.kind());
    }

    private void onNodeStart(DirectBuffer buffer, int block) {
        nodeStart.wrap(buffer, block, header.blockLength(), header.version());
        advance(nodeStart.timeMs(), EXPIRIES_PER_COMMAND, EVICTIONS_PER_COMMAND);
        cardChecks.onNodeStart(loads.serving(), nowMs);
    }

    private void onCheckpoint(DirectBuffer buffer, int block, long sequence) {
        checkpoint.wrap(buffer, block, header.blockLength(), header.version());
        advance(checkpoint.timeMs(), EXPIRIES_PER_COMMAND, EVICTIONS_PER_COMMAND);
        check(checkpoint.sequence() < sequence, "a checkpoint covers what came before it");
        if (!decisions.knows(checkpoint.sequence())) {
            skippedCheckpoints++;
            return;
        }
        check(
                decisions.at(checkpoint.sequence()) == checkpoint.decisionHash(),
                "replay divergence: the log records other decisions than these commands lead to");
    }

    private void onLoad(DirectBuffer buffer, int block) {
        final int blockLength = header.blockLength();
        final int version = header.version();
        switch (header.templateId()) {
            case AccountLoadDecoder.TEMPLATE_ID ->
                    loads.onAccount(accountLoad.wrap(buffer, block, blockLength, version));
            case CardLoadDecoder.TEMPLATE_ID ->
                    loads.onCard(cardLoad.wrap(buffer, block, blockLength, version));
            case ConfigurationStartDecoder.TEMPLATE_ID ->
                    loads.onStart(start.wrap(buffer, block, blockLength, version));
            case ProductLoadDecoder.TEMPLATE_ID ->
                    loads.onProduct(productLoad.wrap(buffer, block, blockLength, version));
            case RouteLoadDecoder.TEMPLATE_ID ->
                    loads.onRoute(routeLoad.wrap(buffer, block, blockLength, version));
            case ConfigurationCommitDecoder.TEMPLATE_ID ->
                    loads.onCommit(commit.wrap(buffer, block, blockLength, version));
            default -> check(false, "the command's template is known");
        }
        decisions.fold(loads.refusedCount(), ledger.accounts().count(), ledger.cards().count());
    }
}
