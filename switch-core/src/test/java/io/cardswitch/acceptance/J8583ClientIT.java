package io.cardswitch.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.solab.iso8583.IsoMessage;
import com.solab.iso8583.IsoType;
import com.solab.iso8583.MessageFactory;
import com.solab.iso8583.parse.AlphaParseInfo;
import com.solab.iso8583.parse.FieldParseInfo;
import com.solab.iso8583.parse.LllvarParseInfo;
import com.solab.iso8583.parse.LlvarParseInfo;
import com.solab.iso8583.parse.NumericParseInfo;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Map;
import java.util.TreeMap;

/** A client on j8583: ASCII messages behind four digits of length. */
final class J8583ClientIT {
    private static final int TIMEOUT_MS = 20_000;
    private static final int LENGTH_DIGITS = 4;
    private static final int[] ECHOED = {2, 3, 4, 7, 11, 12, 13, 32, 37, 41, 42, 49};

    @TempDir static Path folder;

    private static SwitchProcess process;
    private static Site site;

    private final MessageFactory<IsoMessage> factory = factory();
    private Socket socket;

    @BeforeAll
    static void start() throws IOException {
        site = Site.write(folder.resolve("config"), "process");
        process = SwitchProcess.start(site, folder.resolve("data"));
    }

    @AfterAll
    static void stop() {
        assertEquals(0, process.stop());
    }

    @BeforeEach
    void connect() throws IOException {
        socket = new Socket("127.0.0.1", site.asciiPort());
        socket.setSoTimeout(TIMEOUT_MS);
    }

    @AfterEach
    void disconnect() throws IOException {
        socket.close();
    }

    @Test
    void shouldApprovePurchase() throws Exception {
        final IsoMessage request = request(0x200, "000000", 1, 12_345);
        final IsoMessage answer = exchange(request);
        assertEquals(0x210, answer.getType());
        assertEquals("00", answer.getObjectValue(39));
        assertEquals(6, answer.getObjectValue(38).toString().length());
        for (final int de : ECHOED) {
            assertEquals(
                    request.getField(de).toString(), answer.getField(de).toString(), "DE" + de);
        }
    }

    @Test
    void shouldApproveCash() throws Exception {
        assertEquals("00", exchange(request(0x200, "012000", 2, 20_000)).getObjectValue(39));
    }

    @Test
    void shouldTellBalanceInElement54() throws Exception {
        final IsoMessage request = request(0x200, "312000", 3, 0);
        pan(request, Site.POOR);
        final IsoMessage answer = exchange(request);
        assertEquals("00", answer.getObjectValue(39));
        final String balances = answer.getObjectValue(54);
        assertTrue(balances.contains("01840C" + Site.digits(Site.POOR_MINOR, 12)), balances);
        assertTrue(balances.contains("02840C" + Site.digits(Site.POOR_MINOR, 12)), balances);
    }

    @Test
    void shouldDeclineWithoutFunds() throws Exception {
        final IsoMessage request = request(0x200, "000000", 4, Site.POOR_MINOR + 1);
        pan(request, Site.POOR);
        final IsoMessage answer = exchange(request);
        assertEquals("51", answer.getObjectValue(39));
        assertFalse(answer.hasField(38));
    }

    @Test
    void shouldAnswerRepeatLikeTheFirst() throws Exception {
        final IsoMessage first = exchange(request(0x200, "000000", 5, 700));
        final String before = account(1);
        final IsoMessage again = exchange(request(0x201, "000000", 5, 700));
        assertEquals(first.debugString(), again.debugString());
        assertEquals(before, account(1));
    }

    @Test
    void shouldUndoWhenReversed() throws Exception {
        final String before = account(1);
        exchange(request(0x200, "000000", 6, 900));
        assertFalse(before.equals(account(1)));
        final IsoMessage reversal = request(0x420, "000000", 6, 900);
        final String original = "0200" + "000006" + "1122101112" + "00000100001" + "00000000000";
        reversal.setValue(90, original, IsoType.NUMERIC, 42);
        final IsoMessage answer = exchange(reversal);
        assertEquals(0x430, answer.getType());
        assertEquals("00", answer.getObjectValue(39));
        assertEquals(before, account(1));
    }

