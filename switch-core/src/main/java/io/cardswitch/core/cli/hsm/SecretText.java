package io.cardswitch.core.cli.hsm;

import io.cardswitch.hsm.crypto.Hex;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.nio.charset.StandardCharsets;

/** An argument that is a secret, as bytes; neither it nor a bad one is ever printed. */
final class SecretText {
    private final byte[] bytes;

    private SecretText(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return "secret";
    }

    /** Text as it is, in ASCII. */
    static final class Characters implements ITypeConverter<SecretText> {
        @Override
        public SecretText convert(String value) {
            return new SecretText(value.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Hexadecimal, blanks left out. */
    static final class Octets implements ITypeConverter<SecretText> {
        @Override
        public SecretText convert(String value) {
            final byte[] bytes = Hex.decode(value.replace(" ", ""));
            if (bytes == null || bytes.length == 0) {
                throw new TypeConversionException("not a whole number of bytes in hexadecimal");
            }
            return new SecretText(bytes);
        }
    }
}
