package io.cardswitch.core.cli.journal;

import io.cardswitch.core.admin.Json;
import io.cardswitch.core.command.Commands;
import io.cardswitch.core.command.Effects;
import io.cardswitch.core.command.ReplyFlyweight;
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

import org.agrona.DirectBuffer;

import java.time.Instant;

/** Journal records as JSON objects, card numbers masked. */
final class RecordText {
    /** What the prefix of a trace number counts. */
    private static final long STAN_UNIT = 1_000_000;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final TransactionRequestDecoder transaction = new TransactionRequestDecoder();
    private final ReversalRequestDecoder reversal = new ReversalRequestDecoder();
    private final NetworkRequestDecoder network = new NetworkRequestDecoder();
    private final CardCheckResultDecoder checkResult = new CardCheckResultDecoder();
    private final KeyExchangeDecoder keyExchange = new KeyExchangeDecoder();
    private final NodeStartDecoder nodeStart = new NodeStartDecoder();
    private final AccountLoadDecoder account = new AccountLoadDecoder();
    private final CardLoadDecoder card = new CardLoadDecoder();
    private final ConfigurationStartDecoder start = new ConfigurationStartDecoder();
    private final ProductLoadDecoder product = new ProductLoadDecoder();
    private final RouteLoadDecoder route = new RouteLoadDecoder();
    private final ConfigurationCommitDecoder commit = new ConfigurationCommitDecoder();
    private final TickDecoder tick = new TickDecoder();
    private final CheckpointDecoder checkpoint = new CheckpointDecoder();

    /** One record and what was decided. */
    String of(long sequence, DirectBuffer buffer, int offset, Effects effects) {
        final Json json = new Json().number("sequence", sequence);
        append(json, buffer, offset);
        for (int i = 0; i < effects.count(); i++) {
            if (effects.isCardCheck(i)) {
                json.number("card_check", effects.cardCheck(i).checks());
            } else {
                appendReply(json, effects.reply(i));
            }
        }
        return json.toString();
    }

    /** Name of a command by its SBE template id. */
    static String nameOf(int templateId) {
        return switch (templateId) {
            case TransactionRequestDecoder.TEMPLATE_ID -> "transaction";
            case ReversalRequestDecoder.TEMPLATE_ID -> "reversal";
            case NetworkRequestDecoder.TEMPLATE_ID -> "network";
            case CardCheckResultDecoder.TEMPLATE_ID -> "card_check_result";
            case KeyExchangeDecoder.TEMPLATE_ID -> "key_exchange";
            case AccountLoadDecoder.TEMPLATE_ID -> "account_load";
            case CardLoadDecoder.TEMPLATE_ID -> "card_load";
            case ConfigurationStartDecoder.TEMPLATE_ID -> "configuration_start";
            case ProductLoadDecoder.TEMPLATE_ID -> "product_load";
            case RouteLoadDecoder.TEMPLATE_ID -> "route_load";
            case ConfigurationCommitDecoder.TEMPLATE_ID -> "configuration_commit";
            case TickDecoder.TEMPLATE_ID -> "tick";
            case NodeStartDecoder.TEMPLATE_ID -> "node_start";
            case CheckpointDecoder.TEMPLATE_ID -> "checkpoint";
            default -> "template_" + templateId;
        };
    }

    private void append(Json json, DirectBuffer buffer, int offset) {
        final int templateId = Commands.templateId(buffer, offset);
        json.text("type", nameOf(templateId));
        switch (templateId) {
            case TransactionRequestDecoder.TEMPLATE_ID -> appendTransaction(json, buffer, offset);
            case ReversalRequestDecoder.TEMPLATE_ID -> appendReversal(json, buffer, offset);
            case NetworkRequestDecoder.TEMPLATE_ID -> {
                network.wrapAndApplyHeader(buffer, offset, header);
                time(json, network.timeMs())
                        .text("mti", mti(network.mti()))
                        .number("link", network.linkId())
                        .number("stan", stan(network.stanPrefix(), network.stan()))
                        .number("code", network.code());
            }
            case AccountLoadDecoder.TEMPLATE_ID -> {
                account.wrapAndApplyHeader(buffer, offset, header);
                json.text("account", account.accountId())
                        .number("currency", account.currency())
                        .number("opening_minor", account.openingMinor())
                        .number("credit_limit_minor", account.creditLimitMinor());
            }
            case CardLoadDecoder.TEMPLATE_ID -> {
                card.wrapAndApplyHeader(buffer, offset, header);
                json.text("card", masked(card.bin(), card.panLength(), card.last4()))
                        .text("account", card.accountId())
                        .number("product", card.productId());
            }
            default -> appendNode(json, templateId, buffer, offset);
        }
    }

