package io.cardswitch.core.simulator.request;

import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageEncoder;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.framing.Framing;
import io.cardswitch.iso8583.framing.Header;

import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Every request the generator may send, encoded once with frame and header: one frame for each card
 * and kind. What differs from one sending to the next is written over the copy at the places that
 * {@link Places} tells.
 */
public final class RequestFrames {
    private static final int LONGEST_FRAME = 1024;
    private static final String NO_TERMINAL = "LOAD0000";
    private static final String MERCHANT = "CARDSWITCH LOAD";

    /**
     * Where the parts that change stand, in bytes from the start of the frame; -1 where the kind
     * has none.
     *
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
            boolean packed) {}

    private final Framing framing;
    private final Header header;
    private final Map<TransactionKind, int[]> frameOf = new EnumMap<>(TransactionKind.class);
    private final ExpandableArrayBuffer bytes = new ExpandableArrayBuffer(1 << 16);
    private final List<Places> distinctPlaces = new ArrayList<>();
    private final int cardCount;
    private int[] offsets = new int[64];
    private int[] lengths = new int[64];
    private Places[] places = new Places[64];
    private int count;
    private int end;
    private int longest;

    /** Encodes a frame for each card and each kind of the mix, in the dialect of the link. */
    public RequestFrames(MessageSpec dialect, Framing framing, Header header, LoadMix mix) {
        this.framing = framing;
        this.header = header;
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
        }
        header.putRequest(bytes, end + prefix, messageLength);
        bytes.putBytes(end + message, body, 0, messageLength);
        final int frameLength = framing.wrap(bytes, end, message - prefix + messageLength);
        offsets[count] = end;
        lengths[count] = frameLength;
        places[count] = found;
        end += frameLength;
        longest = Math.max(longest, frameLength);
        return count++;
    }

    private static void compose(
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
        encoder.number(22, kind.merchantType() == 6011 ? 21 : 51);
        encoder.number(25, 0);
        text(encoder, 32, String.format("%06d", mix.acquirer()));
        text(encoder, 37, "000000000000");
        text(encoder, 41, NO_TERMINAL);
        text(encoder, 42, MERCHANT);
        text(encoder, 49, String.format("%03d", card.currency()));
        if (kind == TransactionKind.REVERSAL) {
            text(encoder, 90, String.format("%020d%011d%011d", 0, mix.acquirer(), 0));
        }
    }

    private static void text(MessageEncoder encoder, int element, String text) {
        final byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        encoder.text(element, ascii, 0, ascii.length);
    }

    private static Places findPlaces(MessageDecoder decoder, int message) {
        return new Places(
                message,
                decoder.has(4) ? message + decoder.valueOffset(4) : -1,
                message + decoder.valueOffset(7),
                message + decoder.valueOffset(11),
                message + decoder.valueOffset(37),
                message + decoder.valueOffset(41),
                decoder.has(90) ? message + decoder.valueOffset(90) : -1,
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
