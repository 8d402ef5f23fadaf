package io.cardswitch.hsm.command;

import io.cardswitch.hsm.AccountNumber;
import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.KeySerial;
import io.cardswitch.hsm.LmkPin;
import io.cardswitch.hsm.PinBlock;
import io.cardswitch.hsm.PinBlockFormat;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Rows of a vector file, and their values as the encoders take them. */
final class Rows {
    private Rows() {}

    /** One row. */
    record Row(Map<?, ?> members) {
        String text(String name) {
            return String.valueOf(members.get(name));
        }

        boolean has(String name) {
            return members.get(name) != null;
        }

        Row inner(String name) {
            return new Row(has(name) ? (Map<?, ?>) members.get(name) : Map.of());
        }

        /** Any of these names: the sources call the same field differently. */
        String any(String... names) {
            for (final String name : names) {
                if (has(name)) {
                    return text(name);
                }
            }
            throw new AssertionError(members + " has none of " + List.of(names));
        }

        int number(String... names) {
            return Integer.parseInt(any(names));
        }

        @Override
        public String toString() {
            return text("id");
        }
    }

    static List<Row> all() {
        try (InputStream file = Rows.class.getResourceAsStream("/vectors/payshield_codec.jsonl")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line ->
                            (Map<?, ?>)
                                    new Load(LoadSettings.builder().build()).loadFromString(line))
                    .map(Row::new)
                    .toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static HsmKey key(String text) {
        return HsmKey.parse(text);
    }

    static DirectBuffer ascii(String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static DirectBuffer hex(String digits) {
        return new UnsafeBuffer(HexFormat.of().parseHex(digits));
    }

    static PinBlock block(String digits, String format) {
        final DirectBuffer bytes = hex(digits);
        return new PinBlock().wrap(bytes, 0, bytes.capacity(), format(format));
    }

    static PinBlockFormat format(String code) {
        return PinBlockFormat.of(Integer.parseInt(code));
    }

    static AccountNumber account(String digits) {
        return new AccountNumber().wrap(ascii(digits), 0, digits.length());
    }

    static LmkPin pin(String digits) {
        return new LmkPin().wrap(ascii(digits), 0, digits.length());
    }

    static KeySerial serial(String descriptor, String digits) {
        return new KeySerial()
                .wrap(hex(digits), 0, digits.length() / 2, Integer.parseInt(descriptor, 16));
    }

    static HsmAnswer answer(String text) {
        return new HsmAnswer().wrap(ascii(text), 0, text.length());
    }

    static String written(HsmRequest request) {
        final byte[] bytes = new byte[request.length()];
        request.buffer().getBytes(0, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static String latin(String hexDigits) {
        return new String(HexFormat.of().parseHex(hexDigits), StandardCharsets.ISO_8859_1);
    }
}
