package io.cardswitch.core.simulator.request;

import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageEncoder;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.framing.Framing;
import io.cardswitch.iso8583.framing.MessageHeader;

import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Every request the generator may send, encoded once with frame and header: one frame for each card
 * and kind. What differs from one sending to the next is written over the copy at the places that
 * {@link Places} tells.
 */
public final class RequestFrames {
    private static final int LONGEST_FRAME = 1024;
    private static final long AMOUNT_STEP = 997;
    private static final String NO_TERMINAL = "LOAD0000";
    private static final String MERCHANT = "CARDSWITCH LOAD";

    /**
     * Where the parts that change stand, in bytes from the start of the frame; -1 where the kind
     * has none.
     *
     * @param mac its code, in the element {@code macElement}
     * @param packed two digits in a byte in numeric elements, one character each otherwise
     */
    record Places(
            int mti,
            int amount,
            int time,
            int stan,
            int rrn,
            int terminal,
            int original,
            int mac,
            int macElement,
            boolean packed) {}

    private final MessageSpec dialect;
    private final Framing framing;
    private final MessageHeader header;

    /** Null when messages have no MACs. */
    private final MessageSeal seal;

    private final Map<TransactionKind, int[]> frameOf = new EnumMap<>(TransactionKind.class);
    private final ExpandableArrayBuffer bytes = new ExpandableArrayBuffer(1 << 16);
    private final List<Places> distinctPlaces = new ArrayList<>();
    private final int cardCount;
    private int[] offsets = new int[64];
    private int[] lengths = new int[64];
    private Places[] places = new Places[64];
    private long[] fixedMinor = new long[64];
    private int count;
    private int end;
    private int longest;

    /** Encodes a frame for each card and each kind of the mix, in the dialect of the link. */
    public RequestFrames(MessageSpec dialect, Framing framing, MessageHeader header, LoadMix mix) {
        this.dialect = dialect;
        this.framing = framing;
        this.header = header;
        seal = mix.seal();
        cardCount = mix.cards().size();
        final MessageEncoder encoder = new MessageEncoder(dialect);
        final MessageDecoder decoder = new MessageDecoder(dialect);
        final LocalDateTime now = LocalDateTime.now();
        for (final TransactionKind kind : mix.kinds()) {
            final int[] frames = new int[cardCount];
            for (int i = 0; i < cardCount; i++) {
                frames[i] = add(kind, mix, mix.cards().get(i), now, encoder, decoder);
            }
            frameOf.put(kind, frames);
        }
    }

    /** Cards to choose from. */
    int cardCount() {
        return cardCount;
    }

    /** Bytes of the longest frame. */
    public int longest() {
        return longest;
    }

    /** Index of the frame of a kind for a card. */
    int frame(TransactionKind kind, int card) {
        return frameOf.get(kind)[card];
    }

    /** The card that a frame was made for. */
    int card(int frame) {
        return frame % cardCount;
    }

    /** Copies a frame and tells its length in bytes. */
    int copy(int frame, MutableDirectBuffer target, int offset) {
        final int length = lengths[frame];
        target.putBytes(offset, bytes, offsets[frame], length);
        return length;
    }

    /** The parts of a frame that change. */
    Places places(int frame) {
        return places[frame];
    }

    /** Puts the MAC on a request that is written; its message begins where the frame's type is. */
    void seal(int frame, MutableDirectBuffer target, int offset) {
        final Places written = places[frame];
        if (written.mac() >= 0) {
            seal.put(target, offset + written.mti(), offset + written.mac(), written.macElement());
        }
    }

    /** Whether an answer has the MAC that it must have. */
    boolean isSealed(DirectBuffer buffer, int offset, AnswerShapes.Shape shape) {
        return seal == null
                || shape.macOffset() >= 0
                        && seal.isRight(
                                buffer, offset, offset + shape.macOffset(), shape.macElement());
    }

    /** The amount that the chip of this frame has signed, 0 when any may be sent. */
    long fixedMinor(int frame) {
        return fixedMinor[frame];
    }

    private static boolean isSigned(TransactionKind kind, SimulatedCard card) {
        return kind != TransactionKind.REVERSAL
                && card.reading() != null
                && card.reading().chip() != null;
    }

    /** Another amount for each frame. */
    private long fixedMinor(LoadMix mix) {
        return mix.smallestMinor()
                + count * AMOUNT_STEP % (mix.largestMinor() - mix.smallestMinor() + 1);
    }

