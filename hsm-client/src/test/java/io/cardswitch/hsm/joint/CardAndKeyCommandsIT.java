package io.cardswitch.hsm.joint;

import static io.cardswitch.hsm.joint.JointHost.characters;
import static io.cardswitch.hsm.joint.JointHost.key;
import static io.cardswitch.hsm.joint.JointHost.octets;
import static io.cardswitch.hsm.joint.JointHost.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.command.TypedKey;
import io.cardswitch.hsm.command.VerdictDecoder;
import io.cardswitch.hsm.command.card.CardValueDecoder;
import io.cardswitch.hsm.command.card.CardValueEncoder;
import io.cardswitch.hsm.command.card.Cryptogram;
import io.cardswitch.hsm.command.card.CryptogramDecoder;
import io.cardswitch.hsm.command.card.CryptogramEncoder;
import io.cardswitch.hsm.command.data.CipherDecoder;
import io.cardswitch.hsm.command.data.CipherEncoder;
import io.cardswitch.hsm.command.data.CipherMethod;
import io.cardswitch.hsm.command.key.CheckValueDecoder;
import io.cardswitch.hsm.command.key.KeyCheckEncoder;
import io.cardswitch.hsm.command.key.KeyDecoder;
import io.cardswitch.hsm.command.key.KeyEncoder;
import io.cardswitch.hsm.command.key.KeyPairDecoder;
import io.cardswitch.hsm.command.key.KeyTarget;
import io.cardswitch.hsm.command.key.TransportKey;
import io.cardswitch.hsm.command.mac.LargeMacEncoder;
import io.cardswitch.hsm.command.mac.MacDecoder;
import io.cardswitch.hsm.command.mac.MacEncoder;
import io.cardswitch.hsm.command.mac.MacMethod;
import io.cardswitch.hsm.command.mac.MacPart;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Hex;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.security.GeneralSecurityException;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Card values, cryptograms, MACs, keys, data: figures that others have published. */
final class CardAndKeyCommandsIT extends OneDevice {
    private static final HsmKey CVK = HsmKey.parse("0A61E674E88C6A7EEABC38C2B2BB492F");
    private static final DirectBuffer CARD = text("4123456789012345");
    private static final DirectBuffer NONE = new UnsafeBuffer(0, 0);
    private static final String CLEAR_ISSUER_KEY = "12345678123456781234567812345678";

    /** Padded as it is signed. */
    private static final DirectBuffer CHIP_INPUT =
            octets(
                    "000000010000000000001000084000000010800840980704"
                            + "001111111158003456A0800324200080");

    private final KeyDecoder keys = new KeyDecoder();
    private final MacDecoder macs = new MacDecoder();

    @Test
    void shouldMakeAndVerifyCardValue() {
        final CardValueDecoder made = new CardValueDecoder();
        assertEquals(
                HsmResult.OK,
                made.decode(
                        host.ask(CardValueEncoder.generate(host.request(), CVK, CARD, 8701, 101))));
        assertEquals(561, made.value());
        assertEquals(HsmResult.OK, verifyCardValue(561, 101));
        assertEquals(HsmResult.VERIFICATION_FAILED, verifyCardValue(562, 101));
        assertEquals(HsmResult.VERIFICATION_FAILED, verifyCardValue(561, 999));
    }

    private HsmResult verifyCardValue(int value, int service) {
        return VerdictDecoder.decode(
                host.ask(CardValueEncoder.verify(host.request(), CVK, value, CARD, 8701, service)));
    }

    private static Cryptogram cryptogram(char scheme, String value) throws CryptoException {
        return new Cryptogram()
                .scheme(scheme)
                .key(key(0x109, CLEAR_ISSUER_KEY))
                .cardSequence(0x3456789012345600L)
                .counter(0x3456)
                .unpredictable(0x11111111)
                .message(CHIP_INPUT)
                .value(Long.parseUnsignedLong(value, 16));
    }

    @Test
    void shouldVerifyCryptogramsOfStaticSchemes() throws CryptoException {
        final CryptogramDecoder decoder = new CryptogramDecoder();
        final String[][] rows = {{"0", "2263CD868F3E0234"}, {"1", "AC8074C9E62EE6EF"}};
        for (final String[] row : rows) {
            final char scheme = row[0].charAt(0);
            assertEquals(
                    HsmResult.OK,
                    decoder.decode(
                            host.ask(
                                    CryptogramEncoder.verify(
                                            host.request(), cryptogram(scheme, row[1])))));
            assertEquals(
                    HsmResult.VERIFICATION_FAILED,
                    decoder.decode(
                            host.ask(
                                    CryptogramEncoder.verify(
                                            host.request(),
                                            cryptogram(scheme, "2263CD868F3E0235")))));
        }
        assertEquals(
                HsmResult.OK,
                decoder.decode(
                        host.ask(
                                CryptogramEncoder.respond(
                                        host.request(),
                                        cryptogram('0', "26C8A1042D1CAF3E"),
                                        0x3030))));
        assertEquals(0x98DE7C7B3D80A831L, decoder.response());
        assertEquals(
                HsmResult.OK,
                decoder.decode(
                        host.ask(
                                CryptogramEncoder.respond(
                                        host.request(),
                                        cryptogram('1', "9FFD1D52AE0EC0F3"),
                                        0x0012))));
        assertEquals(0x20DCD25599B060B5L, decoder.response());
    }

