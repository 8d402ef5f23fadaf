package io.cardswitch.iso8583.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.BitmapSet;
import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.Encoding;
import io.cardswitch.iso8583.LengthPrefix;
import io.cardswitch.iso8583.MessageStart;
import io.cardswitch.iso8583.Padding;
import io.cardswitch.iso8583.spec.Dialects;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The fast way through a message accepts what the walk element by element accepts, and no more, for
 * bundled dialects and for dialects that nobody has; and nothing is left of the message before.
 */
class PlanPropertyTest {
    private static final long SEED = Long.getLong("seed", 8583);
    private static final List<Content> CONTENTS =
            List.of(Content.N, Content.X_N, Content.Z, Content.AN, Content.ANS, Content.B);

    private static final int SIEVED_AFTER = 70;

    /** Where classes of characters and digits begin and end, and inside of them. */
    private static final byte[] BORDERS =
            HexFormat.of()
                    .parseHex(
                            "00090A0F10191F20212D2F3035393A3B3D404143444B4D5A5B606161646F7A7B7D7E7F"
                                    + "8081899099A0A9C0C1C9CAD0D9DAE0E1E2E9EAF0F5F9FAFF");

    private final SplittableRandom random = new SplittableRandom(SEED);
    private int valid;
    private int invalid;

    @Test
    void shouldAcceptWhatTheWalkAccepts() {
        final List<MessageSpec> specs = new ArrayList<>();
        for (final String name : Dialects.names()) {
            specs.add(Dialects.bundled(name));
        }
        specs.add(Messages.spec(Messages.EVERY_LAYOUT));
        specs.add(Messages.spec(Messages.EBCDIC));
        for (int i = 0; i < 12; i++) {
            specs.add(anySpec());
        }
        specs.forEach(this::compare);
        assertTrue(valid > 10_000 && invalid > 10_000, valid + " valid, " + invalid + " not");
    }

    @Test
    void shouldAcceptWhatTheWalkAcceptsBehindSieve() {
        for (final String name : Dialects.names()) {
            compareSieved(Dialects.bundled(name));
        }
        compareSieved(Messages.spec(Messages.EVERY_LAYOUT));
        compareSieved(Messages.spec(Messages.EBCDIC));
        assertTrue(valid > 10_000 && invalid > 10_000, valid + " valid, " + invalid + " not");
    }

    /** A message that came often enough, then others like it but for one byte. */
    private void compareSieved(MessageSpec spec) {
        final RandomMessages messages = new RandomMessages(spec, random.nextLong());
        final byte[] message = Messages.encode(spec, messages.mti(), messages.values());
        MessageDecoder decoder = used(spec, message);
        for (int at = 0; at < message.length; at++) {
            for (final byte octet : BORDERS) {
                final byte[] changed = message.clone();
                changed[at] = octet;
                compare(spec, decoder, changed);
                if (decoder.errorReason() == ErrorReason.NONE) decoder = used(spec, message);
            }
        }
    }

    /** What is right and held back makes a sieve expect less; this one still expects the same. */
    private static MessageDecoder used(MessageSpec spec, byte[] message) {
        final MessageDecoder decoder = new MessageDecoder(spec);
        for (int i = 0; i < SIEVED_AFTER; i++) {
            assertTrue(decoder.wrap(new UnsafeBuffer(message), 0, message.length));
        }
        return decoder;
    }

