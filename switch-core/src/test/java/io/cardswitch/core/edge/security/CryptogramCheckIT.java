package io.cardswitch.core.edge.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.command.CheckOutcome;
import io.cardswitch.core.metrics.SwitchCounters;
import io.cardswitch.hsm.HsmClient;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageEncoder;
import io.cardswitch.iso8583.spec.Dialects;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.locks.LockSupport;

/**
 * Goal: of every scheme the right octets go to the HSM, and the card gets the right answer. The
 * cryptograms of CVN 16, 17, 18, 20 and 21 are published (knovichikhin/pyemv,
 * tests/test_cvn_hsm.py), those of CVN 10 and 22 and all answers computed by other code.
 */
final class CryptogramCheckIT {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final long PATIENCE_NS = 20_000_000_000L;
    private static final String NUMBER = "1234567890123456";

    /** 0123456789ABCDEFFEDCBA9876543210 under the published test LMK. */
    private static final HsmKey ISSUER_KEY =
            HsmKey.parse(
                    "S00072E0TN00E0000861C6969DE95866727183EF46E12712DEA1FFB7285908ED4BDBCDD1D");

    private static final String VISA =
            "9F0206000000004000 9F0306000000000000 9F1A020124 95058000048000 5F2A020124"
                    + " 9A03191105 9C0101 9F370452BF4585 82021800 9F3602001C 5F340100";
    private static final String MCHIP =
            "9F0206000000009999 9F0306000000000000 9F1A020124 95058000000000 5F2A020124"
                    + " 9A03209906 9C0100 9F3704ABCDEF12 82021800 9F3602001C 5F340100";

    private static LoopbackHsm hsm;
    private static HsmClient client;

    private final SwitchCounters registry = new SwitchCounters();
    private final CryptogramCheck check = new CryptogramCheck(0, registry);
    private final PresentedCard card = new PresentedCard();
    private final CheckTable table = new CheckTable(1);
    private final HsmRequest request = new HsmRequest(1_024);
    private HsmResult verdict;

    @BeforeAll
    static void start() throws IOException {
        hsm = new LoopbackHsm();
        client = hsm.newClient(16);
    }

    @AfterAll
    static void stop() {
        hsm.close();
    }

    @ParameterizedTest
    @CsvSource({
        "VISA,06010A03A0B800,AE005B9F9EF61D28,FEABA687C240015C3030",
        "VISA,06011203A0B800,7A788EA6B8A3E733,CE49A69000820000",
        "VISA,1F220106A0B80000000000000000000000000000000000000000000000000000,"
                + "88B3513CC03E7237,2E31FBB200820000",
        "MCHIP,0110A00003220000000000000000000000FF,24CCF3DEE3158C70,C19DBC0D8375CBF80012",
        "MCHIP,0111A00003220000000000000000000322FF,EAE8A620A75648D8,611B7A3DD6F09F190012",
        "MCHIP,0114A00003220000000000000000000000FF,CD29615D6452E70E,DEA897B7BDC3F37B0012",
        "MCHIP,0115A00003220000000000000000000322FF,C30E54BE496CF5E5,702398AB4CE0CAF00012"
    })
    void shouldVerifyAndAnswerTheCryptogramsOfEveryScheme(
            String kind, String issuerApplication, String cryptogram, String response) {
        final String tags = kind.equals("VISA") ? VISA : MCHIP;
        assertEquals(HsmResult.OK, verify(tags, issuerApplication, cryptogram));
        final byte[] answer = new byte[table.responseLength(0)];
        table.buffer().getBytes(table.responseOffset(0), answer);
        assertEquals("91%02X".formatted(response.length() / 2) + response, HEX.formatHex(answer));
        final String wrong = cryptogram.substring(0, 15) + (cryptogram.endsWith("0") ? "1" : "0");
        assertEquals(HsmResult.VERIFICATION_FAILED, verify(tags, issuerApplication, wrong));
    }

    @ParameterizedTest
    @CsvSource({
        "0111A10003220000000000000000000322FF,VERIFICATION_FAILED", // Results.
        "0111A00003220000000000000000000322FE,VERIFICATION_FAILED", // Counters.
        "0111A00003220000000001000000000322FF,VERIFICATION_FAILED",
        "0111A00003220000ABCD00000000000322FF,OK", // The code between them is not covered.
        "0311A00003220000000000000000000322FF,OK", // Nor is the key index.
    })
    void shouldCoverResultsAndCounters(String issuerApplication, HsmResult result) {
        assertEquals(result, verify(MCHIP, issuerApplication, "EAE8A620A75648D8"));
    }

    @ParameterizedTest
    @CsvSource({
        "0111A00003220000000000000000000322",
        "0111A00003220000000000000000000322FF001B",
        "0115A00003220000000000000000000322FF0000000000000000"
    })
    void shouldRefuseCountersOfAnotherLength(String issuerApplication) {
        assertEquals(CheckOutcome.ARQC_WRONG, ask(MCHIP, issuerApplication, "EAE8A620A75648D8"));
        assertTrue(
                registry.series().stream()
                        .anyMatch(s ->
                                s.labels().contains("incomplete") && s.value().getAsLong() == 1));
    }

    private HsmResult verify(String tags, String issuerApplication, String cryptogram) {
        assertNull(ask(tags, issuerApplication, cryptogram));
        assertEquals(HsmResult.OK, client.send(request, 1, 5_000));
        client.flush();
        verdict = null;
        final long start = System.nanoTime();
        while (client.poll(
                        (id, result, answer) ->
                                verdict =
                                        result == HsmResult.OK
                                                ? check.decode(answer, table, 0)
                                                : result,
                        1)
                == 0) {
            assertFalse(System.nanoTime() - start > PATIENCE_NS, "an answer comes");
            LockSupport.parkNanos(100_000);
        }
        return verdict;
    }

    private CheckOutcome ask(String tags, String issuerApplication, String cryptogram) {
        final byte[] chip =
                HEX.parseHex(
                        "9F2608%s9F10%02X%s%s"
                                .formatted(
                                        cryptogram,
                                        issuerApplication.length() / 2,
                                        issuerApplication,
                                        tags.replace(" ", "")));
        final MessageEncoder encoder = new MessageEncoder(Dialects.bundled("iso87-binary"));
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1_024]);
        encoder.wrap(buffer, 0, 1_024).begin(0x0200, false);
        final byte[] number = NUMBER.getBytes(StandardCharsets.US_ASCII);
        encoder.text(2, number, 0, number.length);
        encoder.binary(55, new UnsafeBuffer(chip), 0, chip.length);
        final MessageDecoder message = new MessageDecoder(Dialects.bundled("iso87-binary"));
        assertTrue(message.wrap(buffer, 0, encoder.finish()));
        card.readNumber(message);
        return check.ask(card, message, ISSUER_KEY, table, 0, request);
    }
}