    private void appendTransaction(Json json, DirectBuffer buffer, int offset) {
        transaction.wrapAndApplyHeader(buffer, offset, header);
        time(json, transaction.timeMs())
                .text("mti", mti(transaction.mti()))
                .text(
                        "card",
                        masked(transaction.bin(), transaction.panLength(), transaction.last4()))
                .text("processing_code", String.format("%06d", transaction.processingCode()))
                .number("amount_minor", transaction.amountMinor())
                .number("currency", transaction.currency())
                .number("link", transaction.linkId())
                .text("terminal", transaction.terminalId())
                .number("stan", stan(transaction.stanPrefix(), transaction.stan()))
                .text("rrn", transaction.rrn())
                .text("key", key(transaction.keyHigh(), transaction.keyLow()));
    }

    private void appendReversal(Json json, DirectBuffer buffer, int offset) {
        reversal.wrapAndApplyHeader(buffer, offset, header);
        time(json, reversal.timeMs())
                .text("mti", mti(reversal.mti()))
                .text("card", masked(reversal.bin(), reversal.panLength(), reversal.last4()))
                .text("processing_code", String.format("%06d", reversal.processingCode()))
                .number("amount_minor", reversal.amountMinor())
                .number("currency", reversal.currency())
                .number("link", reversal.linkId())
                .text("terminal", reversal.terminalId())
                .number("stan", stan(reversal.stanPrefix(), reversal.stan()))
                .text("rrn", reversal.rrn())
                .text("original_key", key(reversal.originalKeyHigh(), reversal.originalKeyLow()));
    }

    private static long stan(long prefix, long lastDigits) {
        return prefix * STAN_UNIT + lastDigits;
    }

    private void appendNode(Json json, int templateId, DirectBuffer buffer, int offset) {
        switch (templateId) {
            case ConfigurationStartDecoder.TEMPLATE_ID -> {
                start.wrapAndApplyHeader(buffer, offset, header);
                time(json, start.timeMs()).text("content_hash", hex(start.contentHash()));
            }
            case ProductLoadDecoder.TEMPLATE_ID -> {
                product.wrapAndApplyHeader(buffer, offset, header);
                json.number("product", product.productId())
                        .number("maximum_minor", product.maximumMinor());
            }
            case RouteLoadDecoder.TEMPLATE_ID -> {
                route.wrapAndApplyHeader(buffer, offset, header);
                json.number("bin_low", route.binLow())
                        .number("bin_high", route.binHigh())
                        .number("destination", route.destination())
                        .number("issuer", route.issuer());
            }
            case ConfigurationCommitDecoder.TEMPLATE_ID -> {
                commit.wrapAndApplyHeader(buffer, offset, header);
                time(json, commit.timeMs()).text("content_hash", hex(commit.contentHash()));
            }
            case TickDecoder.TEMPLATE_ID -> {
                tick.wrapAndApplyHeader(buffer, offset, header);
                time(json, tick.timeMs());
            }
            case CheckpointDecoder.TEMPLATE_ID -> {
                checkpoint.wrapAndApplyHeader(buffer, offset, header);
                time(json, checkpoint.timeMs())
                        .number("covers", checkpoint.sequence())
                        .text("decision_hash", hex(checkpoint.decisionHash()));
            }
            case CardCheckResultDecoder.TEMPLATE_ID -> {
                checkResult.wrapAndApplyHeader(buffer, offset, header);
                time(json, checkResult.timeMs())
                        .number("request", checkResult.requestSequence())
                        .number("outcome", checkResult.outcome());
            }
            case KeyExchangeDecoder.TEMPLATE_ID -> {
                keyExchange.wrapAndApplyHeader(buffer, offset, header);
                time(json, keyExchange.timeMs())
                        .number("link", keyExchange.linkId())
                        .number("code", keyExchange.code())
                        .number("kind", keyExchange.kind())
                        .text("check_value", keyExchange.checkValue());
            }
            case NodeStartDecoder.TEMPLATE_ID -> {
                nodeStart.wrapAndApplyHeader(buffer, offset, header);
                time(json, nodeStart.timeMs());
            }
            default -> json.raw("unknown", "true");
        }
    }

    private static void appendReply(Json json, ReplyFlyweight reply) {
        final ResultCode result = ResultCode.of(reply.resultCode());
        json.text("result", result.name()).text("response_code", result.responseCode().text87());
        if ((reply.flags() & ReplyFlyweight.HAS_APPROVAL_CODE) != 0) {
            json.text("approval_code", String.format("%06d", reply.approvalCode()));
        }
        if ((reply.flags() & ReplyFlyweight.IS_REPEAT) != 0) {
            json.raw("repeat", "true");
        }
    }

    private static Json time(Json json, long timeMs) {
        return json.text("time", Instant.ofEpochMilli(timeMs).toString());
    }

    private static String mti(int mti) {
        return String.format("%04x", mti);
    }

    private static String masked(long bin, int length, int last4) {
        return length < 10
                ? ""
                : String.format("%06d", bin / 100)
                        + "*".repeat(length - 10)
                        + String.format("%04d", last4);
    }

    private static String key(long high, long low) {
        return hex(high) + hex(low);
    }

    private static String hex(long value) {
        return String.format("%016x", value);
    }
}