    private void compare(MessageSpec spec) {
        final MessageDecoder decoder = new MessageDecoder(spec);
        final RandomMessages messages = new RandomMessages(spec, random.nextLong());
        for (int i = 0; i < 40; i++) {
            final byte[] message = Messages.encode(spec, messages.mti(), messages.values());
            for (int change = 0; change < 200; change++) {
                final byte[] changed = message.clone();
                for (int n = random.nextInt(3); n > 0; n--) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
                }
                compare(spec, decoder, changed);
                if (decoder.errorReason() == ErrorReason.NONE) passOn(spec, decoder, message);
            }
        }
    }

    private void compare(MessageSpec spec, MessageDecoder decoder, byte[] message) {
        final boolean isValid = decoder.wrap(new UnsafeBuffer(message), 0, message.length);
        final boolean isHeadRead =
                decoder.mti() >= 0
                        && decoder.errorElement() != 1
                        && decoder.errorElement() != 1 + Long.SIZE
                        && decoder.errorReason() != ErrorReason.UNKNOWN_VERSION;
        if (!isHeadRead) return;
        final boolean isImplied = spec.start().bitmaps() == BitmapSet.TWO;
        int bitmaps = decoder.primaryBitmap() < 0 || isImplied ? 2 : 1;
        if (decoder.secondaryBitmap() < 0) bitmaps++;
        final int mtiLength = spec.start().mtiBytes();
        final FirstError error = new FirstError();
        new Diagnosis(spec, error)
                .walk(
                        message,
                        0,
                        mtiLength + spec.start().bitmapBytes(bitmaps),
                        message.length,
                        decoder.bitmaps());
        final String which = "seed=" + SEED + " " + spec + " " + HexFormat.of().formatHex(message);
        assertEquals(error.isNone(), isValid, which);
        if (isValid) valid++;
        else invalid++;
    }

    /** One decoder takes up a stored index between messages, as a link's does. */
    private void passOn(MessageSpec spec, MessageDecoder decoder, byte[] other) {
        final UnsafeBuffer index = new UnsafeBuffer(new byte[MessageDecoder.MAX_INDEX_LENGTH]);
        final byte[] frame = new byte[decoder.length()];
        decoder.copyBytes(0, frame.length, frame, 0);
        final var values = Messages.values(decoder);
        decoder.saveIndex(index, 0);
        if (random.nextBoolean()) decoder.wrap(new UnsafeBuffer(other), 0, other.length);
        decoder.restoreIndex(new UnsafeBuffer(frame), 0, index, 0);
        assertEquals(values, Messages.values(decoder), "seed=" + SEED);
        final MessageDecoder fresh = new MessageDecoder(spec);
        decoder.wrap(new UnsafeBuffer(other), 0, other.length);
        fresh.wrap(new UnsafeBuffer(other), 0, other.length);
        assertEquals(Messages.values(fresh), Messages.values(decoder), "seed=" + SEED);
    }

    private MessageSpec anySpec() {
        final List<ElementSpec> elements = new ArrayList<>();
        final BitmapSet bitmaps = any(BitmapSet.ONE_OR_TWO, BitmapSet.ONE_TO_THREE);
        for (int de = 2; de <= bitmaps.lastElement(); de++) {
            if (de != 1 + Long.SIZE) elements.add(anyElement(de));
        }
        return new MessageSpec(
                "any",
                87,
                new MessageStart(
                        any(Encoding.ASCII, Encoding.BCD),
                        any(Encoding.HEX, Encoding.BINARY),
                        any(Encoding.HEX, Encoding.BINARY),
                        bitmaps),
                elements);
    }

    private ElementSpec anyElement(int de) {
        final Content content = CONTENTS.get(random.nextInt(CONTENTS.size()));
        final Encoding encoding =
                switch (content) {
                    case N, X_N, Z -> any(Encoding.BCD, Encoding.ASCII);
                    case B -> any(Encoding.BINARY, Encoding.HEX);
                    default -> Encoding.ASCII;
                };
        final boolean isFixed = content == Content.X_N || random.nextBoolean();
        return new ElementSpec(
                de,
                "any",
                content,
                content == Content.X_N
                        ? 2 + random.nextInt(12)
                        : Math.max(0, random.nextInt(14) - 1),
                LengthPrefix.of(
                        isFixed ? 0 : 2 + random.nextInt(2), any(Encoding.BCD, Encoding.ASCII)),
                encoding,
                any(Padding.LEFT, Padding.RIGHT));
    }

    private <T> T any(T first, T second) {
        return random.nextBoolean() ? first : second;
    }
}
