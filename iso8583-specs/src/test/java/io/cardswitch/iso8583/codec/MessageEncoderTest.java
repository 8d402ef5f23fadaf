package io.cardswitch.iso8583.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cardswitch.iso8583.spec.Dialects;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

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
