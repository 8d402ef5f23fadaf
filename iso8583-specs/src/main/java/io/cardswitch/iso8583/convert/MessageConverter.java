package io.cardswitch.iso8583.convert;

import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.codec.ErrorReason;
import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageEncoder;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.convert.Carriers.Carrier;

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

    private final MessageSpec to;
    private final Incoming in;
    private final MessageEncoder encoder;
    private final List<Carrier> carriers;
    private final UnsafeBuffer values =
            new UnsafeBuffer(new byte[4 * MessageSpec.MAX_MESSAGE_LENGTH]);
    private final int[] offsets;

    /** Of what the carriers write, or what their forms say in place of it. */
    private final int[] lengths;

    private final byte[] octets = new byte[MessageSpec.MAX_MESSAGE_LENGTH];
    private final UnsafeBuffer octetsView = new UnsafeBuffer(octets);

    private final Losses losses;

    /**
     * Converts from one dialect to another.
     *
     * @param from of the decoders whose messages are converted
     */
    public MessageConverter(MessageSpec from, MessageSpec to) {
        this.to = to;
        losses = new Losses(to);
        in = new Incoming(from.version(), to.version(), losses);
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
        losses.start(message);
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
        return losses.isLost(de);
    }

    /** Whether a part of a lost element of the last message is said by the converted one. */
    public boolean isLostInPart(int de) {
        if (!isLost(de)) return false;
        for (int i = 0; i < lengths.length; i++) {
            if (lengths[i] >= 0 && isOnlySource(de, carriers.get(i))) return true;
        }
        return false;
    }

    /** Whether a lost element of the last message was to be said by one that is not written. */
    public boolean isUnwritten(int de, int target) {
        for (int i = 0; i < lengths.length; i++) {
            if (carriers.get(i).target() != target || !isOnlySource(de, carriers.get(i))) continue;
            return lengths[i] < 0 && lengths[i] != Form.IMPLIED;
        }
        return false;
    }

    /** What is written of several elements does not tell which of them it says. */
    private boolean isOnlySource(int de, Carrier carrier) {
        boolean isOnly = false;
        for (final int source : carrier.sources()) {
            if (source != de && losses.isPresent(source)) return false;
            isOnly |= source == de;
        }
        return isOnly;
    }

    /**
     * Whether the converted message says this element of the last one less exactly: a code that
     * stands for several, a time that is not quite the same.
     */
    public boolean isBlurred(int de) {
        return losses.isBlurred(de);
    }

    /** Why a lost element of the last message is left out, for people. */
    public String reason(int de) {
        return losses.reason(de).text();
    }

    /** Whether the last message lost more than its message authentication code. */
    public boolean isMeaningLost() {
        for (int de = 2; de <= MessageSpec.LAST_ELEMENT; de++) {
            if (losses.isLost(de) && losses.reason(de) != Losses.Reason.AUTHENTICATION) return true;
        }
        return false;
    }

    private void read() {
        int at = 0;
        for (int i = 0; i < carriers.size(); i++) {
            final Carrier carrier = carriers.get(i);
            lengths[i] = Form.IMPLIED;
            if (!isThere(carrier.sources())) continue;
            final int units = to.element(carrier.target()).units();
            final int length = carrier.form().write(in, units, values, at);
            account(carrier, length);
            lengths[i] = length;
            if (length < 0) continue;
            offsets[i] = at;
            at += length;
        }
    }

    private boolean isThere(int[] sources) {
        if (sources.length == 0) return true;
        for (final int source : sources) {
            if (in.has(source)) return true;
        }
        return false;
    }

    private int write(MutableDirectBuffer target, int offset, int limit) {
        int bitmaps = 1;
        for (int i = 0; i < lengths.length; i++) {
            if (lengths[i] < 0) continue;
            bitmaps = Math.max(bitmaps, 1 + bitmap(carriers.get(i).target()));
        }
        final int mti = in.mti() & 0xFFF | versionDigit(to.version()) << 12;
        encoder.wrap(target, offset, limit).begin(mti, bitmaps);
        for (int i = 0; i < lengths.length; i++) {
            if (lengths[i] < 0) continue;
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
            if (carriers.get(i).target() != target || lengths[i] < 0) continue;
            lengths[i] = Form.LOST;
            lose(carriers.get(i), Losses.Reason.NO_FIT);
            return true;
        }
        return false;
    }

    private void account(Carrier carrier, int length) {
        switch (length) {
            case Form.LOST -> lose(carrier, Losses.Reason.NO_FIT);
            case Form.NO_CODE -> lose(carrier, Losses.Reason.NO_CODE);
            case Form.NO_DATE -> lose(carrier, Losses.Reason.NO_DATE);
            case Form.NO_YEAR -> lose(carrier, Losses.Reason.NO_YEAR);
            case Form.INCOMPLETE -> lose(carrier, Losses.Reason.INCOMPLETE);
            default -> {
                for (final int source : carrier.sources()) {
                    losses.say(source);
                }
            }
        }
    }

    private void lose(Carrier carrier, Losses.Reason reason) {
        for (final int source : carrier.sources()) {
            losses.lose(source, reason);
        }
    }

    /** Index of the bitmap that announces the element. */
    private static int bitmap(int de) {
        return (de - 1) / Long.SIZE;
    }
}
