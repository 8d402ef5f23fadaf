package io.cardswitch.core.cli.hsm;

import io.cardswitch.core.node.ExitCode;
import io.cardswitch.hsm.crypto.BlockCipher;
import io.cardswitch.hsm.crypto.CryptoError;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.crypto.pin.AccountField;
import io.cardswitch.hsm.crypto.pin.ClearPinBlock;
import io.cardswitch.hsm.crypto.pin.Iso4PinBlock;
import io.cardswitch.hsm.crypto.pin.PinBlockFormat;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.security.SecureRandom;

/** {@code crypto pin-block}: builds a PIN block of a test PIN. */
@Command(
        name = "pin-block",
        description = {
            "Builds a PIN block of a test PIN.",
            "Formats by their payShield code: 01 ISO 0, 02 Docutel, 03 Diebold, 04 PLUS, 05 ISO 1,",
            "34 ISO 2, 47 ISO 3, 48 ISO 4 (AES; needs a key)."
        },
        footer = {"", "Example: cardswitch crypto pin-block --pin 1234 --pan 5544332211009966"},
        mixinStandardHelpOptions = true)
final class PinBlockCommand extends CryptoTask {
    @Option(
            names = "--format",
            defaultValue = "1",
            description = "Code of the format; default: 01.")
    private int code;

    @Option(
            names = "--pin",
            required = true,
            description = "4 to 12 digits",
            converter = SecretText.Characters.class)
    private SecretText pin;

    @Option(
            names = "--pan",
            required = true,
            description = "the whole card number",
            converter = SecretText.Characters.class)
    private SecretText pan;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "a PIN key; without one the clear block is shown",
            converter = SecretText.Octets.class)
    private SecretText key;

    @Override
    int run(PrintWriter out) throws CryptoException {
        final PinBlockFormat format = PinBlockFormat.of(code);
        if (format == null || format == PinBlockFormat.ISO_4 && key == null) {
            throw new CryptoException(CryptoError.FORMAT);
        }
        final SecureRandom random = new SecureRandom();
        if (format == PinBlockFormat.ISO_4) {
            final byte[] fill = new byte[Iso4PinBlock.FILL_LENGTH];
            random.nextBytes(fill);
            try (BlockCipher aes = BlockCipher.aes(key.bytes())) {
                out.println(
                        "enciphered "
                                + Hex.text(
                                        Iso4PinBlock.encipher(
                                                aes, pin.bytes(), pan.bytes(), fill)));
            }
            return ExitCode.DONE;
        }
        final byte[] block =
                ClearPinBlock.encode(
                        format,
                        pin.bytes(),
                        account(format),
                        ClearPinBlock.randomFill(format, random));
        if (key == null) {
            out.println("clear      " + Hex.text(block));
            return ExitCode.DONE;
        }
        try (BlockCipher cipher = BlockCipher.tdes(key.bytes())) {
            out.println("enciphered " + Hex.text(cipher.encrypt(block)));
        }
        return ExitCode.DONE;
    }

    private byte[] account(PinBlockFormat format) throws CryptoException {
        final byte[] account = AccountField.ofPan(pan.bytes());
        if (format != PinBlockFormat.PLUS) return account;
        final byte[] leftmost = new byte[AccountField.LENGTH];
        System.arraycopy(pan.bytes(), 0, leftmost, 0, leftmost.length);
        return leftmost;
    }
}
