package io.cardswitch.hsm.joint;

import static io.cardswitch.hsm.joint.JointHost.blockKey;
import static io.cardswitch.hsm.joint.JointHost.key;
import static io.cardswitch.hsm.joint.JointHost.octets;
import static io.cardswitch.hsm.joint.JointHost.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.command.VerdictDecoder;
import io.cardswitch.hsm.command.card.Cryptogram;
import io.cardswitch.hsm.command.card.CryptogramDecoder;
import io.cardswitch.hsm.command.card.CryptogramEncoder;
import io.cardswitch.hsm.command.card.DiscretionaryMac;
import io.cardswitch.hsm.command.card.DynamicValueEncoder;
import io.cardswitch.hsm.command.card.SecurityCodeDecoder;
import io.cardswitch.hsm.command.card.SecurityCodeEncoder;
import io.cardswitch.hsm.command.card.SecurityCodeEncoder.Codes;
import io.cardswitch.hsm.command.status.StatusEncoder;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.simulator.SoftwareHsm;
import io.cardswitch.hsm.simulator.SoftwareHsmConfig;
import io.cardswitch.hsm.simulator.device.DeviceConfig;
import io.cardswitch.hsm.transport.HsmPoolConfig;

import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

import java.nio.ByteOrder;

/** Chip, contactless and token commands, with the figures of public card test sets. */
final class ChipCommandsIT extends OneDevice {
    private static final String MASTER_KEY = "0123456789ABCDEFFEDCBA9876543210";
    private static final String INTEGRITY_KEY = "FEDCBA98765432100123456789ABCDEF";

    /** The terminal's ten values of a card of M/Chip, and the card's: M/Chip CVN 16. */
    private static final DirectBuffer MCHIP_INPUT =
            octets(
                    "00000000999900000000000001248000000000012420990600ABCDEF121800001C"
                            + "A0000322000080");

    private static final long MCHIP_CRYPTOGRAM = 0x24CCF3DEE3158C70L;

    /** What the MAC of a PIN change covers, padded; the MAC of the whole command. */
    private static final DirectBuffer SCRIPT =
            octets("8424000210001C24CCF3DEE3158C7000859B8FE53F316D80");

    private static final int SCRIPT_MAC = 0xEB4B64C3;

    private static Cryptogram mchip(HsmKey masterKey, long value) {
        return new Cryptogram()
                .scheme('1')
                .key(masterKey)
                .cardSequence(0x3456789012345600L)
                .counter(0x001C)
                .unpredictable(0xABCDEF12)
                .message(MCHIP_INPUT)
                .value(value);
    }

    @Test
    void shouldVerifyDiscretionaryMacBesideCryptogram() throws CryptoException {
        final HsmKey[][] forms = {
            {key(0x109, MASTER_KEY), key(0x209, INTEGRITY_KEY)},
            {blockKey('0', "E0", 'T', MASTER_KEY), blockKey('0', "E2", 'T', INTEGRITY_KEY)}
        };
        for (final HsmKey[] keys : forms) {
            final Cryptogram right = mchip(keys[0], MCHIP_CRYPTOGRAM);
            final DiscretionaryMac data = new DiscretionaryMac(keys[1], SCRIPT_MAC, SCRIPT);
            final CryptogramDecoder decoder = new CryptogramDecoder();
            assertEquals(
                    HsmResult.OK,
                    decoder.decode(
                            host.ask(CryptogramEncoder.respond(host.request(), right, 0x3030))));
            final long response = decoder.response();
            assertEquals(
                    HsmResult.OK,
                    decoder.decode(
                            host.ask(
                                    CryptogramEncoder.verifyWithDataAndRespond(
                                            host.request(), right, 0x3030, data))));
            assertEquals(response, decoder.response(), "mode 4 responds as mode 2");
            assertEquals(HsmResult.OK, verify(right, data));
            assertEquals(
                    HsmResult.VERIFICATION_FAILED,
                    verify(right, new DiscretionaryMac(keys[1], SCRIPT_MAC + 1, SCRIPT)));
            assertEquals(
                    HsmResult.VERIFICATION_FAILED,
                    verify(mchip(keys[0], MCHIP_CRYPTOGRAM + 1), data));
            assertEquals(
                    HsmResult.KEY_UNUSABLE,
                    verify(right, new DiscretionaryMac(keys[0], SCRIPT_MAC, SCRIPT)),
                    "a key for cryptograms");
        }
    }

    private HsmResult verify(Cryptogram cryptogram, DiscretionaryMac data) {
        return new CryptogramDecoder()
                .decode(
                        host.ask(
                                CryptogramEncoder.verifyWithData(
                                        host.request(), cryptogram, data)));
    }

    /** VIS: the key of secure messaging is made of the counter, the card's own key signs. */
    @Test
    void shouldVerifyDiscretionaryMacOfVisa() throws CryptoException {
        final DirectBuffer script =
                octets("8424000218001C29CCA15AE665FA2EBB221AF527377A2811D2B6EBC396A93980");
        final Cryptogram card =
                new Cryptogram()
                        .scheme('0')
                        .key(key(0x109, "12345678123456781234567812345678"))
                        .cardSequence(0x3456789012345600L)
                        .counter(0x001C)
                        .message(
                                octets(
                                        "000000010000000000001000084000000010800840980704"
                                                + "001111111158003456A0800324200000"))
                        .value(0x26C8A1042D1CAF3EL);
        assertEquals(
                HsmResult.OK,
                verify(card, new DiscretionaryMac(key(0x209, INTEGRITY_KEY), 0x1A965A5C, script)));
    }

