package io.cardswitch.core.authorization;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.RequestEvidence;
import io.cardswitch.core.command.sbe.TransactionRequestDecoder;
import io.cardswitch.core.domain.CardCheck;
import io.cardswitch.core.domain.Channel;
import io.cardswitch.core.domain.MessageType;
import io.cardswitch.core.domain.Product;
import io.cardswitch.core.domain.TransactionType;
import io.cardswitch.core.domain.UtcMonth;
import io.cardswitch.core.ledger.CardTable;
import io.cardswitch.core.ledger.Ledger;
import io.cardswitch.core.routing.ServingConfiguration;

/**
 * One transaction under judgement: the request, and what it refers to in the books, found as soon
 * as it is opened. Reused for every request.
 */
public final class AuthorizationCase {
    /** Stands for a row that was not found. */
    public static final int NONE = -1;

    private final Ledger ledger;
    private final UtcMonth months = new UtcMonth();
    private TransactionRequestDecoder request;
    private ServingConfiguration configuration;
    private Product product;
    private long nowMs;
    private long amountMinor;
    private int mti;
    private int type;
    private int card;
    private int account;

    /** Cases about the cards of these books. */
    public AuthorizationCase(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Opens the case of a request that is decided at {@code nowMs}. */
    public void open(
            TransactionRequestDecoder newRequest, ServingConfiguration serving, long decidedMs) {
        check(decidedMs >= 0, "a case is decided at a time");
        request = newRequest;
        configuration = serving;
        nowMs = decidedMs;
        mti = newRequest.mti();
        type = TransactionType.of(newRequest.processingCode());
        amountMinor = newRequest.amountMinor();
        final CardTable cards = ledger.cards();
        card = cards.find(newRequest.tokenHigh(), newRequest.tokenLow());
        account = card == NONE ? NONE : cards.accountRow(card);
        check(
                card == NONE || account >= 0 && account < ledger.accounts().count(),
                "the account of a card is loaded");
        product = card == NONE ? null : serving.product(cards.product(card));
    }

    /** The books. */
    Ledger ledger() {
        return ledger;
    }

    /** The request. */
    TransactionRequestDecoder request() {
        return request;
    }

    /** Products and routes that serve now. */
    ServingConfiguration configuration() {
        return configuration;
    }

    /** MTI as four BCD digits. */
    public int mti() {
        return mti;
    }

    /** True for 01xx. */
    public boolean isAuthorization() {
        return MessageType.classOf(mti) == MessageType.AUTHORIZATION;
    }

    /** True for statements of fact. */
    public boolean isAdvice() {
        return MessageType.isAdvice(mti);
    }

    /** Transaction type, the first two digits of DE3. */
    public int type() {
        return type;
    }

    /** DE4 as received. */
    public long amountMinor() {
        return amountMinor;
    }

    /** Card row, or {@link #NONE}. */
    public int card() {
        return card;
    }

    /** Account row, or {@link #NONE}. */
    public int account() {
        return account;
    }

    /** Product of the card, or null. */
    public Product product() {
        return product;
    }

    /** DE49, or the account's currency when the request names none. */
    public int currency() {
        final int currency = request.currency();
        return currency == 0 && account != NONE ? ledger.accounts().currency(account) : currency;
    }

    /** True when the amount can be booked on the account as it stands. */
    public boolean isAccountCurrency() {
        return account != NONE && currency() == ledger.accounts().currency(account);
    }

    /** True when the card of this request is to be checked, if it brought anything to check. */
    public boolean isChecked() {
        return product != null && product.checks() != 0 && !isAdvice();
    }

    /** What of the product's checks can be made of this request: bit set of CardCheck codes. */
    public int dueChecks() {
        check(isChecked(), "the product asks for checks");
        final int checks = product.checks();
        int due = hasEvidence(RequestEvidence.PIN) ? CardCheck.pinOf(checks) : 0;
        if (hasEvidence(RequestEvidence.TRACK2)) due |= checks & CardCheck.CVV.bit();
        if (hasEvidence(RequestEvidence.CVV2)) due |= checks & CardCheck.CVV2.bit();
        if (hasEvidence(RequestEvidence.EMV)) due |= checks & CardCheck.ARQC.bit();
        return due;
    }

    /**
     * Number of the issuer that the PIN of this request is to be translated for; 0 when there is no
     * PIN, or nobody to translate it for.
     */
    public int pinIssuer() {
        check(request != null, "a case is open");
        return isAdvice() || !hasEvidence(RequestEvidence.PIN)
                ? 0
                : configuration.routes().issuer(request.bin());
    }

    /** True when the request brought this. */
    boolean hasEvidence(int evidence) {
        return (request.evidence() & evidence) != 0;
    }

    /** Where the transaction was made. */
    Channel channel() {
        check(request != null, "a case is open");
        return Channel.of(request.merchantType(), request.entryMode());
    }

    /** YYMM of the decision. */
    int currentMonth() {
        return months.of(nowMs);
    }
}
