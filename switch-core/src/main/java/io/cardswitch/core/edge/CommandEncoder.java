package io.cardswitch.core.edge;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.Commands;
import io.cardswitch.core.command.RequestFlags;
import io.cardswitch.core.command.sbe.MessageHeaderEncoder;
import io.cardswitch.core.command.sbe.NetworkRequestEncoder;
import io.cardswitch.core.command.sbe.ReversalRequestEncoder;
import io.cardswitch.core.command.sbe.TransactionRequestEncoder;
import io.cardswitch.core.edge.element.ElementDigits;
import io.cardswitch.core.edge.element.MerchantCategory;
import io.cardswitch.core.edge.element.MoneyElements;
import io.cardswitch.core.edge.element.NetworkElements;
import io.cardswitch.core.edge.element.OriginalElements;
import io.cardswitch.core.edge.element.TraceNumber;
import io.cardswitch.core.edge.security.EvidenceReader;
import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageSpec;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes the command of a request: what the engine needs and nothing else. No clear PAN, track, PIN
 * block, CVV or DE55 has a place in a command. Not thread-safe.
 */
final class CommandEncoder {
    private static final int RETRIEVAL_REFERENCE = 37;
    private static final int ENTRY_MODE = 22;
    private static final int TERMINAL = 41;
    private static final int TERMINAL_LENGTH = 8;
    private static final int LONGEST_TERMINAL = 16;
    private static final int CLASS_AUTHORIZATION = 1;
    private static final int CLASS_FINANCIAL = 2;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final TransactionRequestEncoder transaction = new TransactionRequestEncoder();
    private final ReversalRequestEncoder reversal = new ReversalRequestEncoder();
    private final NetworkRequestEncoder network = new NetworkRequestEncoder();
    private final DuplicateKey key = new DuplicateKey();
    private final int linkId;
    private final PanTokenizer tokenizer;
    private final EvidenceReader evidence;

    /** Whether DE22 begins with the three digits of 1987; later versions have positions. */
    private final boolean isEntryCoded;

    private final boolean isTerminalLong;
    private final UnsafeBuffer longTerminal = new UnsafeBuffer(new byte[LONGEST_TERMINAL]);
    private MutableDirectBuffer out;
    private int offset;

    /**
     * @param evidence tells what a check can be made of; null where nothing is checked
     */
    CommandEncoder(int linkId, MessageSpec spec, PanTokenizer tokenizer, EvidenceReader evidence) {
        this.evidence = evidence;
        check(fits(spec, RETRIEVAL_REFERENCE, 12), "DE37 fits its field");
        check(fits(spec, TERMINAL, LONGEST_TERMINAL), "DE41 fits the duplicate key");
        final boolean is2003 = spec.version() == 2003;
        final int merchant =
                is2003 ? DuplicateKey.MERCHANT_LENGTH_2003 : DuplicateKey.MERCHANT_LENGTH;
        check(fits(spec, 42, merchant), "DE42 fits the duplicate key");
        final ElementSpec entry = spec.element(ENTRY_MODE);
        this.isEntryCoded = entry != null && entry.content() == Content.N;
        this.isTerminalLong = !fits(spec, TERMINAL, TERMINAL_LENGTH);
        this.linkId = linkId;
        this.tokenizer = tokenizer;
    }

    private static boolean fits(MessageSpec spec, int de, int units) {
        return spec.element(de) == null || spec.element(de).units() <= units;
    }

    /** Where the next command goes: a slot of {@link Commands#MAX_LENGTH} bytes. */
    CommandEncoder wrap(MutableDirectBuffer slot, int slotOffset) {
        this.out = slot;
        this.offset = slotOffset;
        return this;
    }

    /** Writes a TransactionRequest and returns its length. */
    int transaction(MessageDecoder message, CardDecoder card, long handle, long nowMs) {
        key.ofRequest(linkId, message, MessageTypeTable.messageClass(message.mti()));
        tokenizer.tokenize(card.panHigh(), card.panLow(), card.panLength());
        transaction
                .wrapAndApplyHeader(out, offset, header)
                .timeMs(nowMs)
                .edgeHandle(handle)
                .keyHigh(key.high())
                .keyLow(key.low())
                .tokenHigh(tokenizer.tokenHigh())
                .tokenLow(tokenizer.tokenLow())
                .amountMinor(MoneyElements.amountMinor(message))
                .acquirerId(numberOr(message, 32, -1))
                .processingCode((int) message.number(3))
                .stan(TraceNumber.lower(message))
                .bin(card.bin())
                .last4(card.last4())
                .currency(MoneyElements.currency(message))
                .mti(message.mti())
                .linkId(linkId)
                .expiry(card.expiry())
                .entryMode(entryMode(message))
                .merchantType(MerchantCategory.of(message))
                .panLength((short) card.panLength())
                .flags((short) 0)
                .evidence((short) (evidence == null ? 0 : evidence.read(message)))
                .stanPrefix(TraceNumber.upper(message));
        final int block = offset + Commands.HEADER_LENGTH;
        putText(message, 37, block + TransactionRequestEncoder.rrnEncodingOffset(), 12);
        putTerminal(message, block + TransactionRequestEncoder.terminalIdEncodingOffset());
        return Commands.HEADER_LENGTH + TransactionRequestEncoder.BLOCK_LENGTH;
    }

