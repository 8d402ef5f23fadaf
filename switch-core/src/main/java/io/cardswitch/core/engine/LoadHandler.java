package io.cardswitch.core.engine;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.sbe.AccountLoadDecoder;
import io.cardswitch.core.command.sbe.CardLoadDecoder;
import io.cardswitch.core.command.sbe.ConfigurationCommitDecoder;
import io.cardswitch.core.command.sbe.ConfigurationStartDecoder;
import io.cardswitch.core.command.sbe.ProductLoadDecoder;
import io.cardswitch.core.command.sbe.RouteLoadDecoder;
import io.cardswitch.core.domain.AccountStatus;
import io.cardswitch.core.domain.AccountType;
import io.cardswitch.core.domain.CardStatus;
import io.cardswitch.core.domain.Product;
import io.cardswitch.core.domain.RouteDestination;
import io.cardswitch.core.ledger.AccountTable;
import io.cardswitch.core.ledger.CardTable;
import io.cardswitch.core.ledger.Ledger;
import io.cardswitch.core.routing.ConfigurationDraft;
import io.cardswitch.core.routing.RoutingTable;
import io.cardswitch.core.routing.ServingConfiguration;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Takes in accounts, cards and configuration. A row that is out of bounds, or whose account or card
 * is there already, is refused and counted: the first load of an identification stands. A draft
 * with a refused row never serves.
 */
final class LoadHandler {
    private static final int MAX_LAST4 = 9_999;
    private static final int MAX_PAN_LENGTH = 19;
    private static final int MAX_PVKI = 9;
    private static final int MAX_SERVICE_CODE = 999;

    private final Ledger ledger;
    private final UnsafeBuffer accountId = new UnsafeBuffer(new byte[AccountTable.ID_LENGTH]);
    private ServingConfiguration serving = ServingConfiguration.EMPTY;
    private ConfigurationDraft draft;
    private boolean isDraftSound;
    private long refusedCount;

    LoadHandler(Ledger ledger) {
        this.ledger = ledger;
    }

    /** What serves now. */
    ServingConfiguration serving() {
        return serving;
    }

    /** Rows that were refused. */
    long refusedCount() {
        return refusedCount;
    }

    void onAccount(AccountLoadDecoder load) {
        load.getAccountId(accountId.byteArray(), 0);
        if (accountId.getByte(0) == 0
                || !AccountType.isCode(load.accountType())
                || !AccountStatus.isCode(load.status())
                || !ledger.canOpen(load.currency(), load.openingMinor(), load.creditLimitMinor())
                || ledger.accounts().find(accountId, 0) != AccountTable.NONE) {
            refusedCount++;
            return;
        }
        final int row =
                ledger.addAccount(
                        accountId,
                        0,
                        load.currency(),
                        AccountType.of(load.accountType()),
                        AccountStatus.of(load.status()));
        check(row == ledger.accounts().count() - 1, "accounts are loaded in order");
        ledger.open(row, load.openingMinor(), load.creditLimitMinor());
    }

    void onCard(CardLoadDecoder load) {
        load.getAccountId(accountId.byteArray(), 0);
        final int account = ledger.accounts().find(accountId, 0);
        final CardTable cards = ledger.cards();
        final boolean isNew =
                (load.tokenHigh() | load.tokenLow()) != 0
                        && cards.find(load.tokenHigh(), load.tokenLow()) == CardTable.NONE;
        if (!isNew || account == AccountTable.NONE || !isCard(load)) {
            refusedCount++;
            return;
        }
        check(account < ledger.accounts().count(), "a card names a loaded account");
        final int row = cards.add(load.tokenHigh(), load.tokenLow(), account);
        cards.describe(row, (int) load.bin(), load.panLength(), load.last4(), load.expiry());
        cards.issue(
                row,
                load.productId(),
                load.serviceCode(),
                load.sequence(),
                CardStatus.of(load.status()));
        cards.pinVerification(row, load.pvki(), load.pvv());
    }

    void onStart(ConfigurationStartDecoder start) {
        draft = new ConfigurationDraft(start.contentHash());
        isDraftSound = true;
    }

    void onProduct(ProductLoadDecoder load) {
        if (draft == null) {
            refusedCount++;
            return;
        }
        keep(
                draft.addProduct(
                        new Product(
                                load.productId(),
                                load.allowedTypes(0),
                                load.allowedTypes(1),
                                load.maximumMinor(),
                                load.holdLifetimeMs(),
                                load.channels(),
                                load.checks(),
                                load.pinTries())));
    }

    void onRoute(RouteLoadDecoder load) {
        if (draft == null) {
            refusedCount++;
            return;
        }
        keep(
                RouteDestination.isCode(load.destination())
                        && draft.addRoute(
                                load.binLow(),
                                load.binHigh(),
                                RouteDestination.of(load.destination()),
                                load.issuer()));
    }

    void onCommit(ConfigurationCommitDecoder commit) {
        if (draft == null || !isDraftSound || draft.contentHash() != commit.contentHash()) {
            refusedCount++;
        } else {
            serving = draft.build();
            check(serving.contentHash() == commit.contentHash(), "what was drafted serves");
        }
        draft = null;
    }

    long hash(long seed) {
        return serving.hash(seed) + refusedCount;
    }

    private void keep(boolean isAccepted) {
        if (!isAccepted) {
            isDraftSound = false;
            refusedCount++;
        }
    }

    private static boolean isCard(CardLoadDecoder load) {
        final int month = load.expiry() % 100;
        return load.bin() < RoutingTable.BIN_LIMIT
                && load.last4() <= MAX_LAST4
                && load.panLength() <= MAX_PAN_LENGTH
                && load.pvki() <= MAX_PVKI
                && load.serviceCode() <= MAX_SERVICE_CODE
                && month >= 1
                && month <= 12
                && load.expiry() <= 9_912
                && CardStatus.isCode(load.status());
    }
}
