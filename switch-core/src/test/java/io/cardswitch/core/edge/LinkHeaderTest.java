package io.cardswitch.core.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.command.ResultCode;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.framing.MessageHeader;
import io.cardswitch.iso8583.framing.OpaqueHeader;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** What stands in front of a request is taken off and returns, turned around, with its answer. */
final class LinkHeaderTest {
    private static final String VISA_REJECT =
            "1A8102%04X0000000000000000000000000000000000" + "80000012";

    private static EdgeFixture fixture(MessageHeader header) {
        return new EdgeFixture("iso87-binary", header, true, false);
    }

    private static String headerOf(DirectBuffer buffer, int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String answerHeader(MessageHeader header, byte[] request, int messageLength) {
        final UnsafeBuffer expected = new UnsafeBuffer(new byte[64]);
        header.putAnswer(expected, 0, new UnsafeBuffer(request), 0, messageLength);
        return headerOf(expected, header.answerLength());
    }

    static List<MessageHeader> headers() {
        final List<MessageHeader> headers = new ArrayList<>(List.of(Header.values()));
        headers.add(new OpaqueHeader(11));
        return headers;
    }

    @ParameterizedTest
    @MethodSource("headers")
    void shouldAnswerBehindTheHeaderWhenTheEngineDecides(MessageHeader header) {
        final EdgeFixture fixture = fixture(header);
        final EdgeFixture plain = fixture(Header.NONE);
        final byte[] message = fixture.encode(0x0200, EdgeFixture.purchase());
        final byte[] request = EdgeFixture.behind(header, message);
        assertEquals(RequestAdapter.PUBLISHED, fixture.send(request));
        assertEquals(RequestAdapter.PUBLISHED, plain.send(message));
        assertEquals(12345, fixture.transaction().amountMinor());
        final long handle = fixture.handle();
        final int length =
                fixture.composer.compose(
                        EdgeFixture.reply(handle, ResultCode.APPROVED),
                        fixture.out,
                        0,
                        fixture.out.capacity());
        final int start = header.answerLength();
        final Map<Integer, String> answer = fixture.decode(fixture.out, start, length - start);
        assertEquals(plain.answer(EdgeFixture.reply(plain.handle(), ResultCode.APPROVED)), answer);
        assertEquals("0210", answer.get(0));
        assertEquals(answerHeader(header, request, length - start), headerOf(fixture.out, start));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void shouldAnswerBehindTheHeaderWhenRefused(MessageHeader header) {
        final EdgeFixture fixture = fixture(header);
        final Map<Integer, String> purchase = EdgeFixture.purchase();
        purchase.remove(4);
        final byte[] request = EdgeFixture.behind(header, fixture.encode(0x0200, purchase));
        assertEquals(RequestAdapter.ANSWERED, fixture.send(request));
        assertTrue(fixture.adapter.isMalformed());
        final int start = header.answerLength();
        final int length = fixture.adapter.answerLength() - start;
        final DirectBuffer answer = fixture.adapter.answerBuffer();
        assertEquals("30", fixture.decode(answer, start, length).get(39));
        assertEquals(answerHeader(header, request, length), headerOf(answer, start));
    }

    @Test
    void shouldExchangeAddressesWhenTerminalSendsTpdu() {
        final EdgeFixture fixture = fixture(Header.TPDU);
        final byte[] request =
                EdgeFixture.behind(Header.TPDU, fixture.encode(0x0200, EdgeFixture.purchase()));
        System.arraycopy(HexFormat.of().parseHex("6800031234"), 0, request, 0, 5);
        assertEquals(RequestAdapter.PUBLISHED, fixture.send(request));
        Arrays.fill(request, (byte) 0); // The frame's buffer is used again before the answer.
        fixture.composer.compose(
                EdgeFixture.reply(fixture.handle(), ResultCode.APPROVED),
                fixture.out,
                0,
                fixture.out.capacity());
        assertEquals("6812340003", headerOf(fixture.out, 5));
    }

    @ParameterizedTest
    @EnumSource
    void shouldDropWhenTheHeaderIsMissingOrCut(Header header) {
        final EdgeFixture fixture = fixture(header);
        final byte[] message = fixture.encode(0x0200, EdgeFixture.purchase());
        final byte[] cut =
                Arrays.copyOf(
                        EdgeFixture.behind(header, message),
                        Math.max(1, header.answerLength() - 1));
        assertEquals(RequestAdapter.DROPPED, fixture.send(cut));
        assertTrue(fixture.adapter.isMalformed());
        if (header != Header.NONE) {
            assertEquals(RequestAdapter.DROPPED, fixture.send(message));
            assertTrue(fixture.adapter.isMalformed());
        }
        assertEquals(0, fixture.publishedCount);
    }

    @ParameterizedTest
    @EnumSource(names = {"BASE1", "CUPS"})
    void shouldDropWhenTheHeaderStatesAnotherLength(Header header) {
        final EdgeFixture fixture = fixture(header);
        final byte[] message = fixture.encode(0x0200, EdgeFixture.purchase());
        final byte[] request = EdgeFixture.behind(header, message);
        request[header == Header.CUPS ? 5 : 4] ^= 1;
        assertEquals(RequestAdapter.DROPPED, fixture.send(request));
        assertTrue(fixture.adapter.isMalformed());
        request[header == Header.CUPS ? 5 : 4] ^= 1;
        assertEquals(RequestAdapter.PUBLISHED, fixture.send(request));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void shouldDropWhenNothingIsBehindTheHeader(Header header) {
        final EdgeFixture fixture = fixture(header);
        assertEquals(RequestAdapter.DROPPED, fixture.send(EdgeFixture.behind(header, new byte[0])));
        assertTrue(fixture.adapter.isMalformed());
    }

    @Test
    void shouldTakeNoActionWhenARefusedMessageComesBack() {
        final EdgeFixture fixture = fixture(Header.BASE1);
        final byte[] message = fixture.encode(0x0200, EdgeFixture.purchase());
        final byte[] sent = EdgeFixture.behind(Header.BASE1, message);
        final byte[] returned =
                HexFormat.of()
                        .parseHex(
                                VISA_REJECT.formatted(26 + sent.length)
                                        + HexFormat.of().formatHex(sent));
        assertEquals(RequestAdapter.DROPPED, fixture.send(returned));
        assertFalse(fixture.adapter.isMalformed());
        assertEquals(0, fixture.publishedCount);
    }
}