    @Test
    void shouldVerifyCryptogramOfCommonSessionKeyAndRespond() throws CryptoException {
        final CryptogramDecoder decoder = new CryptogramDecoder();
        final Cryptogram right = cryptogram('2', "55BE45DD2C9E0CBF");
        assertEquals(
                HsmResult.OK,
                decoder.decode(
                        host.ask(
                                CryptogramEncoder.verifySessionAndRespond(
                                        host.request(), right, 0x0012))));
        assertEquals(0x01BAE8DE6A0DE9E0L, decoder.response());
        assertEquals(
                HsmResult.OK,
                decoder.decode(
                        host.ask(CryptogramEncoder.respondSession(host.request(), right, 0x0012))));
        assertEquals(0x01BAE8DE6A0DE9E0L, decoder.response(), "mode 2 responds as mode 1");
        assertEquals(
                HsmResult.OK,
                decoder.decode(
                        host.ask(
                                CryptogramEncoder.verifySessionAndUpdate(
                                        host.request(), right, 0x00120000, NONE))));
        assertEquals(0xB4C698B600120000L, decoder.response());
        assertEquals(
                HsmResult.VERIFICATION_FAILED,
                decoder.decode(
                        host.ask(
                                CryptogramEncoder.verifySession(
                                        host.request(), right.counter(0x3457)))));
    }

    @Test
    void shouldMakeAndVerifyMac() throws CryptoException {
        final TypedKey key =
                new TypedKey(TypedKey.TAK, key(0x003, "AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBB"));
        final MacMethod method = new MacMethod(key, 8, 1, 1, false);
        final DirectBuffer message = text("hello world");
        assertEquals(
                HsmResult.OK,
                macs.decode(
                        host.ask(
                                MacEncoder.generate(
                                        host.request(), method, MacPart.ONLY, NONE, message))));
        assertEquals("68D9038F23360DF3", mac());
        final DirectBuffer right = octets("68D9038F23360DF3");
        final DirectBuffer wrong = octets("68D9038F23360DF2");
        assertEquals(HsmResult.OK, verifyMac(method, message, right));
        assertEquals(HsmResult.VERIFICATION_FAILED, verifyMac(method, message, wrong));
        assertEquals(HsmResult.VERIFICATION_FAILED, verifyMac(method, text("hello World"), right));
    }

    private HsmResult verifyMac(MacMethod method, DirectBuffer message, DirectBuffer mac) {
        return VerdictDecoder.decode(
                host.ask(
                        MacEncoder.verify(
                                host.request(), method, MacPart.ONLY, NONE, message, mac)));
    }

    private String mac() {
        final UnsafeBuffer octets = new UnsafeBuffer(new byte[macs.length()]);
        macs.copyMac(octets, 0);
        return Hex.text(octets.byteArray());
    }

    @Test
    void shouldMakeMacOfLargeMessage() {
        final HsmKey key = HsmKey.parse("U90A17A99E4BA32475E692D7AAE177BBD");
        assertEquals(
                HsmResult.OK,
                macs.decode(
                        host.ask(
                                LargeMacEncoder.any(
                                        host.request(),
                                        MacPart.ONLY,
                                        false,
                                        key,
                                        NONE,
                                        text("1234567887654321")))));
        assertEquals("934F05263310B6D3", mac());
        final HsmKey stranger = HsmKey.parse("U00000000000000000000000000000001");
        assertEquals(
                HsmResult.KEY_UNUSABLE,
                macs.decode(
                        host.ask(
                                LargeMacEncoder.any(
                                        host.request(),
                                        MacPart.ONLY,
                                        false,
                                        stranger,
                                        NONE,
                                        text("1234567887654321")))));
    }

