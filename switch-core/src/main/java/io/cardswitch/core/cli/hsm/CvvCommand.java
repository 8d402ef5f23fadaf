package io.cardswitch.core.cli.hsm;

import io.cardswitch.core.node.ExitCode;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.card.CardVerificationValue;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** {@code crypto cvv}: the values of the CVV family for a test card. */
@Command(
        name = "cvv",
        description = {
            "Computes CVV, CVV2 and iCVV of a test card.",
            "Their service codes: that of the card, 000, and 999."
        },
        footer = {
            "",
            "Example: cardswitch crypto cvv --key 0123456789ABCDEFFEDCBA9876543210 \\",
            "           --pan 4123456789012345 --expiry 8701 --service-code 101"
        },
        mixinStandardHelpOptions = true)
final class CvvCommand extends CryptoTask {
    @Option(
            names = "--key",
            required = true,
            paramLabel = "KEY",
            description = "CVK pair, 16 bytes",
            converter = SecretText.Octets.class)
    private SecretText key;

    @Option(
            names = "--pan",
            required = true,
            description = "the whole card number",
            converter = SecretText.Characters.class)
    private SecretText pan;

    @Option(names = "--expiry", required = true, description = "YYMM")
    private String expiry;

    @Option(names = "--service-code", required = true, description = "three digits")
    private String serviceCode;

    @Override
    int run(PrintWriter out) throws CryptoException {
        print(out, "cvv  ", serviceCode);
        print(out, "cvv2 ", "000");
        print(out, "icvv ", "999");
        return ExitCode.DONE;
    }

    private void print(PrintWriter out, String name, String code) throws CryptoException {
        final byte[] value =
                CardVerificationValue.generate(
                        key.bytes(),
                        pan.bytes(),
                        expiry.getBytes(StandardCharsets.US_ASCII),
                        code.getBytes(StandardCharsets.US_ASCII));
        out.println(name + new String(value, StandardCharsets.US_ASCII));
    }
}
