package io.cardswitch.core.edge.security;

import io.cardswitch.core.command.CheckOutcome;
import io.cardswitch.core.edge.element.MoneyElements;
import io.cardswitch.core.metrics.Counter;
import io.cardswitch.core.metrics.SwitchCounters;
import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.command.card.Cryptogram;
import io.cardswitch.hsm.command.card.CryptogramDecoder;
import io.cardswitch.hsm.command.card.CryptogramEncoder;
import io.cardswitch.iso8583.codec.MessageDecoder;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * Verifies an application cryptogram and has the HSM make the issuer's answer to it: tag 91, as it
 * goes back with an approval (EMV 4.3, Book 2, 8.2). Not thread-safe.
 */
public final class CryptogramCheck {
    private static final int RESPONSE_TAG = 0x91;
    private static final int HEAD = 2; // Tag and length.
    private static final int LONGEST_INPUT = 128;
    private static final int LONGEST_ISSUER_APPLICATION = 32; // EMV 4.3, Book 3, annex A.
    private static final int CIPHER_BLOCK = 8;
    private static final byte MARK = (byte) 0x80;
    private static final int LAST_DIGITS = 16;

    private final UnsafeBuffer input = new UnsafeBuffer(new byte[LONGEST_INPUT]);
    private final UnsafeBuffer inputView = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer nothing = new UnsafeBuffer(0, 0);
    private final Cryptogram cryptogram = new Cryptogram();
    private final CryptogramDecoder decoder = new CryptogramDecoder();
    private final Map<Refusal, Counter> refusals = new EnumMap<>(Refusal.class);

    /** Why chip data are wrong before an HSM is asked. */
    private enum Refusal {
        UNKNOWN_SCHEME,
        INCOMPLETE,
        OTHER_AMOUNT
    }

    /** Counts for an event loop. */
    public CryptogramCheck(int loopIndex, SwitchCounters registry) {
        for (final Refusal refusal : Refusal.values()) {
            refusals.put(
                    refusal,
                    registry.counter(
                            "switch_chip_data_refused_total",
                            "Chip data that no HSM was asked about, by reason.",
                            "loop",
                            Integer.toString(loopIndex),
                            "reason",
                            refusal.name().toLowerCase(Locale.ROOT)));
        }
    }

    /** Writes the command; otherwise the outcome that needs none. */
    CheckOutcome ask(
            PresentedCard card,
            MessageDecoder message,
            HsmKey issuerKey,
            CheckTable table,
            int slot,
            HsmRequest request) {
        final ChipTags tags = card.readChip(message);
        final CryptogramScheme scheme = schemeOf(card.chip(), tags);
        final DirectBuffer chip = card.chip();
        if (scheme == null) {
            return refuse(Refusal.UNKNOWN_SCHEME);
        }
        if (!isWhole(tags, scheme)) {
            return refuse(Refusal.INCOMPLETE);
        }
        if (!isOfMessage(chip, tags, message)) {
            return refuse(Refusal.OTHER_AMOUNT);
        }
        final int length = fill(chip, tags, scheme);
        inputView.wrap(input, 0, length);
        cryptogram
                .scheme(scheme.code())
                .key(issuerKey)
                .cardSequence(cardSequence(card.number(), card.sequence(message)))
                .counter(shortAt(chip, tags.offset(ChipTags.COUNTER)))
                .unpredictable(
                        chip.getInt(tags.offset(ChipTags.UNPREDICTABLE), ByteOrder.BIG_ENDIAN))
                .message(inputView)
                .value(chip.getLong(tags.offset(ChipTags.CRYPTOGRAM), ByteOrder.BIG_ENDIAN));
        if (scheme.isUpdate()) {
            CryptogramEncoder.verifySessionAndUpdate(
                    request, cryptogram, scheme.approval(), nothing);
        } else if (scheme.isSession()) {
            CryptogramEncoder.verifySessionAndRespond(request, cryptogram, scheme.approval());
        } else {
            CryptogramEncoder.verifyAndRespond(request, cryptogram, scheme.approval());
        }
        input.setMemory(0, LONGEST_INPUT, (byte) 0);
        cryptogram.wipe();
        table.isDataset(slot, card.isDataset());
        table.responseCode(slot, scheme.isUpdate() ? 0 : scheme.approval());
        return null;
    }

    private CheckOutcome refuse(Refusal reason) {
        refusals.get(reason).increment();
        return CheckOutcome.ARQC_WRONG;
    }

    /** The scheme that tag 9F10 names, null when none is served. */
    private static CryptogramScheme schemeOf(DirectBuffer chip, ChipTags tags) {
        final int at = tags.offset(ChipTags.ISSUER_APPLICATION);
        return tags.length(ChipTags.ISSUER_APPLICATION) < 3
                ? null
                : CryptogramScheme.of(
                        chip.getByte(at) & 0xFF,
                        chip.getByte(at + 1) & 0xFF,
                        chip.getByte(at + 2) & 0xFF);
    }

