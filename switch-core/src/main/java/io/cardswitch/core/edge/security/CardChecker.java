package io.cardswitch.core.edge.security;

import io.cardswitch.core.command.CardCheckFlyweight;
import io.cardswitch.core.command.CheckOutcome;
import io.cardswitch.core.domain.CardCheck;
import io.cardswitch.core.edge.issuer.PinTranslation;
import io.cardswitch.hsm.AccountNumber;
import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.PinBlock;
import io.cardswitch.hsm.command.PvvMethod;
import io.cardswitch.hsm.command.VerdictDecoder;
import io.cardswitch.hsm.command.card.CardValueEncoder;
import io.cardswitch.hsm.command.pin.VerifyOffsetEncoder;
import io.cardswitch.hsm.command.pin.VerifyPvvEncoder;
import io.cardswitch.iso8583.codec.MessageDecoder;

/**
 * The checks of a card, one host command each: card value, printed value, cryptogram, PIN, in this
 * order. Writes the command from the request's own frame and reads the verdict. Not thread-safe.
 *
 * <p>While a link's PIN key changes, a block that does not open under the new key is tried once
 * more under the previous one: a wrong key shows as a block that holds no PIN, not as a wrong PIN.
 */
public final class CardChecker {
    private static final CardCheck[] ORDER = {
        CardCheck.CVV,
        CardCheck.CVV2,
        CardCheck.ARQC,
        CardCheck.PIN_PVV,
        CardCheck.PIN_OFFSET,
        CardCheck.PIN_TRANSLATION
    };
    private static final int NO_SERVICE = 0;

    private final SecurityConfig config;
    private final LinkKeyBook links;
    private final PinTranslation translation;
    private final PresentedCard card = new PresentedCard();
    private final CryptogramCheck cryptogram;
    private final AccountNumber account = new AccountNumber();
    private final PinBlock block = new PinBlock();

    /** Checks with these keys of products, and of links. */
    public CardChecker(
            SecurityConfig config,
            LinkKeyBook links,
            PinTranslation translation,
            CryptogramCheck cryptogram) {
        this.translation = translation;
        this.cryptogram = cryptogram;
        this.config = config;
        this.links = links;
    }

    /** The check of a set that comes first; the set is not empty. */
    public static CardCheck first(int checks) {
        for (final CardCheck check : ORDER) {
            if (check.isIn(checks)) {
                return check;
            }
        }
        throw new IllegalArgumentException("no check in the set");
    }

    /**
     * Writes the host command of a check.
     *
     * @param message of the request
     * @param table its place {@code slot} names product, PVV and index
     * @return null when the request is to be sent; otherwise the outcome, which needs no HSM
     */
    public CheckOutcome ask(
            CardCheck kind,
            MessageDecoder message,
            int linkId,
            CheckTable table,
            int slot,
            HsmRequest request) {
        final CardCheckFlyweight wanted = table.check(slot);
        final ProductKeys keys = config.product(wanted.productId());
        try {
            card.readNumber(message);
            return switch (kind) {
                case CVV -> askTrackValue(message, keys, request);
                case CVV2 -> askPrintedValue(message, keys, request);
                case ARQC -> cryptogram.ask(card, message, keys.imk(), table, slot, request);
                default -> askPin(kind, message, linkId, table, slot, request);
            };
        } finally {
            card.wipe();
        }
    }

    private CheckOutcome askTrackValue(
            MessageDecoder message, ProductKeys keys, HsmRequest request) {
        card.readTrack(message);
        final int value = card.trackValue(keys.cvvPosition());
        final int service = card.trackService(message);
        final int expiry = card.trackExpiry();
        if (value == PresentedCard.NONE
                || service == PresentedCard.NONE
                || expiry == PresentedCard.NONE) {
            return CheckOutcome.CVV_WRONG;
        }
        CardValueEncoder.verify(request, keys.cvk(), value, card.number(), expiry, service);
        return null;
    }

    private CheckOutcome askPrintedValue(
            MessageDecoder message, ProductKeys keys, HsmRequest request) {
        final int value = card.printedValue(message);
        final int expiry = card.expiry(message);
        if (value == PresentedCard.NONE || expiry == PresentedCard.NONE) {
            return CheckOutcome.CVV2_WRONG;
        }
        CardValueEncoder.verify(request, keys.cvk(), value, card.number(), expiry, NO_SERVICE);
        return null;
    }

