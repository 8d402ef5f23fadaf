package io.cardswitch.core.node;

import io.cardswitch.core.command.Commands;
import io.cardswitch.core.command.sbe.AccountLoadEncoder;
import io.cardswitch.core.command.sbe.CardLoadEncoder;
import io.cardswitch.core.command.sbe.ConfigurationCommitEncoder;
import io.cardswitch.core.command.sbe.ConfigurationStartEncoder;
import io.cardswitch.core.command.sbe.MessageHeaderEncoder;
import io.cardswitch.core.command.sbe.ProductLoadEncoder;
import io.cardswitch.core.command.sbe.RouteLoadEncoder;
import io.cardswitch.core.config.AccountRow;
import io.cardswitch.core.config.CardRow;
import io.cardswitch.core.config.ProductConfig;
import io.cardswitch.core.config.RouteConfig;
import io.cardswitch.core.config.SwitchConfig;
import io.cardswitch.core.domain.Product;
import io.cardswitch.core.edge.PanTokenizer;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.zip.CRC32C;

/**
 * A configuration as commands: products and routes whenever they differ from what serves, accounts
 * and cards once in the life of a data directory.
 *
 * <p>The content hash of a version tells later starts what was loaded: its upper half covers
 * products and routes, its lower half accounts.csv and cards.csv as they were loaded.
 */
final class ConfigurationLoad {
    private static final int CACHE_ENTRIES = 1; // Every card comes once.
    private static final int ACCOUNT_LENGTH = AccountLoadEncoder.accountIdLength();

    private final SwitchConfig config;
    private final CommandSink sink;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[Commands.MAX_LENGTH]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final byte[] accountId = new byte[ACCOUNT_LENGTH];

    /** Takes encoded commands in order. */
    interface CommandSink {
        void submit(DirectBuffer buffer, int offset, int length);
    }

    ConfigurationLoad(SwitchConfig config, CommandSink sink) {
        this.config = config;
        this.sink = sink;
    }

    /** Hash of products and routes. */
    static int rulesHash(SwitchConfig config) {
        final CRC32C hash = new CRC32C();
        final ConfigurationLoad load =
                new ConfigurationLoad(
                        config,
                        (buffer, offset, length) ->
                                hash.update(buffer.byteArray(), offset, length));
        load.submitRules();
        return (int) hash.getValue();
    }

    static long contentHash(int rulesHash, int cardsHash) {
        return (long) rulesHash << 32 | cardsHash & 0xFFFF_FFFFL;
    }

    /** Products and routes alone: accounts and cards stay as they are. */
    void submitVersion(long nowMs, long contentHash) {
        start(nowMs, contentHash);
        submitRules();
        commit(nowMs, contentHash);
    }

    /**
     * Everything. The version serves from its last command on, so that a load that was cut short is
     * done again by the next start; what is loaded already is then refused and stays.
     */
    void submitAll(long nowMs, long contentHash) {
        start(nowMs, contentHash);
        submitRules();
        config.cards().forEachAccount(this::account);
        final PanTokenizer tokenizer = new PanTokenizer(config.tokenKey(), CACHE_ENTRIES);
        config.cards().forEachCard(row -> card(row, tokenizer));
        commit(nowMs, contentHash);
    }

    private void start(long nowMs, long contentHash) {
        new ConfigurationStartEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .timeMs(nowMs)
                .contentHash(contentHash);
        submit(ConfigurationStartEncoder.BLOCK_LENGTH);
    }

    private void commit(long nowMs, long contentHash) {
        new ConfigurationCommitEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .timeMs(nowMs)
                .contentHash(contentHash);
        submit(ConfigurationCommitEncoder.BLOCK_LENGTH);
    }

    private void submitRules() {
        for (final ProductConfig entry : config.products()) {
            final Product product = entry.product();
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
            submit(ProductLoadEncoder.BLOCK_LENGTH);
        }
        for (final RouteConfig route : config.routes()) {
            new RouteLoadEncoder()
                    .wrapAndApplyHeader(buffer, 0, header)
                    .binLow(route.binLow())
                    .binHigh(route.binHigh())
                    .destination(route.destination().code())
                    .issuer(route.issuer());
            submit(RouteLoadEncoder.BLOCK_LENGTH);
        }
    }

    private void account(AccountRow row) {
        new AccountLoadEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .openingMinor(row.ledgerMinor())
                .creditLimitMinor(row.creditLimitMinor())
                .putAccountId(padded(row.account()), 0)
                .currency(row.currency())
                .accountType((short) row.type().code())
                .status((short) row.status().code());
        submit(AccountLoadEncoder.BLOCK_LENGTH);
    }

    private void card(CardRow row, PanTokenizer tokenizer) {
        tokenizer.tokenize(row.digits());
        new CardLoadEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .tokenHigh(tokenizer.tokenHigh())
                .tokenLow(tokenizer.tokenLow())
                .putAccountId(padded(row.account()), 0)
                .bin(row.bin())
                .last4(row.lastFour())
                .expiry(row.expiry())
                .productId(row.productId())
                .serviceCode(row.serviceCode())
                .pvv(row.pvv())
                .sequence((short) row.sequence())
                .panLength((short) row.digits().length())
                .pvki((short) row.pvki())
                .status((short) row.status().code());
        submit(CardLoadEncoder.BLOCK_LENGTH);
    }

    private byte[] padded(String account) {
        for (int i = 0; i < ACCOUNT_LENGTH; i++) {
            accountId[i] = (byte) (i < account.length() ? account.charAt(i) : 0);
        }
        return accountId;
    }

    private void submit(int blockLength) {
        sink.submit(buffer, 0, Commands.HEADER_LENGTH + blockLength);
    }
}
