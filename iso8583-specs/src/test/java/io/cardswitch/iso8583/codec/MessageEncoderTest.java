package io.cardswitch.iso8583.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.spec.Dialects;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

class MessageEncoderTest {
    private final MessageSpec spec = Dialects.bundled("iso87-binary");
    private final MessageEncoder encoder = new MessageEncoder(spec);
    private final UnsafeBuffer target = new UnsafeBuffer(new byte[200]);

    private MessageEncoder begin() {
        return encoder.wrap(target, 0, target.capacity()).begin(0x0210, false);
    }

    private MessageEncoder text(int de, String text) {
        final byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        return encoder.text(de, ascii, 0, ascii.length);
    }

    private String finished() {
        final byte[] message = new byte[encoder.finish()];
        target.getBytes(0, message);
        return Messages.HEX.formatHex(message);
    }

    private void assertRefused(ErrorReason reason, int element) {
        assertEquals(MessageEncoder.REFUSED, encoder.finish());
        assertEquals(reason, encoder.errorReason());
        assertEquals(element, encoder.errorElement());
    }

    @Test
    void shouldWriteNumbersByTheirElement() {
        begin().number(3, 12).number(22, 51).number(32, 123).number(49, 840);
        assertEquals("0210200004010000800000001200510312" + "30383430", finished());
    }

    @Test
    void shouldFillShortValuesAsTheStandardHasIt() {
        begin();
        text(3, "12");
        text(41, "T1");
        assertEquals("021020000000008000000000125431202020202020", finished());
    }

    @Test
    void shouldRefuseWhatDoesNotFitItsElement() {
        begin();
        text(3, "1234567");
        assertRefused(ErrorReason.LENGTH_EXCEEDS, 3);
        begin().number(3, 1_000_000);
        assertRefused(ErrorReason.LENGTH_EXCEEDS, 3);
        begin().number(3, -1);
        assertRefused(ErrorReason.LENGTH_EXCEEDS, 3);
        begin();
        text(3, "12A456");
        assertRefused(ErrorReason.BAD_CHARACTER, 3);
        begin();
        text(41, "TERM\t001");
        assertRefused(ErrorReason.BAD_CHARACTER, 41);
        begin();
        text(28, "X00000001");
        assertRefused(ErrorReason.BAD_SIGN, 28);
        begin().binary(52, target, 100, 7);
        assertRefused(ErrorReason.LENGTH_DIFFERS, 52);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 7, 13, 22, 38, 39, 41, 42, 49})
    void shouldWriteEachCharacterOfFixedTextOrRefuseIt(int de) {
        final ElementSpec element = spec.element(de);
        final MessageDecoder decoder = new MessageDecoder(spec);
        for (int at = 0; at < element.units(); at++) {
            for (int octet = 0; octet <= 0xFF; octet++) {
                final byte[] text = "198273645546372".substring(0, element.units()).getBytes();
                text[at] = (byte) octet;
                begin().text(de, text, 0, text.length);
                if (!isAllowed(element.content(), octet)) {
                    assertRefused(ErrorReason.BAD_CHARACTER, de);
                    continue;
                }
                assertTrue(decoder.wrap(target, 0, encoder.finish()));
                final UnsafeBuffer read = new UnsafeBuffer(new byte[text.length]);
                assertEquals(text.length, decoder.copyText(de, read, 0));
                assertArrayEquals(text, read.byteArray());
            }
        }
    }

    private static boolean isAllowed(Content content, int octet) {
        if (octet >= '0' && octet <= '9') return true;
        return switch (content) {
            case N -> false;
            case AN -> octet == ' ' || octet < 0x80 && Character.isLetter(octet);
            default -> octet >= ' ' && octet <= '~';
        };
    }

    @Test
    void shouldNeverWriteBehindItsLimit() {
        for (int limit = 0; limit < 13; limit++) {
            target.setMemory(0, target.capacity(), (byte) 0x7E);
            encoder.wrap(target, 0, limit).begin(0x0210, false).number(3, 1);
            assertRefused(ErrorReason.NO_ROOM, limit < 10 ? 0 : 3);
            for (int i = limit; i < 20; i++) {
                assertEquals(0x7E, target.getByte(i));
            }
        }
        encoder.wrap(target, 0, 13).begin(0x0210, false).number(3, 1);
        assertEquals(13, encoder.finish());
    }

    @Test
    void shouldRejectMistakesOfItsCaller() {
        begin().number(4, 1);
        assertThrows(IllegalStateException.class, () -> encoder.number(3, 1));
        assertThrows(IllegalStateException.class, () -> encoder.number(70, 1));
        assertThrows(IllegalArgumentException.class, () -> encoder.binary(41, target, 0, 8));
        assertThrows(IllegalArgumentException.class, () -> encoder.number(65, 1));
        encoder.finish();
        assertThrows(IllegalStateException.class, () -> encoder.number(11, 1));
    }
}
