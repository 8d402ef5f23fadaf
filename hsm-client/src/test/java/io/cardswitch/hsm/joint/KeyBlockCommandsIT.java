package io.cardswitch.hsm.joint;

import static io.cardswitch.hsm.joint.JointHost.block;
import static io.cardswitch.hsm.joint.JointHost.blockKey;
import static io.cardswitch.hsm.joint.JointHost.octets;
import static io.cardswitch.hsm.joint.JointHost.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardswitch.hsm.AccountNumber;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.PinBlock;
import io.cardswitch.hsm.PinBlockFormat;
import io.cardswitch.hsm.command.PvvMethod;
import io.cardswitch.hsm.command.TypedKey;
import io.cardswitch.hsm.command.VerdictDecoder;
import io.cardswitch.hsm.command.card.CardValueDecoder;
import io.cardswitch.hsm.command.card.CardValueEncoder;
import io.cardswitch.hsm.command.key.CheckValueDecoder;
import io.cardswitch.hsm.command.key.KeyAttributes;
import io.cardswitch.hsm.command.key.KeyCheckEncoder;
import io.cardswitch.hsm.command.key.KeyDecoder;
import io.cardswitch.hsm.command.key.KeyEncoder;
import io.cardswitch.hsm.command.key.KeyTarget;
import io.cardswitch.hsm.command.mac.MacDecoder;
import io.cardswitch.hsm.command.mac.MacEncoder;
import io.cardswitch.hsm.command.mac.MacMethod;
import io.cardswitch.hsm.command.mac.MacPart;
import io.cardswitch.hsm.command.newpin.ChosenPinEncoder;
import io.cardswitch.hsm.command.newpin.PvvDecoder;
import io.cardswitch.hsm.command.pin.StoredPinDecoder;
import io.cardswitch.hsm.command.pin.StoredPinEncoder;
import io.cardswitch.hsm.command.pin.TranslatePinEncoder;
import io.cardswitch.hsm.command.pin.TranslatedPinDecoder;
import io.cardswitch.hsm.command.pin.VerifyPvvEncoder;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Hex;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Commands whose keys are key blocks, under the LMK of TDEA and under that of AES. */
final class KeyBlockCommandsIT extends OneDevice {
    private static final String DOUBLE = "0123456789ABCDEFFEDCBA9876543210";

    /** PIN 1234 in format 4, of a public test set, with its AES key. */
    private static final String AES_KEY = "00112233445566778899AABBCCDDEEFF";

    private static final PinBlock AES_BLOCK =
            block("271C33D16F469FA7C8C48DFC273442FE", PinBlockFormat.ISO_4);
    private static final DirectBuffer PAN = text("1234567890123456");

    private static AccountNumber whole() {
        return new AccountNumber().wrapWholeNumber(PAN, 0, PAN.capacity());
    }

    private static AccountNumber twelve() {
        return new AccountNumber().wrapCardNumber(PAN, 0, PAN.capacity());
    }

    private HsmResult verify(
            HsmKey zpk, PvvMethod method, PinBlock block, AccountNumber of, int v) {
        return VerdictDecoder.decode(
                host.ask(VerifyPvvEncoder.fromZone(host.request(), zpk, method, block, of, v)));
    }