    @Test
    void shouldImportAndExportKeys() {
        final KeyTarget zonePinKey = KeyTarget.variant(TypedKey.ZPK, 'U');
        final HsmKey transport = HsmKey.parse("U71979DEB8587E2734F1E99D5DCAEF9AC");
        final HsmKey travelling = HsmKey.parse("XC8E3118AFA853807EB7E92294663A5BA");
        assertEquals(
                HsmResult.OK,
                keys.decode(
                        host.ask(
                                KeyEncoder.imported(
                                        host.request(), zonePinKey, transport, travelling))));
        assertEquals("U1EF828AA8F6B80EB83E19FBC373F3A85", characters(keys.key()));
        assertEquals(0x6F1E3F, keys.checkValue());
        final HsmKey other = HsmKey.parse("U1457FF6ADF6250C66C368416B4C9D383");
        final TypedKey terminal = new TypedKey(TypedKey.TPK, HsmKey.parse("7BB126F2BE631486"));
        assertEquals(HsmResult.OK, exported(terminal, other));
        assertEquals("16224FDAA779AFB3", characters(keys.key()));
        assertEquals(0x1FFD3C, keys.checkValue());
        assertEquals(
                HsmResult.KEY_UNUSABLE,
                exported(terminal, HsmKey.parse("U00000000000000000000000000000001")));
    }

    private HsmResult exported(TypedKey key, HsmKey transport) {
        return keys.decode(
                host.ask(
                        KeyEncoder.export(
                                host.request(),
                                key,
                                new TransportKey(false, transport, 'Z'),
                                KeyTarget.DEFAULT_LMK)));
    }

    @Test
    void shouldMakeKeyWithItsCheckValue() {
        final CheckValueDecoder check = new CheckValueDecoder();
        assertEquals(
                HsmResult.OK,
                check.decode(
                        host.ask(
                                KeyCheckEncoder.checkValue(
                                        host.request(), "02", HsmKey.parse("0406FBB23A5214DF")))));
        assertEquals(0x0035BB, check.checkValue());
        final KeyPairDecoder pair = new KeyPairDecoder();
        final HsmKey zone = HsmKey.parse("U4C94ED3CBF0597C848000A85A55C2E54");
        assertEquals(
                HsmResult.OK,
                pair.decode(
                        host.ask(
                                KeyEncoder.generate(
                                        host.request(),
                                        KeyTarget.variant(TypedKey.ZPK, 'U'),
                                        new TransportKey(false, zone, 'X')))));
        assertEquals(
                HsmResult.OK,
                check.decode(
                        host.ask(
                                KeyCheckEncoder.checkValue(
                                        host.request(),
                                        new TypedKey(TypedKey.ZPK, pair.underLmk()),
                                        true))));
        assertEquals(pair.checkValue(), check.checkValue());
        assertEquals(
                HsmResult.OK,
                keys.decode(
                        host.ask(
                                KeyEncoder.imported(
                                        host.request(),
                                        KeyTarget.variant(TypedKey.ZPK, 'U'),
                                        zone,
                                        pair.underTransportKey()))));
        assertEquals(characters(pair.underLmk()), characters(keys.key()));
        assertEquals(
                HsmResult.KEY_UNUSABLE,
                check.decode(
                        host.ask(
                                KeyCheckEncoder.checkValue(
                                        host.request(),
                                        new TypedKey(TypedKey.TAK, pair.underLmk()),
                                        true))),
                "a key of another type");
    }

    @Test
    void shouldEncryptAndDecryptData() throws CryptoException, GeneralSecurityException {
        final String clearKey = "0123456789ABCDEFFEDCBA9876543210";
        final CipherMethod method =
                new CipherMethod(
                        CipherMethod.CBC, new TypedKey(TypedKey.DEK, key(0x00B, clearKey)));
        final DirectBuffer vector = octets("0102030405060708");
        final String plain = "00112233445566778899AABBCCDDEEFF";
        final CipherDecoder decoder = new CipherDecoder();
        assertEquals(
                HsmResult.OK,
                decoder.decode(
                        host.ask(
                                CipherEncoder.encrypt(
                                        host.request(), method, vector, octets(plain))),
                        8));
        final Cipher cipher = Cipher.getInstance("DESede/CBC/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(Hex.decode(clearKey + clearKey.substring(0, 16)), "DESede"),
                new IvParameterSpec(Hex.decode("0102030405060708")));
        final String expected = Hex.text(cipher.doFinal(Hex.decode(plain)));
        assertEquals(expected, message(decoder));
        assertEquals(
                HsmResult.OK,
                decoder.decode(
                        host.ask(
                                CipherEncoder.decrypt(
                                        host.request(), method, vector, octets(expected))),
                        8));
        assertEquals(plain, message(decoder));
        assertNotEquals(
                HsmResult.OK,
                decoder.decode(
                        host.ask(
                                CipherEncoder.encrypt(
                                        host.request(), method, vector, octets("001122"))),
                        8),
                "not a whole block");
    }

    private static String message(CipherDecoder decoder) {
        final UnsafeBuffer octets = new UnsafeBuffer(new byte[decoder.length()]);
        decoder.copyMessage(octets, 0);
        return Hex.text(octets.byteArray());
    }
}
