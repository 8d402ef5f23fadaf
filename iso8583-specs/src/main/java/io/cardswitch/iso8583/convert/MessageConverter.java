package io.cardswitch.iso8583.convert;

import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.codec.ErrorReason;
import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageEncoder;
import io.cardswitch.iso8583.codec.MessageSpec;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.List;

/**
 * Writes messages of one dialect as messages of another, of the same or another version of ISO
 * 8583: the elements that a switch forwards. What the other version cannot say is left out and
 * named by {@link #isLost}, message authentication codes always. Never allocates; not thread-safe.
 */
public final class MessageConverter {
    /** Answer of {@link #convert} when there is no room. */
    public static final int REFUSED = MessageEncoder.REFUSED;

    private static final int NOT_WRITTEN = -1;

    private final MessageSpec to;
    private final Incoming in;
    private final MessageEncoder encoder;
    private final List<Carrier> carriers;
    private final UnsafeBuffer values =
            new UnsafeBuffer(new byte[4 * MessageSpec.MAX_MESSAGE_LENGTH]);
    private final int[] offsets;
    private final int[] lengths;
    private final byte[] octets = new byte[MessageSpec.MAX_MESSAGE_LENGTH];
    private final UnsafeBuffer octetsView = new UnsafeBuffer(octets);

    /** By bitmap. */
    private final long[] lost = new long[3];

    /**
     * Converts from one dialect to another.
     *
     * @param from of the decoders whose messages are converted
     */
    public MessageConverter(MessageSpec from, MessageSpec to) {
        this.to = to;
        in = new Incoming(from.version(), to.version());
        encoder = new MessageEncoder(to);
        carriers = Carriers.between(from, to);
        offsets = new int[carriers.size()];
        lengths = new int[carriers.size()];
    }

    /** First digit of message types. */
    static int versionDigit(int version) {
        return version == 87 ? 0 : version == 93 ? 1 : 2;
    }

    /**
     * Writes a message.
     *
     * @param message valid, of the dialect that is converted from
     * @param today as 20261122, for dates that carry no year
     * @param limit index that is not written to, nor any behind it
     * @return bytes written, or {@link #REFUSED} when there is no room
     */
    public int convert(
            MessageDecoder message, int today, MutableDirectBuffer target, int offset, int limit) {
        in.wrap(message, today);
        lost[0] = message.primaryBitmap() & Long.MAX_VALUE;
        lost[1] = message.secondaryBitmap() & Long.MAX_VALUE;
        lost[2] = message.tertiaryBitmap();
        read();
        while (true) {
            final int length = write(target, offset, limit);
            if (length != MessageEncoder.REFUSED) return length;
            if (encoder.errorReason() == ErrorReason.NO_ROOM || !drop(encoder.errorElement())) {
                return REFUSED;
            }
        }
    }

    /** Whether the last message had this element and the converted one does not say it. */
    public boolean isLost(int de) {
        return (lost[bitmap(de)] & bit(de)) != 0;
    }

    private void read() {
        int at = 0;
        for (int i = 0; i < carriers.size(); i++) {
            final Carrier carrier = carriers.get(i);
            lengths[i] = NOT_WRITTEN;
            if (!isThere(carrier.sources())) continue;
            final int units = to.element(carrier.target()).units();
            final int length = carrier.form().write(in, units, values, at);
            if (length == Form.LOST) continue;
            keep(carrier);
            if (length == Form.IMPLIED) continue;
            offsets[i] = at;
            lengths[i] = length;
            at += length;
        }
    }

    private boolean isThere(int[] sources) {
        return sources.length == 0 || in.has(sources[0]);
    }

    private int write(MutableDirectBuffer target, int offset, int limit) {
        int bitmaps = 1;
        for (int i = 0; i < lengths.length; i++) {
            if (lengths[i] == NOT_WRITTEN) continue;
            bitmaps = Math.max(bitmaps, 1 + bitmap(carriers.get(i).target()));
        }
        final int mti = in.mti() & 0xFFF | versionDigit(to.version()) << 12;
        encoder.wrap(target, offset, limit).begin(mti, bitmaps);
        for (int i = 0; i < lengths.length; i++) {
            if (lengths[i] == NOT_WRITTEN) continue;
            final int de = carriers.get(i).target();
            if (to.element(de).content() != Content.B) {
                encoder.text(de, values, offsets[i], lengths[i]);
            } else if (isHex(offsets[i], lengths[i])) {
                encoder.binary(de, octetsView, 0, lengths[i] / 2);
            } else {
                drop(de);
            }
        }
        return encoder.finish();
    }

    /** Leaves the octets behind when the characters are pairs of hexadecimal digits. */
    private boolean isHex(int at, int length) {
        if (length % 2 != 0 || length / 2 > octets.length) return false;
        for (int i = 0; i < length; i += 2) {
            final int high = Character.digit(values.getByte(at + i), 16);
            final int low = Character.digit(values.getByte(at + i + 1), 16);
            if (high < 0 || low < 0) return false;
            octets[i / 2] = (byte) (high << 4 | low);
        }
        return true;
    }

    /** Leaves an element out; false when it was not to be written. */
    private boolean drop(int target) {
        for (int i = 0; i < lengths.length; i++) {
            if (carriers.get(i).target() != target || lengths[i] == NOT_WRITTEN) continue;
            lengths[i] = NOT_WRITTEN;
            for (final int source : carriers.get(i).sources()) {
                if (in.has(source)) lose(source);
            }
            return true;
        }
        return false;
    }

    private void keep(Carrier carrier) {
        for (final int source : carrier.sources()) {
            lost[bitmap(source)] &= ~bit(source);
        }
    }

    private void lose(int de) {
        lost[bitmap(de)] |= bit(de);
    }

    /** Index of the bitmap that announces the element. */
    private static int bitmap(int de) {
        return (de - 1) / Long.SIZE;
    }

    private static long bit(int de) {
        return Long.MIN_VALUE >>> de - 1; // The shift counts modulo 64.
    }
}
