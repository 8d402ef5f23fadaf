package io.cardswitch.core.simulator.request;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.framing.Framing;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.spec.Dialects;

import org.agrona.ExpandableArrayBuffer;
import org.agrona.collections.LongHashSet;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

class RequestSourceTest {
    private static final byte[] TERMINAL = "LTEST001".getBytes(StandardCharsets.US_ASCII);
    private static final List<SimulatedCard> CARDS =
            List.of(
                    new SimulatedCard("4761739048018687", 3302, 840),
                    new SimulatedCard("676770000000000018", 3012, 978));

    private final UnsafeBuffer bytes = new UnsafeBuffer(new byte[2048]);
    private final InFlight inFlight = new InFlight(64);

    @ParameterizedTest
    @ValueSource(strings = {"iso87-binary", "iso87-ascii"})
    void shouldMakeValidFramesWhenAnyKindIsSent(String dialect) {
        final MessageDecoder decoder = new MessageDecoder(Dialects.bundled(dialect));
        for (final TransactionKind kind : TransactionKind.values()) {
            if (!kind.isStart()) {
                continue;
            }
            final RequestSource source = source(dialect, Map.of(kind, 1));
            for (int i = 0; i < 50; i++) {
                assertTrue(decode(dialect, decoder, source), decoder::errorText);
                assertEquals(kind.mti(), decoder.mti());
                assertEquals(kind.processingCode(), decoder.number(3));
                assertEquals(source.last().stan(), decoder.number(11));
                assertEquals(source.last().time(), decoder.number(7));
                assertEquals("LTEST001", text(decoder, 41));
                assertEquals(source.last().rrn(), Long.parseLong(text(decoder, 37)));
                assertEquals(kind.hasAmount(), decoder.has(4));
                if (kind.hasAmount()) {
                    assertEquals(source.last().amountMinor(), decoder.number(4));
                    assertTrue(decoder.number(4) >= 100 && decoder.number(4) <= 300);
                }
                final boolean isFirst = text(decoder, 2).equals("4761739048018687");
                assertEquals(isFirst ? "840" : "978", text(decoder, 49));
                assertEquals(isFirst ? 3302 : 3012, decoder.number(14));
                inFlight.clear();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"iso87-binary", "iso87-ascii"})
    void shouldNameTheOriginalWhenReversing(String dialect) {
        final MessageDecoder decoder = new MessageDecoder(Dialects.bundled(dialect));
        final RequestSource source =
                source(dialect, Map.of(TransactionKind.PURCHASE, 1, TransactionKind.REVERSAL, 1));
        final int original = approveOne(dialect, decoder, source);
        final String time = text(decoder, 7);
        final String rrn = text(decoder, 37);
        final String card = text(decoder, 2);
        final long amount = decoder.number(4);
        sendUntil(0x0420, dialect, decoder, source);
        assertEquals(
                String.format("0200%06d%s%011d%011d", original, time, 100_001, 0),
                text(decoder, 90));
        assertEquals(rrn, text(decoder, 37));
        assertEquals(card, text(decoder, 2));
        assertEquals(amount, decoder.number(4));
        assertNotEquals(original, decoder.number(11));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iso87-binary", "iso87-ascii"})
    void shouldSendTheSameBytesWhenRepeating(String dialect) {
        final MessageDecoder decoder = new MessageDecoder(Dialects.bundled(dialect));
        final RequestSource source =
                source(dialect, Map.of(TransactionKind.PURCHASE, 1, TransactionKind.REPEAT, 1));
        approveOne(dialect, decoder, source);
        final byte[] first = elements(decoder);
        sendUntil(0x0201, dialect, decoder, source);
        assertArrayEquals(first, elements(decoder));
    }

    @Test
    void shouldNeverUseAKeyTwiceWhenStanWrapsWithinASecond() {
        final RequestSource source = source("iso87-binary", Map.of(TransactionKind.PURCHASE, 1));
        final LongHashSet keys = new LongHashSet();
        for (int i = 0; i < 2_100_000; i++) {
            source.next(bytes, 0, inFlight, 0);
            final Sent sent = source.last();
            assertTrue(sent.stan() > 0 && sent.stan() <= 999_999);
            if (i % 7 == 0 || i > 2_000_000) {
                assertTrue(keys.add(sent.time() * 1_000_000 + sent.stan()));
            }
            inFlight.release(inFlight.find(sent.stan()));
        }
    }

    @Test
    void shouldLeaveAStanOutWhenItsSlotIsTaken() {
        final RequestSource source = source("iso87-binary", Map.of(TransactionKind.PURCHASE, 1));
        source.next(bytes, 0, inFlight, 7);
        final int slow = source.last().stan();
        for (int i = 0; i < 1_000; i++) {
            source.next(bytes, 0, inFlight, 0);
            inFlight.release(inFlight.find(source.last().stan()));
        }
        assertEquals(1, inFlight.count());
        assertEquals(7, inFlight.intendedNs(inFlight.find(slow)));
    }

    private RequestSource source(String dialect, Map<TransactionKind, Integer> weights) {
        final LoadMix mix = new LoadMix(CARDS, weights, 100, 300, 100_001, Set.of("00"));
        final RequestFrames frames =
                new RequestFrames(Dialects.bundled(dialect), framing(dialect), Header.NONE, mix);
        return new RequestSource(frames, mix, new RequestClock(), TERMINAL, 42);
    }

    private boolean decode(String dialect, MessageDecoder decoder, RequestSource source) {
        final int length = source.next(bytes, 0, inFlight, 0);
        final Framing framing = framing(dialect);
        assertEquals(length, framing.frameLength(bytes, 0, length));
        return decoder.wrap(bytes, framing.prefixLength(), framing.bodyLength(length));
    }

    private static Framing framing(String dialect) {
        return dialect.contains("ascii") ? Framing.ASC4 : Framing.BIN2;
    }

    private int approveOne(String dialect, MessageDecoder decoder, RequestSource source) {
        assertTrue(decode(dialect, decoder, source));
        final int stan = source.last().stan();
        source.approved(inFlight, inFlight.find(stan));
        inFlight.release(inFlight.find(stan));
        return stan;
    }

    private void sendUntil(int mti, String dialect, MessageDecoder decoder, RequestSource source) {
        do {
            inFlight.clear();
            assertTrue(decode(dialect, decoder, source));
        } while (decoder.mti() != mti);
    }

    private static byte[] elements(MessageDecoder decoder) {
        final ExpandableArrayBuffer all = new ExpandableArrayBuffer();
        int end = 0;
        for (int de = 2; de <= 128; de++) {
            if (decoder.has(de)) {
                end += decoder.copyText(de, all, end);
            }
        }
        final byte[] bytes = new byte[end];
        all.getBytes(0, bytes);
        return bytes;
    }

    private static String text(MessageDecoder decoder, int element) {
        final ExpandableArrayBuffer text = new ExpandableArrayBuffer();
        return text.getStringWithoutLengthAscii(0, decoder.copyText(element, text, 0));
    }
}
