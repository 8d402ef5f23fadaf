package io.cardswitch.iso8583.framing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Every header: found, told from other bytes, and turned around in the answer. */
class HeaderTest {
    private static final int MESSAGE_LENGTH = 300;

    /** Destination 123456, source 654321; every other field differs from zero. */
    private static final String VISA =
            "16" + "01" + "02" + "0042" + "123456" + "654321" + "A1" + "B1B2" + "C1C2C3" + "D1"
                    + "E1E2E3" + "F1";

    private static final String VISA_ANSWER =
            "16" + "01" + "02" + "0142" + "654321" + "123456" + "A1" + "B1B2" + "C1C2C3" + "D1"
                    + "E1E2E3" + "F1";

    private static UnsafeBuffer buffer(String hex) {
        return new UnsafeBuffer(HexFormat.of().parseHex(hex));
    }

    private static String text(String characters) {
        return HexFormat.of().formatHex(characters.getBytes(StandardCharsets.US_ASCII));
    }

    private static String answer(Header header, String request) {
        final UnsafeBuffer in = buffer("FF" + request);
        final UnsafeBuffer out = new UnsafeBuffer(new byte[64]);
        header.putAnswer(out, 3, in, 1, MESSAGE_LENGTH);
        return Frames.hex(out, 3, header.answerLength());
    }

    @ParameterizedTest
    @CsvSource({"6000010002,6000020001", "68FFFF1234,681234FFFF"})
    void shouldExchangeAddressesOfTpdu(String request, String answer) {
        assertEquals(5, Header.TPDU.length(buffer(request), 0, 5));
        assertEquals(answer.toLowerCase(), answer(Header.TPDU, request));
    }

    @ParameterizedTest
    @CsvSource({"ISO015000050,ISO015000055", "ISO026001310,ISO026001315"})
    void shouldNameTheHostAsResponderWhenBase24Asks(String request, String answer) {
        assertEquals(12, Header.BASE24.length(buffer(text(request)), 0, 100));
        assertEquals(text(answer), answer(Header.BASE24, text(request)));
    }

    @ParameterizedTest
    @CsvSource({"00000,false", "00001,true", "30000,true"})
    void shouldExchangeAddressesAndCountWhenCupsAsks(String reject, boolean isReject) {
        final String rest = "303132" + "07" + text("TRANSACT") + "09" + text(reject);
        final String request =
                "2e02" + text("0999") + text("DESTINATION") + text("THE SOURCE.") + rest;
        final String answer =
                "2e02" + text("0346") + text("THE SOURCE.") + text("DESTINATION") + rest;
        assertEquals(46, Header.CUPS.length(buffer(request), 0, 46));
        assertEquals(answer, answer(Header.CUPS, request));
        assertEquals(isReject, Header.CUPS.isReject(buffer(request), 0));
        assertTrue(Header.CUPS.isWhole(buffer(request), 0, 999));
        assertFalse(Header.CUPS.isWhole(buffer(request), 0, 1000));
        assertFalse(Header.CUPS.isWhole(buffer(request), 0, 999 - 46));
        assertTrue(Header.CUPS.isWhole(buffer(request.replace("30393939", "30303030")), 0, 999));
    }

    @Test
    void shouldSayWhereTheTotalIsNoNumber() {
        final UnsafeBuffer request = new UnsafeBuffer(new byte[60]);
        Header.CUPS.putRequest(request, 7, 7);
        assertNull(Header.CUPS.problem(request, 7, 53));
        request.putByte(7 + 4, (byte) 'A');
        assertEquals(46, Header.CUPS.length(request, 7, 53));
        assertFalse(Header.CUPS.isWhole(request, 7, 53));
        final MessageHeader.Problem problem = Header.CUPS.problem(request, 7, 53);
        assertEquals(2, problem.offset());
        assertEquals("the total length in the CUPS header is no number", problem.text());
    }