    private int add(
            TransactionKind kind,
            LoadMix mix,
            SimulatedCard card,
            LocalDateTime now,
            MessageEncoder encoder,
            MessageDecoder decoder) {
        final UnsafeBuffer body = new UnsafeBuffer(new byte[LONGEST_FRAME]);
        encoder.wrap(body, 0, LONGEST_FRAME);
        encoder.begin(kind.mti(), kind == TransactionKind.REVERSAL);
        final boolean isSigned = isSigned(kind, card);
        final long fixed = isSigned && kind.hasAmount() ? fixedMinor(mix) : 0;
        compose(kind, mix, card, now, encoder);
        final int messageLength = encoder.finish();
        if (!decoder.wrap(body, 0, messageLength)) {
            throw new IllegalStateException(
                    "own request does not decode: DE " + decoder.errorElement());
        }
        final int prefix = framing.prefixLength();
        final int message = prefix + header.answerLength();
        final Places found = intern(findPlaces(decoder, message));
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
            places = Arrays.copyOf(places, count * 2);
            fixedMinor = Arrays.copyOf(fixedMinor, count * 2);
        }
        header.putRequest(bytes, end + prefix, messageLength);
        bytes.putBytes(end + message, body, 0, messageLength);
        final int frameLength = framing.wrap(bytes, end, message - prefix + messageLength);
        offsets[count] = end;
        lengths[count] = frameLength;
        places[count] = found;
        fixedMinor[count] = fixed;
        end += frameLength;
        longest = Math.max(longest, frameLength);
        return count++;
    }

    private void compose(
            TransactionKind kind,
            LoadMix mix,
            SimulatedCard card,
            LocalDateTime now,
            MessageEncoder encoder) {
        final byte[] digits = card.digits();
        encoder.text(2, digits, 0, digits.length);
        encoder.number(3, kind.processingCode());
        if (kind.hasAmount()) {
            encoder.number(4, 0);
        }
        encoder.number(7, 0);
        encoder.number(11, 0);
        encoder.number(12, now.getHour() * 10_000L + now.getMinute() * 100L + now.getSecond());
        encoder.number(13, now.getMonthValue() * 100L + now.getDayOfMonth());
        encoder.number(14, card.expiry());
        encoder.number(18, kind.merchantType());
        final CardReading reading = kind == TransactionKind.REVERSAL ? null : card.reading();
        encoder.number(22, entryMode(kind, reading));
        encoder.number(25, 0);
        text(encoder, 32, String.format("%06d", mix.acquirer()));
        if (reading != null) {
            encoder.text(35, reading.track2(), 0, reading.track2().length);
        }
        text(encoder, 37, "000000000000");
        text(encoder, 41, NO_TERMINAL);
        text(encoder, 42, MERCHANT);
        text(encoder, 49, String.format("%03d", card.currency()));
        if (reading != null && reading.pinBlock() != null) {
            octets(encoder, 52, reading.pinBlock());
        }
        if (isSigned(kind, card)) {
            final long minor = kind.hasAmount() ? fixedMinor(mix) : 0;
            octets(encoder, 55, reading.chip().sign(kind.processingCode() / 10_000, minor));
        }
        if (kind == TransactionKind.REVERSAL) {
            text(encoder, 90, String.format("%020d%011d%011d", 0, mix.acquirer(), 0));
        }
        if (seal != null) {
            final int element = seal.element(kind == TransactionKind.REVERSAL);
            octets(encoder, element, new byte[seal.octets(element)]);
        }
    }

    /** DE22: chip or stripe with a PIN, or as terminals that type say. */
    private static int entryMode(TransactionKind kind, CardReading reading) {
        if (reading != null) {
            return reading.chip() != null ? 51 : 901;
        }
        return kind.merchantType() == 6011 ? 21 : 51;
    }

    /** Octets, as their hexadecimal digits where the dialect has text. */
    private void octets(MessageEncoder encoder, int element, byte[] octets) {
        if (dialect.element(element).content() == Content.B) {
            encoder.binary(element, new UnsafeBuffer(octets), 0, octets.length);
        } else {
            text(encoder, element, HexFormat.of().withUpperCase().formatHex(octets));
        }
    }

    private static void text(MessageEncoder encoder, int element, String text) {
        final byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        encoder.text(element, ascii, 0, ascii.length);
    }

    private Places findPlaces(MessageDecoder decoder, int message) {
        final int mac = seal == null ? -1 : seal.element(decoder.has(90));
        return new Places(
                message,
                decoder.has(4) ? message + decoder.valueOffset(4) : -1,
                message + decoder.valueOffset(7),
                message + decoder.valueOffset(11),
                message + decoder.valueOffset(37),
                message + decoder.valueOffset(41),
                decoder.has(90) ? message + decoder.valueOffset(90) : -1,
                mac < 0 ? -1 : message + decoder.valueOffset(mac),
                mac,
                decoder.valueLength(11) == 3);
    }

    private Places intern(Places found) {
        final int known = distinctPlaces.indexOf(found);
        if (known >= 0) {
            return distinctPlaces.get(known);
        }
        distinctPlaces.add(found);
        return found;
    }
}