    /** Writes a ReversalRequest and returns its length. */
    int reversal(MessageDecoder message, CardDecoder card, long handle, long nowMs) {
        reversal.wrapAndApplyHeader(out, offset, header).timeMs(nowMs).edgeHandle(handle);
        final boolean isNamed = OriginalElements.isNamed(message);
        final int named = isNamed ? OriginalElements.messageClass(message) : CLASS_FINANCIAL;
        final boolean namesAuthorization = isNamed && named == CLASS_AUTHORIZATION;
        keyOfOriginal(message, namesAuthorization ? CLASS_AUTHORIZATION : CLASS_FINANCIAL);
        reversal.originalKeyHigh(key.high()).originalKeyLow(key.low());
        if (!isNamed || named != CLASS_FINANCIAL) {
            keyOfOriginal(message, CLASS_AUTHORIZATION);
        }
        reversal.authorizationKeyHigh(key.high()).authorizationKeyLow(key.low());
        final boolean hasCard = card.panLength() >= PanTokenizer.MIN_DIGITS;
        if (hasCard) {
            tokenizer.tokenize(card.panHigh(), card.panLow(), card.panLength());
        }
        reversal.tokenHigh(hasCard ? tokenizer.tokenHigh() : 0)
                .tokenLow(hasCard ? tokenizer.tokenLow() : 0)
                .amountMinor(MoneyElements.originalMinor(message))
                .replacementMinor(MoneyElements.replacementMinor(message))
                .acquirerId(numberOr(message, 32, -1))
                .processingCode((int) message.number(3))
                .stan(TraceNumber.lower(message))
                .bin(hasCard ? card.bin() : 0)
                .last4(hasCard ? card.last4() : 0)
                .currency(MoneyElements.currency(message))
                .mti(message.mti())
                .linkId(linkId)
                .panLength((short) card.panLength())
                .flags((short) (isNamed ? RequestFlags.ORIGINAL_NAMED : 0))
                .stanPrefix(TraceNumber.upper(message));
        final int block = offset + Commands.HEADER_LENGTH;
        putText(message, 37, block + ReversalRequestEncoder.rrnEncodingOffset(), 12);
        putTerminal(message, block + ReversalRequestEncoder.terminalIdEncodingOffset());
        return Commands.HEADER_LENGTH + ReversalRequestEncoder.BLOCK_LENGTH;
    }

    /** Writes a NetworkRequest and returns its length. */
    int network(MessageDecoder message, long handle, long nowMs) {
        network.wrapAndApplyHeader(out, offset, header)
                .timeMs(nowMs)
                .edgeHandle(handle)
                .stan(TraceNumber.lower(message))
                .mti(message.mti())
                .linkId(linkId)
                .code(NetworkElements.code(message))
                .stanPrefix(TraceNumber.upper(message));
        return Commands.HEADER_LENGTH + NetworkRequestEncoder.BLOCK_LENGTH;
    }

    private void keyOfOriginal(MessageDecoder message, int messageClass) {
        if (OriginalElements.isNamed(message)) {
            key.ofOriginal(linkId, message, messageClass);
        } else {
            key.ofRequest(linkId, message, messageClass);
        }
    }

    /** PAN entry and PIN capability, whatever a network puts behind them; 0 when absent. */
    private int entryMode(MessageDecoder message) {
        if (!isEntryCoded || !message.has(ENTRY_MODE)) {
            return 0;
        }
        final int digits = Math.min(message.units(ENTRY_MODE), 3);
        return (int) ElementDigits.number(message, ENTRY_MODE, 0, digits);
    }

    private static long numberOr(MessageDecoder message, int de, long absent) {
        return message.has(de) ? message.number(de) : absent;
    }

    private void putText(MessageDecoder message, int de, int at, int length) {
        final int copied = message.has(de) ? message.copyText(de, out, at) : 0;
        if (copied < length) {
            out.setMemory(at + copied, length - copied, (byte) 0);
        }
    }

    /** The first eight characters; the duplicate key is made of all. */
    private void putTerminal(MessageDecoder message, int at) {
        if (!isTerminalLong || !message.has(TERMINAL)) {
            putText(message, TERMINAL, at, TERMINAL_LENGTH);
            return;
        }
        final int copied = message.copyText(TERMINAL, longTerminal, 0);
        longTerminal.setMemory(copied, LONGEST_TERMINAL - copied, (byte) 0);
        out.putBytes(at, longTerminal, 0, TERMINAL_LENGTH);
    }
}
