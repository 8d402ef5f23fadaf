package io.cardswitch.acceptance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardswitch.iso8583.framing.Framing;

import org.jpos.iso.BaseChannel;
import org.jpos.iso.ISOException;
import org.jpos.iso.ISOMsg;
import org.jpos.iso.ISOPackager;
import org.jpos.iso.channel.ASCIIChannel;
import org.jpos.iso.channel.AmexChannel;
import org.jpos.iso.channel.BASE24Channel;
import org.jpos.iso.channel.BASE24TCPChannel;
import org.jpos.iso.channel.BCDChannel;
import org.jpos.iso.channel.CSChannel;
import org.jpos.iso.channel.HEXChannel;
import org.jpos.iso.channel.NACChannel;
import org.jpos.iso.channel.PostChannel;
import org.jpos.iso.channel.RawChannel;
import org.jpos.iso.packager.GenericPackager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The channels of jPOS against the framings that bear other names there. */
final class JposChannelsIT {
    private static final String HOST = "127.0.0.1";
    private static final int TIMEOUT_MS = 20_000;
    private static final int MESSAGES = 3;
    private static final byte[] TPDU = {0x60, 0x00, 0x03, 0x12, 0x34};
    private static final byte[] TURNED_TPDU = {0x60, 0x12, 0x34, 0x00, 0x03};

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

    /** This release of jPOS has no channel for the framings left out. */
    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"BIN3", "ASC4_INC", "CUPS"})
    void shouldApprovePurchasesWhenJposSendsThem(Framing framing) throws Exception {
        final BaseChannel channel = channel(framing);
        channel.setTimeout(TIMEOUT_MS);
        channel.connect();
        try {
            for (int stan = 1; stan <= MESSAGES; stan++) {
                channel.send(purchase(stan));
            }
            for (int stan = 1; stan <= MESSAGES; stan++) {
                final ISOMsg answer = channel.receive();
                assertEquals("0210", answer.getMTI());
                assertEquals("00", answer.getString(39));
                assertEquals("00000" + stan, answer.getString(11));
                if (framing.header().answerLength() > 0) {
                    assertArrayEquals(TURNED_TPDU, answer.getHeader());
                }
            }
        } finally {
            channel.disconnect();
        }
    }

    private static BaseChannel channel(Framing framing) throws ISOException {
        final ISOPackager packager =
                new GenericPackager(
                        "jar:packager/" + Site.dialect(framing).replace("-", "") + ".xml");
        final int port = ports.get(framing);
        return switch (framing) {
            case BIN2 -> new PostChannel(HOST, port, packager);
            case BIN2_INC -> new AmexChannel(HOST, port, packager);
            case BIN2_TPDU -> new NACChannel(HOST, port, packager, TPDU);
            case BCD2_TPDU -> new BCDChannel(HOST, port, packager, TPDU);
            case BIN2_00 -> new CSChannel(HOST, port, packager);
            case BIN2_ETX -> new BASE24TCPChannel(HOST, port, packager);
            case ETX -> new BASE24Channel(HOST, port, packager);
            case BIN4 -> new RawChannel(HOST, port, packager, null);
            case ASC4 -> digits(4, new ASCIIChannel(HOST, port, packager));
            case ASC6 -> digits(6, new ASCIIChannel(HOST, port, packager));
            case HEX4 -> new HEXChannel(HOST, port, packager, null);
            default -> throw new IllegalArgumentException(framing.name());
        };
    }

    private static BaseChannel digits(int digits, ASCIIChannel channel) {
        channel.setLengthDigits(digits);
        return channel;
    }

    private static ISOMsg purchase(int stan) throws ISOException {
        final ISOMsg request = new ISOMsg("0200");
        request.set(2, Site.cardNumber(stan));
        request.set(3, "000000");
        request.set(4, "000000000100");
        request.set(7, "1122101112");
        request.set(11, "00000" + stan);
        request.set(12, "101112");
        request.set(13, "1122");
        request.set(14, "4912");
        request.set(22, "051");
        request.set(32, "100001");
        request.set(37, Terminal.rrn(stan));
        request.set(41, "CHANNEL1");
        request.set(42, "ACCEPTANCE00001");
        request.set(49, "840");
        return request;
    }
}
