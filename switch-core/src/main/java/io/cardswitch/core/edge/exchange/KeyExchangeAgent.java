package io.cardswitch.core.edge.exchange;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.CommandIngress;
import io.cardswitch.core.command.Commands;
import io.cardswitch.core.command.ReplyEgress;
import io.cardswitch.core.command.ReplyFlyweight;
import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.command.sbe.KeyExchangeEncoder;
import io.cardswitch.core.command.sbe.MessageHeaderEncoder;
import io.cardswitch.core.domain.LinkKeyKind;
import io.cardswitch.core.edge.element.NetworkElements;
import io.cardswitch.core.edge.element.TraceNumber;
import io.cardswitch.core.edge.security.HsmExchange;
import io.cardswitch.core.edge.security.KeyExchangeConfig;
import io.cardswitch.core.edge.security.LinkKeyBook;
import io.cardswitch.core.edge.security.LinkKeyRing;
import io.cardswitch.core.engine.link.LinkKeyTable;
import io.cardswitch.core.metrics.Counter;
import io.cardswitch.core.metrics.SwitchCounters;
import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.command.TypedKey;
import io.cardswitch.hsm.command.key.KeyAttributes;
import io.cardswitch.hsm.command.key.KeyDecoder;
import io.cardswitch.hsm.command.key.KeyEncoder;
import io.cardswitch.hsm.command.key.KeyTarget;
import io.cardswitch.iso8583.codec.MessageDecoder;

import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.LongArrayQueue;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * Takes in the keys that links bring while they serve: the HSM moves a key from under the zone's
 * key to under the LMK, the engine writes it down, and when that is durable all event loops use it.
 * A link brings one key of a kind at a time. Lives on one event loop.
 */
public final class KeyExchangeAgent {
    private static final int NEW_KEY = 101;
    private static final int EXCHANGE = 161;
    private static final char BLOCK = 'S';
    private static final int USAGE_AT = 6; // Letter, version, four digits of length before it.
    private static final int USAGE_LENGTH = 2;
    private static final String ANY_PIN_KEY = "P0";

    private final int loopIndex;
    private final CommandIngress ingress;
    private final HsmExchange hsm;
    private final LinkKeyBook links;
    private final int timeoutMs;
    private final SwitchCounters registry;
    private final KeyFieldDecoder field = new KeyFieldDecoder();
    private final KeyDecoder imported = new KeyDecoder();
    private final HsmExchange.CompletionHandler completions = this::onCompletion;
    private final Int2ObjectHashMap<Exchange> exchanges = new Int2ObjectHashMap<>(); // By slot.
    private final LongArrayQueue told = new LongArrayQueue(Long.MIN_VALUE); // Of handles.
    private final Map<ResultCode, Counter> outcomes = new EnumMap<>(ResultCode.class);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final KeyExchangeEncoder command = new KeyExchangeEncoder();
    private final ReplyFlyweight reply =
            new ReplyFlyweight().wrap(new UnsafeBuffer(new byte[ReplyFlyweight.LENGTH]), 0);
    private boolean hasNewResults;

    /** One exchange, from its request to its answer. */
    private static final class Exchange {
        private final long handle;
        private final int linkId;
        private final int mti;
        private final int code;
        private final int stan;
        private LinkKeyKind kind;
        private boolean isClaimed;
        private int checkDigits;
        private int checkValue;
        private HsmKey key;
        private ResultCode refusal;

        Exchange(long handle, int linkId, MessageDecoder message) {
            this.handle = handle;
            this.linkId = linkId;
            mti = message.mti();
            code = NetworkElements.code(message);
            stan = TraceNumber.lower(message);
        }
    }

    /**
     * @param loopIndex number of the event loop
     * @param timeoutMs for the HSM
     */
    public KeyExchangeAgent(
            int loopIndex,
            CommandIngress ingress,
            HsmExchange hsm,
            LinkKeyBook links,
            int timeoutMs,
            SwitchCounters registry) {
        this.loopIndex = loopIndex;
        this.ingress = ingress;
        this.hsm = hsm;
        this.links = links;
        this.timeoutMs = timeoutMs;
        this.registry = registry;
    }