    private CheckOutcome askPin(
            CardCheck kind,
            MessageDecoder message,
            int linkId,
            CheckTable table,
            int slot,
            HsmRequest request) {
        final LinkKeyRing ring = links.ring(linkId);
        final LinkKeys link = ring.configured();
        final HsmKey pinKey =
                table.isPreviousKey(slot)
                        ? ring.previousPinKey(beganMs(table, slot))
                        : ring.pinKey();
        if (pinKey == null) {
            return CheckOutcome.PIN_KEY_INVALID;
        }
        if (card.readBlock(message) != link.format().blockLength()) {
            return CheckOutcome.PIN_BLOCK_INVALID;
        }
        block.wrap(card.block(), 0, link.format().blockLength(), link.format());
        final CardCheckFlyweight wanted = table.check(slot);
        if (kind == CardCheck.PIN_TRANSLATION) {
            final boolean isAsked =
                    translation.ask(
                            request,
                            wanted.productId(),
                            pinKey,
                            link.isTerminalKey(),
                            block,
                            card.number());
            return isAsked ? null : CheckOutcome.PIN_BLOCK_INVALID;
        }
        account.wrapCardNumber(card.number(), 0, card.number().capacity());
        final ProductKeys keys = config.product(wanted.productId());
        final int stored = wanted.pvv();
        if (kind == CardCheck.PIN_OFFSET) {
            if (link.isTerminalKey()) {
                VerifyOffsetEncoder.fromTerminal(
                        request, pinKey, keys.offset(), block, account, stored);
            } else {
                VerifyOffsetEncoder.fromZone(
                        request, pinKey, keys.offset(), block, account, stored);
            }
            return null;
        }
        final PvvMethod method = new PvvMethod(keys.pvk(), wanted.pvki());
        if (link.isTerminalKey()) {
            VerifyPvvEncoder.fromTerminal(request, pinKey, method, block, account, stored);
        } else {
            VerifyPvvEncoder.fromZone(request, pinKey, method, block, account, stored);
        }
        return null;
    }

    /** Whether a link's previous key serves is a matter of when the check began. */
    private long beganMs(CheckTable table, int slot) {
        return table.deadlineMs(slot) - config.timeoutMs();
    }

    /**
     * Whether a check that ended so is to be asked once more: of a PIN, under the link's previous
     * key.
     */
    public boolean triesPreviousKey(CheckOutcome outcome, int linkId, CheckTable table, int slot) {
        final boolean isTried =
                outcome == CheckOutcome.PIN_BLOCK_INVALID
                        && !table.isPreviousKey(slot)
                        && links.ring(linkId).previousPinKey(beganMs(table, slot)) != null;
        if (isTried) {
            table.tryPreviousKey(slot);
        }
        return isTried;
    }

    /**
     * Reads what became of the command of a check.
     *
     * @param table takes the answer to the card's cryptogram
     */
    public CheckOutcome verdict(
            CardCheck kind, HsmResult result, HsmAnswer answer, CheckTable table, int slot) {
        final boolean isTranslation = kind == CardCheck.PIN_TRANSLATION;
        final HsmResult verdict;
        if (isTranslation) {
            final CardCheckFlyweight wanted = table.check(slot);
            verdict = translation.take(wanted.productId(), wanted.edgeHandle(), result, answer);
        } else if (result != HsmResult.OK) {
            verdict = result;
        } else {
            verdict =
                    kind == CardCheck.ARQC
                            ? cryptogram.decode(answer, table, slot)
                            : VerdictDecoder.decode(answer);
        }
        if (verdict.isOfTransport()) {
            return notSent(verdict);
        }
        final boolean isPin = CardCheck.pinOf(kind.bit()) != 0 || isTranslation;
        return switch (verdict) {
            case OK -> CheckOutcome.PASSED;
            case VERIFICATION_FAILED -> wrong(kind);
            case PIN_BLOCK_INVALID ->
                    isPin ? CheckOutcome.PIN_BLOCK_INVALID : CheckOutcome.HSM_ERROR;
            case KEY_UNUSABLE -> isPin ? CheckOutcome.PIN_KEY_INVALID : CheckOutcome.HSM_ERROR;
            default -> CheckOutcome.HSM_ERROR;
        };
    }

    private static CheckOutcome wrong(CardCheck kind) {
        return switch (kind) {
            case CVV -> CheckOutcome.CVV_WRONG;
            case CVV2 -> CheckOutcome.CVV2_WRONG;
            case ARQC -> CheckOutcome.ARQC_WRONG;
            default -> CheckOutcome.PIN_WRONG;
        };
    }

    /** Outcome of a command that no HSM answered. */
    public static CheckOutcome notSent(HsmResult result) {
        return result.isAway() ? CheckOutcome.HSM_AWAY : CheckOutcome.HSM_ERROR;
    }
}
