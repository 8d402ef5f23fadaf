package io.cardswitch.hsm.joint;

import static io.cardswitch.hsm.joint.JointHost.key;
import static io.cardswitch.hsm.joint.JointHost.octets;
import static io.cardswitch.hsm.joint.JointHost.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.command.card.CardValueDecoder;
import io.cardswitch.hsm.command.card.CardValueEncoder;
import io.cardswitch.hsm.command.mac.LargeMacEncoder;
import io.cardswitch.hsm.command.mac.MacDecoder;
import io.cardswitch.hsm.command.mac.MacPart;
import io.cardswitch.hsm.command.status.ChainDecoder;
import io.cardswitch.hsm.command.status.ChainEncoder;
import io.cardswitch.hsm.command.status.OctetsDecoder;
import io.cardswitch.hsm.command.status.StatusEncoder;
import io.cardswitch.hsm.crypto.Hex;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Commands in one frame, and messages in several. */
final class ChainIT extends OneDevice {
    private static final HsmKey CVK = HsmKey.parse("0A61E674E88C6A7EEABC38C2B2BB492F");
    private static final String CLEAR_KEY = "0123456789ABCDEFFEDCBA9876543210";

    private static HsmRequest value(HsmKey key) {
        return CardValueEncoder.generate(
                new HsmRequest(256), key, text("4123456789012345"), 8701, 101);
    }

    @Test
    void shouldAnswerEachCommandOfChain() {
        final HsmKey stranger = HsmKey.parse("U00000000000000000000000000000001");
        final HsmRequest echo = StatusEncoder.echo(new HsmRequest(256), text("hello"));
        final HsmRequest chain =
                ChainEncoder.chain(host.request(), List.of(value(CVK), value(stranger), echo));
        assertFalse(chain.isRepeatable());
        final ChainDecoder answers = new ChainDecoder();
        assertEquals(HsmResult.OK, answers.open(host.ask(chain)));
        final HsmAnswer one = new HsmAnswer();
        final CardValueDecoder decoder = new CardValueDecoder();
        assertEquals(HsmResult.OK, answers.next(one));
        assertEquals(HsmResult.OK, decoder.decode(one));
        assertEquals(561, decoder.value());
        assertEquals(HsmResult.OK, answers.next(one));
        assertEquals(HsmResult.KEY_UNUSABLE, decoder.decode(one));
        assertEquals(HsmResult.OK, answers.next(one));
        assertEquals(HsmResult.OK, new OctetsDecoder().decode(one, 5));
        assertEquals(HsmResult.MALFORMED_ANSWER, answers.next(one), "there is no fourth");
    }

    @Test
    void shouldRefuseChainOfNothingWrongFieldsAndChains() {
        final HsmRequest wrong =
                CardValueEncoder.generate(new HsmRequest(256), CVK, text("1"), 8701, 101);
        assertEquals(
                HsmField.CARD_NUMBER, ChainEncoder.chain(host.request(), List.of(wrong)).end());
        assertEquals(HsmField.COUNT, ChainEncoder.chain(host.request(), List.of()).end());
        final HsmRequest inner = ChainEncoder.chain(new HsmRequest(256), List.of(value(CVK)));
        assertEquals(
                HsmResult.INPUT_REFUSED,
                new ChainDecoder()
                        .open(host.ask(ChainEncoder.chain(host.request(), List.of(inner)))));
    }

    @Test
    void shouldMakeTerminalMacInParts() throws Exception {
        final HsmKey tak = key(0x003, CLEAR_KEY);
        final DirectBuffer none = octets("");
        final String message = "0011223344556677" + "8899AABBCCDDEEFF";
        final String whole = mac(tak, MacPart.ONLY, none, message);
        final Cipher cipher = Cipher.getInstance("DESede/CBC/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(Hex.decode(CLEAR_KEY + CLEAR_KEY.substring(0, 16)), "DESede"),
                new IvParameterSpec(new byte[8]));
        final byte[] enciphered = cipher.doFinal(Hex.decode(message));
        assertEquals(Hex.text(Arrays.copyOfRange(enciphered, 8, 16)), whole);
        final String first = mac(tak, MacPart.FIRST, none, message.substring(0, 16));
        assertEquals(whole, mac(tak, MacPart.LAST, octets(first), message.substring(16)));
    }

    private String mac(HsmKey tak, MacPart part, DirectBuffer vector, String message) {
        final MacDecoder decoder = new MacDecoder();
        assertEquals(
                HsmResult.OK,
                decoder.decode(
                        host.ask(
                                LargeMacEncoder.terminal(
                                        host.request(), part, tak, vector, octets(message)))));
        final UnsafeBuffer octets = new UnsafeBuffer(new byte[decoder.length()]);
        decoder.copyMac(octets, 0);
        return Hex.text(octets.byteArray());
    }
}