    /** In the authorised state a device tells the cryptogram that would have been right. */
    @Test
    void shouldTellRightCryptogramOnlyInAuthorisedState() throws Exception {
        final Cryptogram wrong = mchip(key(0x109, MASTER_KEY), 1);
        final HsmAnswer plain = host.ask(CryptogramEncoder.verify(host.request(), wrong));
        assertEquals(HsmAnswer.PREFIX_LENGTH, plain.length());
        final DeviceConfig authorised = DeviceConfig.DEFAULT.withAuthorised(true);
        try (SoftwareHsm open =
                        SoftwareHsm.start(SoftwareHsmConfig.onLoopback(0).withDevice(authorised));
                JointHost other = new JointHost(HsmPoolConfig.Timers.USUAL, 1, open)) {
            final HsmAnswer told = other.ask(CryptogramEncoder.verify(other.request(), wrong));
            assertEquals(HsmAnswer.PREFIX_LENGTH + Long.BYTES, told.length());
            assertEquals(MCHIP_CRYPTOGRAM, told.buffer().getLong(4, ByteOrder.BIG_ENDIAN));
            assertEquals(HsmResult.VERIFICATION_FAILED, new CryptogramDecoder().decode(told));
            final HsmAnswer ended = other.ask(StatusEncoder.endAuthorisation(other.request()));
            assertEquals(HsmResult.OK, VerdictDecoder.decode(ended));
            final HsmAnswer untold = other.ask(CryptogramEncoder.verify(other.request(), wrong));
            assertEquals(HsmAnswer.PREFIX_LENGTH, untold.length());
        }
    }

    @Test
    void shouldVerifyBitsOfCryptogramThatTokenShows() throws CryptoException {
        final DirectBuffer unpadded =
                octets(
                        "000000010000000000001000084000000010800840980704"
                                + "001111111158003456A08003242000");
        final String[][] rows = {{"0", "2263CD868F3E0234"}, {"1", "AC8074C9E62EE6EF"}};
        for (final String[] row : rows) {
            final long value = Long.parseUnsignedLong(row[1], 16);
            final Cryptogram card =
                    new Cryptogram()
                            .scheme(row[0].charAt(0))
                            .key(key(0x109, "12345678123456781234567812345678"))
                            .cardSequence(0x3456789012345600L)
                            .counter(0x3456)
                            .unpredictable(0x11111111)
                            .message(unpadded);
            assertEquals(HsmResult.OK, verifyToken(card.value(value), -1L));
            assertEquals(HsmResult.OK, verifyToken(card.value(value & 0xFFFFF), 0xFFFFF));
            assertEquals(
                    HsmResult.VERIFICATION_FAILED,
                    verifyToken(card.value((value & 0xFFFFF) ^ 0x10000), 0xFFFFF));
        }
    }

    private HsmResult verifyToken(Cryptogram card, long shownBits) {
        return VerdictDecoder.decode(
                host.ask(CryptogramEncoder.verifyToken(host.request(), card, shownBits)));
    }

    @Test
    void shouldVerifyDynamicCardValues() throws CryptoException {
        final String masterKey = "12345678123456781234567812345678";
        final DynamicValueEncoder.Card visa =
                new DynamicValueEncoder.Card(
                        key(0x109, masterKey), 'B', text("1234567890123456789"), 3210);
        assertEquals(HsmResult.OK, verifyDcvv(visa, 562));
        assertEquals(HsmResult.VERIFICATION_FAILED, verifyDcvv(visa, 563));
        final DynamicValueEncoder.Card first =
                new DynamicValueEncoder.Card(
                        key(0x709, masterKey), 'A', text("1234567890123456"), 0x2710);
        final String track = "1234567890123456D12012061000110000000FFFFFFFFFFF";
        assertEquals(HsmResult.OK, verifyCvc3(first, track, 45423));
        assertEquals(HsmResult.VERIFICATION_FAILED, verifyCvc3(first, track, 45424));
    }

    @Test
    void shouldMakeAndVerifySecurityCodes() throws CryptoException {
        final HsmKey csck = key(0x402, MASTER_KEY);
        final SecurityCodeDecoder codes = new SecurityCodeDecoder();
        for (final String card : new String[] {"371449635398431", "341234567890127"}) {
            assertEquals(
                    HsmResult.OK,
                    codes.decode(
                            host.ask(
                                    SecurityCodeEncoder.generate(
                                            host.request(), csck, text(card), 2812))));
            final int five = codes.five();
            final int four = codes.four();
            final int three = codes.three();
            assertEquals(HsmResult.OK, verify(card, new Codes(five, four, three)));
            assertEquals(
                    HsmResult.OK, verify(card, new Codes(SecurityCodeEncoder.NONE, four, three)));
            assertEquals(
                    HsmResult.VERIFICATION_FAILED,
                    verify(card, new Codes(five, (four + 1) % 10_000, three)));
            assertEquals(
                    HsmResult.VERIFICATION_FAILED,
                    verify(card, new Codes((five + 1) % 100_000, four, three)));
        }
    }

    private HsmResult verify(String card, Codes codes) throws CryptoException {
        return new SecurityCodeDecoder()
                .decode(
                        host.ask(
                                SecurityCodeEncoder.verify(
                                        host.request(),
                                        key(0x402, MASTER_KEY),
                                        text(card),
                                        2812,
                                        codes)));
    }

    private HsmResult verifyDcvv(DynamicValueEncoder.Card card, int value) {
        return VerdictDecoder.decode(
                host.ask(DynamicValueEncoder.verifyDcvv(host.request(), card, 1310, 226, value)));
    }

    private HsmResult verifyCvc3(DynamicValueEncoder.Card card, String track, int value) {
        return VerdictDecoder.decode(
                host.ask(
                        DynamicValueEncoder.verifyCvc3(
                                host.request(), card, 0, octets(track), 2710, value)));
    }
}