    /** Whether a network message brings a key; if not, it is one of those the engine answers. */
    public boolean takes(int linkId, MessageDecoder message) {
        final KeyExchangeConfig rule = links.ring(linkId).configured().exchange();
        if (rule == null || !message.has(rule.element())) {
            return false;
        }
        final int code = NetworkElements.code(message);
        return code == NEW_KEY || code == EXCHANGE;
    }

    /** Starts with a message that {@link #takes} said yes to. */
    public void begin(int linkId, MessageDecoder message, int slot, long handle) {
        final Exchange exchange = new Exchange(handle, linkId, message);
        check(!exchanges.containsKey(slot), "a slot is given again when its exchange has ended");
        exchanges.put(slot, exchange);
        final LinkKeyRing ring = links.ring(linkId);
        final KeyExchangeConfig rule = ring.configured().exchange();
        exchange.kind = field.kind(rule, message);
        if (exchange.kind == null || rule.usage(exchange.kind) == null) {
            refuse(exchange, ResultCode.TRANSACTION_UNKNOWN);
        } else if (!field.read(rule, message)) {
            refuse(exchange, ResultCode.LINK_KEY_MALFORMED);
        } else if (!ring.tryBegin(exchange.kind)) {
            refuse(exchange, ResultCode.CHECK_IN_PROGRESS);
        } else {
            exchange.isClaimed = true;
            exchange.checkDigits = field.checkDigits();
            exchange.checkValue = field.checkValue();
            final HsmResult sent = ask(slot, exchange, rule);
            if (sent != HsmResult.OK) {
                refuse(exchange, refusalOf(sent));
            }
        }
    }

    private HsmResult ask(int slot, Exchange exchange, KeyExchangeConfig rule) {
        final HsmKey foreign = field.key();
        KeyAttributes attributes = null; // A key block says itself what it is.
        if (!foreign.isBlock()) {
            final boolean isTriple = foreign.length() > 1 + KeyExchangeConfig.DOUBLE_KEY;
            attributes =
                    new KeyAttributes(
                            rule.usage(exchange.kind), isTriple ? "T3" : "T2", "N", "00", "N");
        }
        final KeyTarget target =
                new KeyTarget(TypedKey.BLOCK, BLOCK, KeyTarget.DEFAULT_LMK, attributes);
        KeyEncoder.imported(hsm.request(), target, rule.zoneKey(), foreign);
        return hsm.send(slot, exchange.handle, timeoutMs, completions);
    }

    private void onCompletion(
            int slot, long handle, HsmResult status, HsmAnswer answer, long nowMs) {
        final Exchange exchange = exchanges.get(slot);
        check(exchange != null && exchange.handle == handle, "an exchange waits for its key");
        final HsmResult result = status == HsmResult.OK ? imported.decode(answer) : status;
        if (result != HsmResult.OK) {
            refuse(exchange, refusalOf(result));
        } else if (!isRight(exchange)) {
            refuse(exchange, ResultCode.LINK_KEY_UNUSABLE);
        } else {
            exchange.key = imported.key();
            exchange.checkValue = imported.checkValue();
            tell(exchange);
        }
    }

    /** Parity and check value are right, and the key is for what it is to be used for. */
    private boolean isRight(Exchange exchange) {
        final HsmKey key = imported.key();
        if (imported.hasParityAdvice()
                || imported.checkValue() == HsmAnswer.ABSENT
                || !KeyFieldDecoder.agree(
                        imported.checkValue(), exchange.checkDigits, exchange.checkValue)
                || key.characters().getByte(0) != BLOCK
                || key.length() > KeyExchangeEncoder.keyBlockLength()) {
            return false;
        }
        final String usage = key.characters().getStringWithoutLengthAscii(USAGE_AT, USAGE_LENGTH);
        final KeyExchangeConfig rule = links.ring(exchange.linkId).configured().exchange();
        return usage.equals(rule.usage(exchange.kind))
                || exchange.kind == LinkKeyKind.PIN && usage.equals(ANY_PIN_KEY);
    }

