package io.cardswitch.iso8583.tlv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Keys and values behind their lengths, read and written. */
class KeyedDecoderTest {
    private final KeyedDecoder decoder = new KeyedDecoder();
    private final KeyedEncoder encoder = new KeyedEncoder();

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** {@code key=value;} for each, up to the first error. */
    private String read(String field) {
        final UnsafeBuffer buffer = new UnsafeBuffer(ascii("##" + field + "##"));
        final StringBuilder out = new StringBuilder();
        decoder.wrap(buffer, 2, field.length());
        while (decoder.next()) {
            out.append(decoder.key()).append('=');
            buffer.getStringWithoutLengthAscii(decoder.valueOffset(), decoder.valueLength(), out);
            out.append(';');
        }
        return out.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "17POSData15hello, POSData=hello;",
        "17POSData15hello211CUSTOMER_ID10, POSData=hello;CUSTOMER_ID=;",
        "11A11B11A11C, A=B;A=C;",
        "500001A500002BC, A=BC;",
        "'', ''",
    })
    void shouldReadKeysAndValuesInOrder(String field, String expected) {
        assertEquals(expected, read(field));
        assertEquals(TlvReason.NONE, decoder.reason());
    }

    @ParameterizedTest
    @CsvSource({
        "07POSData, 0, '', no digit from 1 to 5 tells how many digits the length has",
        "6000001A, 0, '', no digit from 1 to 5 tells how many digits the length has",
        "2, 0, '', field ends within a length",
        "21, 0, '', field ends within a length",
        "1xPOSData, 1, '', length is not digits",
        "17POS, 0, '', length 7 exceeds the 3 bytes left",
        "1011x, 2, '', key without a character",
        "13A C11x, 3, '', key is not printable characters",
        "216476173900101011911x, 3, '', key of more than 12 digits",
        "11A11B17POSData, 15, POSData, field ends within a length",
        "17POSData15hell, 9, POSData, length 5 exceeds the 4 bytes left",
        "17POSDatax5hello, 9, POSData, no digit from 1 to 5 tells how many digits the length has",
    })
    void shouldSayWhereAndWhyAFieldIsWrong(String field, int offset, String path, String text) {
        read(field);
        assertEquals(text, decoder.errorText());
        assertEquals(offset, decoder.errorOffset());
        assertEquals(path, decoder.errorPath());
        assertFalse(decoder.next(), "goes no further");
    }

    @Test
    void shouldReadWhatItWrote() {
        final SplittableRandom random = new SplittableRandom(22);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[40_000]);
        for (int round = 0; round < 200; round++) {
            final StringBuilder expected = new StringBuilder();
            encoder.wrap(buffer, 1, buffer.capacity());
            for (int i = random.nextInt(4); i >= 0; i--) {
                final String key = "K".repeat(random.nextInt(1, 120));
                final String value = "v".repeat(random.nextInt(1 << random.nextInt(13)));
                encoder.put(ascii(key), ascii(value));
                expected.append(key).append('=').append(value).append(';');
            }
            final int length = encoder.finish();
            assertEquals(expected.toString(), read(buffer.getStringWithoutLengthAscii(1, length)));
            assertEquals(TlvReason.NONE, decoder.reason());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', x, KEY_EMPTY",
        "A B, x, KEY_NOT_TEXT",
        "4761739001010119, x, KEY_OF_DIGITS",
        "A, this has no room, NO_ROOM",
    })
    void shouldRefuseWhatCouldNotBeReadAgain(String key, String value, TlvReason reason) {
        encoder.wrap(new UnsafeBuffer(new byte[22]), 0, 22).put(ascii(key), ascii(value));
        assertEquals(KeyedEncoder.REFUSED, encoder.put(ascii("B"), ascii("")).finish());
        assertEquals(reason, encoder.reason());
        assertFalse(encoder.errorText().isEmpty());
    }
}