    @Test
    void shouldExchangeAddressesAndCountWhenVisaAsks() {
        assertEquals(22, Header.BASE1.length(buffer(VISA + "0100"), 0, 24));
        assertFalse(Header.BASE1.isReject(buffer(VISA + "8000"), 0));
        assertTrue(Header.BASE1.isWhole(buffer(VISA), 0, 0x42));
        assertFalse(Header.BASE1.isWhole(buffer(VISA), 0, 0x43));
        assertFalse(Header.BASE1.isWhole(buffer(VISA), 0, 0x42 - 22));
        assertTrue(Header.BASE1.isWhole(buffer("160102" + "00".repeat(19)), 0, 0x42));
        assertEquals(VISA_ANSWER.toLowerCase(), answer(Header.BASE1, VISA));
    }

    @ParameterizedTest
    @CsvSource({"81,8000,true,48", "81,0000,false,48", "01,8000,true,26", "01,4000,false,26"})
    void shouldTellRejectsWhenVisaSendsAMessageBack(
            String format, String bitmap, boolean isReject, int length) {
        final String first = "1A" + format + VISA.substring(4) + bitmap + "0509";
        final UnsafeBuffer bytes = buffer(first + VISA + "0100");
        assertEquals(length, Header.BASE1.length(bytes, 0, bytes.capacity()));
        assertTrue(Header.BASE1.isWhole(bytes, 0, 0x42), "the second one says so, too");
        assertEquals(isReject, Header.BASE1.isReject(bytes, 0));
        assertEquals(VISA_ANSWER.toLowerCase(), answer(Header.BASE1, first));
    }

    @ParameterizedTest
    @CsvSource({
        "TPDU,0200000000",
        "TPDU,7000000000",
        "BASE24,49534E303135303030303530",
        "CUPS,"
                + "2D0230303030303030303030303030303030303030303030303030303030"
                + "303030303030303030303030303030303030",
        "BASE1,1501020000000000000000000000000000000000000000",
        "BASE1,9601020000000000000000000000000000000000000000",
        "BASE1,168102000000000000000000000000000000000000000100",
        "BASE1,''"
    })
    void shouldBeUnreadableWhenBytesAreSomethingElse(Header header, String hex) {
        final UnsafeBuffer bytes = buffer(hex);
        assertEquals(Header.UNREADABLE, header.length(bytes, 0, bytes.capacity()));
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadItsOwnRequestsAndAnswers(Header header) {
        final UnsafeBuffer request = new UnsafeBuffer(new byte[64]);
        final UnsafeBuffer answer = new UnsafeBuffer(new byte[64]);
        final int length = header.answerLength();
        header.putRequest(request, 1, MESSAGE_LENGTH);
        header.putAnswer(answer, 2, request, 1, MESSAGE_LENGTH);
        assertEquals(length, header.length(request, 1, length + MESSAGE_LENGTH));
        assertEquals(length, header.length(answer, 2, length));
        assertTrue(header.isWhole(request, 1, length + MESSAGE_LENGTH));
        assertTrue(header.isWhole(answer, 2, length + MESSAGE_LENGTH));
        assertFalse(header.isReject(request, 1));
        assertFalse(header.isReject(answer, 2));
        assertTrue(
                header == Header.NONE
                        || header.length(request, 1, length - 1) == Header.UNREADABLE);
        final UnsafeBuffer back = new UnsafeBuffer(new byte[64]);
        header.putAnswer(back, 0, answer, 2, MESSAGE_LENGTH);
        if (header != Header.BASE24) {
            assertEquals(Frames.hex(request, 1, length), Frames.hex(back, 0, length));
        }
    }

    @Test
    void shouldReturnBytesThatNothingIsKnownOf() {
        final OpaqueHeader header = new OpaqueHeader(6);
        final UnsafeBuffer request = buffer("603100310100");
        assertEquals(6, header.length(request, 0, 6));
        assertEquals(MessageHeader.UNREADABLE, header.length(request, 0, 5));
        assertEquals(6, header.answerLength());
        assertTrue(header.isWhole(request, 0, 6));
        assertNull(header.problem(request, 0, 6));
        final UnsafeBuffer answer = new UnsafeBuffer(new byte[9]);
        answer.setMemory(0, 9, (byte) 7);
        header.putAnswer(answer, 1, request, 0, MESSAGE_LENGTH);
        assertEquals("076031003101000707", Frames.hex(answer, 0, 9));
        header.putRequest(answer, 1, MESSAGE_LENGTH);
        assertEquals("070000000000000707", Frames.hex(answer, 0, 9));
        assertFalse(header.isReject(request, 0));
    }
}