    private static ResultCode refusalOf(HsmResult result) {
        return switch (result) {
            case KEY_UNUSABLE, VERIFICATION_FAILED, INPUT_REFUSED -> ResultCode.LINK_KEY_UNUSABLE;
            default -> result.isAway() ? ResultCode.CHECK_UNAVAILABLE : ResultCode.CHECK_FAILED;
        };
    }

    private void refuse(Exchange exchange, ResultCode refusal) {
        exchange.refusal = refusal;
        tell(exchange);
    }

    private void tell(Exchange exchange) {
        told.addLong(exchange.handle);
        hasNewResults = true;
    }

    /** Whether something came to be told since {@link #work} ran. */
    public boolean hasNewResults() {
        return hasNewResults;
    }

    /**
     * Tells keys to the engine as long as there is room, and refusals to those who asked.
     *
     * @return whether commands were published
     */
    public boolean work(long nowMs, ReplyEgress answers) {
        hasNewResults = false;
        boolean hasPublished = false;
        while (!told.isEmpty()) {
            final Exchange exchange = exchanges.get((int) told.peekLong());
            check(exchange != null, "an exchange stays until it is answered");
            if (exchange.refusal != null) {
                told.pollLong();
                answers.onReply(
                        reply.clear().edgeHandle(exchange.handle).resultCode(exchange.refusal));
            } else if (publish(exchange, nowMs)) {
                told.pollLong();
                hasPublished = true;
            } else {
                return hasPublished;
            }
        }
        return hasPublished;
    }

    private boolean publish(Exchange exchange, long nowMs) {
        if (!ingress.tryClaim(true)) {
            return false;
        }
        final byte[] block = new byte[KeyExchangeEncoder.keyBlockLength()];
        exchange.key.characters().getBytes(0, block, 0, exchange.key.length());
        command.wrapAndApplyHeader(ingress.buffer(), ingress.offset(), header)
                .timeMs(nowMs)
                .edgeHandle(exchange.handle)
                .stan(exchange.stan)
                .mti(exchange.mti)
                .linkId(exchange.linkId)
                .code(exchange.code)
                .kind((short) exchange.kind.code())
                .putKeyBlock(block, 0)
                .putCheckValue(digits(exchange.checkValue), 0);
        ingress.publish(Commands.HEADER_LENGTH + KeyExchangeEncoder.BLOCK_LENGTH);
        return true;
    }

    private static byte[] digits(int checkValue) {
        return HexFormat.of()
                .withUpperCase()
                .toHexDigits(checkValue, KeyExchangeEncoder.checkValueLength())
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether there are exchanges that wait for their answer. */
    public boolean isBusy() {
        return !exchanges.isEmpty();
    }

    /** Takes note of an answer that left: that to an exchange ends it. */
    public void onReply(ReplyFlyweight answer, long nowMs) {
        final int slot = (int) answer.edgeHandle();
        final Exchange exchange = exchanges.get(slot);
        if (exchange == null || exchange.handle != answer.edgeHandle()) {
            return;
        }
        exchanges.remove(slot);
        final LinkKeyRing ring = links.ring(exchange.linkId);
        final ResultCode result = ResultCode.of(answer.resultCode());
        if (result == ResultCode.APPROVED) {
            ring.exchange(
                    exchange.kind,
                    new LinkKeyRing.NewKey(exchange.key, exchange.checkValue, exchange.stan),
                    nowMs + LinkKeyTable.OVERLAP_MS);
        }
        if (exchange.isClaimed) {
            ring.end(exchange.kind);
        }
        outcomes.computeIfAbsent(result, this::newCounter).increment();
    }

    private Counter newCounter(ResultCode result) {
        return registry.counter(
                "switch_key_exchanges_total",
                "Keys that links brought, by outcome.",
                "loop",
                Integer.toString(loopIndex),
                "outcome",
                result.name().toLowerCase(Locale.ROOT));
    }
}
