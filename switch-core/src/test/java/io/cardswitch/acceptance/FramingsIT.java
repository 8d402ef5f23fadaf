package io.cardswitch.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.simulator.LoadConfig;
import io.cardswitch.core.simulator.LoadGenerator;
import io.cardswitch.core.simulator.LoadReport;
import io.cardswitch.core.simulator.request.LoadMix;
import io.cardswitch.core.simulator.request.SimulatedCard;
import io.cardswitch.iso8583.framing.Framing;
import io.cardswitch.iso8583.spec.Dialects;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** One switch with a link for every framing, met by bytes written down by hand and by load. */
final class FramingsIT {
    private static final int PATIENCE_MS = 20_000;
    private static final int TPS = 1_000;
    private static final int RUN_MS = 300;
    private static final int REQUESTS = TPS * RUN_MS / 1_000;

    /** Bitmaps, DE7, DE11; DE70 301 follows. */
    private static final String REQUEST =
            "0800" + "8220000000000000" + "0400000000000000" + "1122101112" + "000012";

    private static final String ANSWER =
            "0810" + "8220000002000000" + "0400000000000000" + "1122101112" + "000012";

    /** Fields 6 to 10 of the CUPS header, reject code included. */
    private static final String CUPS_REST =
            "303030" + "01" + "3132333435363738" + "02" + "3030303030";

    private static final String PARIS = "3034303331303030202020";
    private static final String MILAN = "3034303332303030202020";

    @TempDir static Path folder;

    private static SwitchProcess process;
    private static Map<Framing, Integer> ports;

    @BeforeAll
    static void start() throws IOException {
        final Site site = Site.write(folder.resolve("config"), "process");
        ports = site.addFramings();
        process = SwitchProcess.start(site, folder.resolve("data"));
    }

    @AfterAll
    static void stop() {
        assertEquals(0, process.stop());
    }

    @ParameterizedTest
    @CsvSource({
        "BIN2,      001C,         001E,         ''",
        "BIN2_INC,  001E,         0020,         ''",
        "BIN2_00,   001C0000,     001E0000,     ''",
        "BIN2_ETX,  001D,         001F,         03",
        "BIN3,      00001C,       00001E,       ''",
        "BIN4,      0000001C,     0000001E,     ''",
        "ASC4,      30303238,     30303330,     ''",
        "ASC4_INC,  30303332,     30303334,     ''",
        "ASC6,      303030303238, 303030303330, ''",
        "HEX4,      30303143,     30303145,     ''",
        "BIN2_TPDU, 00216000031234, 00236012340003, ''",
        "BCD2_TPDU, 00336812340003, 00356800031234, ''"
    })
    void shouldAnswerToTheByteWhenAPeerSendsAnEcho(
            Framing framing, String before, String beforeAnswer, String behind) throws IOException {
        assertAnswer(
                framing,
                before + REQUEST + "0301" + behind,
                beforeAnswer + ANSWER + "3030" + "0301" + behind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30303030", "3030303030303030"}) // Signs of life before it.
    void shouldAnswerToTheByteWhenCupsSendsAnEcho(String idle) throws IOException {
        final String before = text("0074") + "2E02" + text("0074") + PARIS + MILAN + CUPS_REST;
        final String after = text("0076") + "2E02" + text("0076") + MILAN + PARIS + CUPS_REST;
        assertAnswer(
                Framing.CUPS, idle + before + REQUEST + "0301", after + ANSWER + "3030" + "0301");
    }

    @Test
    void shouldAnswerToTheByteWhenTextEndsWithEtx() throws IOException {
        assertAnswer(Framing.ETX, text(REQUEST + "301") + "03", text(ANSWER + "00301") + "03");
    }

    @ParameterizedTest
    @EnumSource
    void shouldApproveEveryPurchaseWhenLoadComes(Framing framing) throws IOException {
        final LoadMix mix =
                LoadMix.purchases(List.of(new SimulatedCard(Site.cardNumber(0), 4912, 840)));
        final LoadConfig config =
                new LoadConfig(
                        "127.0.0.1",
                        ports.get(framing),
                        Dialects.bundled(Site.dialect(framing)),
                        framing,
                        framing.header(),
                        2,
                        REQUESTS, // None waits for room, however slow the machine is.
                        TPS,
                        0,
                        RUN_MS,
                        false,
                        false);
        final LoadGenerator generator = new LoadGenerator(config, mix, null);
        generator.run();
        final LoadReport report = generator.report();
        assertTrue(report.isClean(), report::json);
        assertEquals(REQUESTS, report.approved());
    }

    private static String text(String characters) {
        return HexFormat.of()
                .withUpperCase()
                .formatHex(characters.getBytes(StandardCharsets.US_ASCII));
    }

    private static void assertAnswer(Framing framing, String request, String answer)
            throws IOException {
        try (Socket socket = new Socket("127.0.0.1", ports.get(framing))) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(HexFormat.of().parseHex(request));
            final byte[] bytes = socket.getInputStream().readNBytes(answer.length() / 2);
            assertEquals(answer, HexFormat.of().withUpperCase().formatHex(bytes));
        }
    }
}