    /** Whether every tag of the input is there in its length; the other amount may be absent. */
    private static boolean isWhole(ChipTags tags, CryptogramScheme scheme) {
        for (int i = 0; i < ChipTags.INPUT.length; i++) {
            final int tag = ChipTags.INPUT[i];
            final int length = tags.length(tag);
            final boolean mayBeAbsent = tag == ChipTags.OTHER_AMOUNT && length == 0;
            if (length != ChipTags.INPUT_LENGTH[i] && !mayBeAbsent) {
                return false;
            }
        }
        final int length = tags.length(ChipTags.ISSUER_APPLICATION);
        return tags.hasCryptogram()
                && length <= LONGEST_ISSUER_APPLICATION
                && scheme.isWhole(length);
    }

    /** Whether the card vouches for the amount and currency that are to be booked. */
    private static boolean isOfMessage(DirectBuffer chip, ChipTags tags, MessageDecoder message) {
        final long amountMinor = MoneyElements.amountMinor(message);
        final int currency = MoneyElements.currency(message);
        return (amountMinor == MoneyElements.ABSENT
                        || amountMinor == packed(chip, tags.offset(ChipTags.AUTHORIZED_AMOUNT), 6))
                && (currency == 0 || currency == packed(chip, tags.offset(ChipTags.CURRENCY), 2));
    }

    /** A number of two digits a byte. */
    private static long packed(DirectBuffer buffer, int offset, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            final int octet = buffer.getByte(offset + i);
            value = value * 100 + (octet >> 4 & 0xF) * 10 + (octet & 0xF);
        }
        return value;
    }

    /** Puts the input together, filled up to whole blocks; returns its length. */
    private int fill(DirectBuffer chip, ChipTags tags, CryptogramScheme scheme) {
        int at = 0;
        for (int i = 0; i < ChipTags.INPUT.length; i++) {
            final int from = tags.offset(ChipTags.INPUT[i]);
            if (tags.length(ChipTags.INPUT[i]) != 0) {
                input.putBytes(at, chip, from, ChipTags.INPUT_LENGTH[i]);
            } // Absent, its place is zeros: the input was wiped.
            at += ChipTags.INPUT_LENGTH[i];
        }
        final int issuer = tags.offset(ChipTags.ISSUER_APPLICATION);
        final int covered = scheme.coveredLength(tags.length(ChipTags.ISSUER_APPLICATION));
        input.putBytes(at, chip, issuer + scheme.coveredOffset(), covered);
        at += covered;
        if (scheme.countersLength() > 0) {
            input.putBytes(at, chip, issuer + scheme.countersOffset(), scheme.countersLength());
            at += scheme.countersLength();
        }
        if (scheme.isMarked()) {
            input.putByte(at++, MARK);
        }
        return (at + CIPHER_BLOCK - 1) / CIPHER_BLOCK * CIPHER_BLOCK;
    }

    /** EMV Book 2, A1.4.1: the 16 last digits of card number and sequence number. */
    private static long cardSequence(DirectBuffer number, int sequence) {
        final int digits = LAST_DIGITS - 2;
        long packed = 0;
        for (int i = Math.max(0, number.capacity() - digits); i < number.capacity(); i++) {
            packed = packed << 4 | number.getByte(i) & 0xF;
        }
        return packed << 8 | sequence / 10 << 4 | sequence % 10;
    }

    private static int shortAt(DirectBuffer buffer, int at) {
        return buffer.getShort(at, ByteOrder.BIG_ENDIAN) & 0xFFFF;
    }

    /** Reads the verdict; of a right cryptogram the answer goes into the slot's place. */
    HsmResult decode(HsmAnswer answer, CheckTable table, int slot) {
        final HsmResult result = decoder.decode(answer);
        if (result == HsmResult.OK && decoder.hasResponse()) {
            putResponse(table, slot);
        }
        return result;
    }

    /** Tag 91, in a dataset when the card's data came in one. */
    private void putResponse(CheckTable table, int slot) {
        final UnsafeBuffer places = table.buffer();
        final int code = table.responseCode(slot);
        final int length = Long.BYTES + (code == 0 ? 0 : Short.BYTES);
        int at = table.responseOffset(slot);
        if (table.isDataset(slot)) {
            places.putByte(at, (byte) PresentedCard.DATASET);
            places.putShort(at + 1, (short) (HEAD + length), ByteOrder.BIG_ENDIAN);
            at += PresentedCard.DATASET_HEAD;
        }
        places.putByte(at, (byte) RESPONSE_TAG);
        places.putByte(at + 1, (byte) length);
        places.putLong(at + HEAD, decoder.response(), ByteOrder.BIG_ENDIAN);
        if (code != 0) {
            places.putShort(at + HEAD + Long.BYTES, (short) code, ByteOrder.BIG_ENDIAN);
        }
        table.responseLength(slot, at + HEAD + length - table.responseOffset(slot));
    }
}