    @Test
    void shouldAnswerEcho() throws Exception {
        final IsoMessage echo = factory.newMessage(0x800);
        echo.setValue(7, "1122101112", IsoType.NUMERIC, 10);
        echo.setValue(11, "000007", IsoType.NUMERIC, 6);
        echo.setValue(70, "301", IsoType.NUMERIC, 3);
        final IsoMessage answer = exchange(echo);
        assertEquals(0x810, answer.getType());
        assertEquals("00", answer.getObjectValue(39));
        assertEquals("301", answer.getField(70).toString());
    }

    private static String account(int card) {
        return process.admin("/api/accounts/" + Site.account(card));
    }

    private IsoMessage request(int type, String processingCode, int stan, long amountMinor) {
        final IsoMessage request = factory.newMessage(type);
        pan(request, 1);
        request.setValue(3, processingCode, IsoType.NUMERIC, 6);
        request.setValue(4, Site.digits(amountMinor, 12), IsoType.NUMERIC, 12);
        request.setValue(7, "1122101112", IsoType.NUMERIC, 10);
        request.setValue(11, Site.digits(stan, 6), IsoType.NUMERIC, 6);
        request.setValue(12, "101112", IsoType.NUMERIC, 6);
        request.setValue(13, "1122", IsoType.NUMERIC, 4);
        request.setValue(14, "4912", IsoType.NUMERIC, 4);
        request.setValue(22, "051", IsoType.NUMERIC, 3);
        request.setValue(32, "100001", IsoType.LLVAR, 0);
        request.setValue(37, Terminal.rrn(stan), IsoType.ALPHA, 12);
        request.setValue(41, "J8583 1 ", IsoType.ALPHA, 8);
        request.setValue(42, "ACCEPTANCE 1   ", IsoType.ALPHA, 15);
        request.setValue(49, "840", IsoType.ALPHA, 3);
        return request;
    }

    private static void pan(IsoMessage request, int card) {
        request.setValue(2, Site.cardNumber(card), IsoType.LLVAR, 0);
    }

    private IsoMessage exchange(IsoMessage request) throws IOException, ParseException {
        final byte[] body = request.writeData();
        final byte[] length =
                Site.digits(body.length, LENGTH_DIGITS).getBytes(StandardCharsets.US_ASCII);
        socket.getOutputStream().write(length);
        socket.getOutputStream().write(body);
        final DataInputStream in = new DataInputStream(socket.getInputStream());
        final String answerLength =
                new String(in.readNBytes(LENGTH_DIGITS), StandardCharsets.US_ASCII);
        final byte[] answer = in.readNBytes(Integer.parseInt(answerLength));
        return factory.parseMessage(answer, 0);
    }

    private static MessageFactory<IsoMessage> factory() {
        final MessageFactory<IsoMessage> factory = new MessageFactory<>();
        factory.setCharacterEncoding("US-ASCII");
        final Map<Integer, FieldParseInfo> fields = new TreeMap<>();
        fields.put(2, new LlvarParseInfo());
        numeric(fields, 3, 6, 4, 12, 7, 10, 11, 6, 12, 6, 13, 4, 14, 4, 22, 3, 70, 3, 90, 42);
        fields.put(32, new LlvarParseInfo());
        alpha(fields, 37, 12, 38, 6, 39, 2, 41, 8, 42, 15, 49, 3);
        fields.put(54, new LllvarParseInfo());
        for (final int type : new int[] {0x210, 0x430, 0x810}) {
            factory.setParseMap(type, fields);
        }
        return factory;
    }

    private static void numeric(Map<Integer, FieldParseInfo> fields, int... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put(pairs[i], new NumericParseInfo(pairs[i + 1]));
        }
    }

    private static void alpha(Map<Integer, FieldParseInfo> fields, int... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put(pairs[i], new AlphaParseInfo(pairs[i + 1]));
        }
    }
}
