package io.cardswitch.core.cli.hsm;

import io.cardswitch.core.node.ExitCode;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.crypto.KeyCheckValue;
import io.cardswitch.hsm.crypto.OddParity;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.PrintWriter;
import java.util.Arrays;

/** {@code crypto kcv}: the check value of a key. */
@Command(
        name = "kcv",
        description = {
            "Shows the check value of a key.",
            "DES and TDEA by enciphering zeros, three bytes; AES by CMAC, five bytes."
        },
        footer = {"", "Example: cardswitch crypto kcv 0123456789ABCDEFFEDCBA9876543210"},
        mixinStandardHelpOptions = true)
final class KcvCommand extends CryptoTask {
    private static final int TDES_SHOWN = 3;
    private static final int AES_SHOWN = 5;

    @Parameters(
            paramLabel = "KEY",
            description = "8 to 32 bytes",
            converter = SecretText.Octets.class)
    private SecretText key;

    @Option(names = "--aes", description = "The key is for AES.")
    private boolean isAes;

    @Override
    int run(PrintWriter out) throws CryptoException {
        final byte[] value =
                isAes ? KeyCheckValue.aes(key.bytes()) : KeyCheckValue.tdes(key.bytes());
        out.println(Hex.text(Arrays.copyOf(value, isAes ? AES_SHOWN : TDES_SHOWN)));
        if (!isAes && !OddParity.isOdd(key.bytes())) {
            out.println("parity: not odd");
        }
        return ExitCode.DONE;
    }
}