    /** From a zone under AES to one under TDEA and back: the PIN and its PVV stay. */
    @Test
    void shouldTranslateAndVerifyPinBetweenAesAndTdea() throws CryptoException {
        final HsmKey aes = blockKey('1', "P0", 'A', AES_KEY);
        final HsmKey tdea = blockKey('0', "P0", 'T', DOUBLE);
        final PvvMethod method = new PvvMethod(blockKey('0', "V2", 'T', DOUBLE), 1);
        final PvvDecoder pvv = new PvvDecoder();
        assertEquals(
                HsmResult.OK,
                pvv.decode(
                        host.ask(
                                ChosenPinEncoder.pvv(
                                        host.request(),
                                        new TypedKey(TypedKey.BLOCK, aes),
                                        method,
                                        AES_BLOCK,
                                        whole()))));
        final PinBlock inTdea =
                translated(
                        TranslatePinEncoder.fromZone(
                                host.request(),
                                aes,
                                tdea,
                                AES_BLOCK,
                                PinBlockFormat.ISO_0,
                                whole()));
        assertEquals("01234", stored(tdea, inTdea, twelve()));
        final PinBlock back =
                translated(
                        TranslatePinEncoder.fromTerminal(
                                host.request(), tdea, aes, inTdea, PinBlockFormat.ISO_4, whole()));
        assertEquals("01234", stored(aes, back, whole()));
        assertEquals(HsmResult.OK, verify(aes, method, AES_BLOCK, whole(), pvv.pvv()));
        assertEquals(HsmResult.OK, verify(tdea, method, inTdea, twelve(), pvv.pvv()));
        final int wrong = (pvv.pvv() + 1) % 10_000;
        assertEquals(HsmResult.VERIFICATION_FAILED, verify(aes, method, AES_BLOCK, whole(), wrong));
        assertEquals(
                HsmResult.KEY_UNUSABLE,
                verify(blockKey('0', "C0", 'T', DOUBLE), method, inTdea, twelve(), pvv.pvv()),
                "a key for card values");
    }

    private PinBlock translated(HsmRequest request) {
        final TranslatedPinDecoder decoder = new TranslatedPinDecoder();
        assertEquals(HsmResult.OK, decoder.decode(host.ask(request)));
        final UnsafeBuffer octets = new UnsafeBuffer(new byte[decoder.blockLength()]);
        decoder.copyBlock(octets, 0);
        return new PinBlock().wrap(octets, 0, octets.capacity(), decoder.format());
    }

    private String stored(HsmKey zpk, PinBlock block, AccountNumber account) {
        final StoredPinDecoder decoder = new StoredPinDecoder();
        assertEquals(
                HsmResult.OK,
                decoder.decode(
                        host.ask(StoredPinEncoder.fromZone(host.request(), zpk, block, account))));
        return decoder.pin()
                .buffer()
                .getStringWithoutLengthAscii(decoder.pin().offset(), decoder.pin().length());
    }

    @Test
    void shouldMakeCardValueAndMac() throws CryptoException {
        final CardValueDecoder value = new CardValueDecoder();
        assertEquals(
                HsmResult.OK,
                value.decode(
                        host.ask(
                                CardValueEncoder.generate(
                                        host.request(),
                                        blockKey('0', "C0", 'T', DOUBLE),
                                        text("4123456789012345"),
                                        8701,
                                        101))));
        assertEquals(561, value.value());
        final String macKey = "ABABABABABABABABBABABABABABABABA";
        final MacMethod method =
                new MacMethod(
                        new TypedKey(TypedKey.BLOCK, blockKey('0', "M3", 'T', macKey)),
                        8,
                        1,
                        1,
                        false);
        assertEquals("68D9038F23360DF3", mac(method, "hello world"));
    }

    private String mac(MacMethod method, String message) {
        final MacDecoder decoder = new MacDecoder();
        assertEquals(
                HsmResult.OK,
                decoder.decode(
                        host.ask(
                                MacEncoder.generate(
                                        host.request(),
                                        method,
                                        MacPart.ONLY,
                                        octets(""),
                                        text(message)))));
        final UnsafeBuffer octets = new UnsafeBuffer(new byte[decoder.length()]);
        decoder.copyMac(octets, 0);
        return Hex.text(octets.byteArray());
    }

    @Test
    void shouldGenerateKeyBlockThatOpens() {
        final KeyDecoder made = new KeyDecoder();
        final KeyTarget target =
                new KeyTarget(
                        TypedKey.BLOCK,
                        'S',
                        KeyTarget.DEFAULT_LMK,
                        new KeyAttributes("P0", "T2", "N", "00", "E"));
        assertEquals(
                HsmResult.OK, made.decode(host.ask(KeyEncoder.generate(host.request(), target))));
        final CheckValueDecoder check = new CheckValueDecoder();
        assertEquals(
                HsmResult.OK,
                check.decode(
                        host.ask(
                                KeyCheckEncoder.checkValue(
                                        host.request(),
                                        new TypedKey(TypedKey.BLOCK, made.key()),
                                        true))));
        assertEquals(made.checkValue(), check.checkValue());
    }
}
