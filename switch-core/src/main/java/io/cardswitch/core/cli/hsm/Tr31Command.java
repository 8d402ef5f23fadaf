package io.cardswitch.core.cli.hsm;

import io.cardswitch.core.node.ExitCode;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.crypto.KeyCheckValue;
import io.cardswitch.hsm.crypto.keyblock.KeyBlock;
import io.cardswitch.hsm.crypto.keyblock.KeyBlockHeader;
import io.cardswitch.hsm.crypto.keyblock.OptionalBlock;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.PrintWriter;
import java.util.Arrays;

/** {@code crypto tr31}: what a key block says of itself, and whether it is sound. */
@Command(
        name = "tr31",
        description = {
            "Explains the header of a key block.",
            "TR-31, X9.143; versions A to E; payShield's own 0 and 1 without their S. With the",
            "protection key it checks the MAC and shows the check value, never the key. Exit 2",
            "when the block is refused."
        },
        footer = {
            "",
            "Example: cardswitch crypto tr31 --kbpk 89E88CF7931444F334BD7547FC3F380C \\",
            "  A0072P0TE00E0000F5161ED902807AF26F1D62263644BD24192FDB3193C730301CEE8701"
        },
        mixinStandardHelpOptions = true)
final class Tr31Command extends CryptoTask {
    @Parameters(paramLabel = "BLOCK", description = "the key block")
    private String block;

    @Option(
            names = "--kbpk",
            paramLabel = "KEY",
            description = "key block protection key",
            converter = SecretText.Octets.class)
    private SecretText kbpk;

    @Override
    int run(PrintWriter out) throws CryptoException {
        final KeyBlockHeader.Parsed parsed = KeyBlockHeader.parse(block);
        final KeyBlockHeader header = parsed.header();
        out.println("version        " + header.version());
        out.println("length         " + parsed.blockLength());
        out.println("key usage      " + header.keyUsage());
        out.println("algorithm      " + header.algorithm());
        out.println("mode of use    " + header.modeOfUse());
        out.println("key version    " + header.keyVersion());
        out.println("exportability  " + header.exportability());
        for (final OptionalBlock option : header.optionalBlocks()) {
            out.println("optional " + option.id() + "    " + option.data());
        }
        if (kbpk != null) {
            check(out);
        }
        return ExitCode.DONE;
    }

    private void check(PrintWriter out) throws CryptoException {
        try (KeyBlock open = KeyBlock.unwrap(kbpk.bytes(), block)) {
            out.println("mac            right");
            out.println("key            " + open.key().length + " bytes");
            final boolean isAes = open.header().algorithm() == 'A';
            if (isAes || open.header().algorithm() == 'T' || open.header().algorithm() == 'D') {
                final byte[] value =
                        isAes ? KeyCheckValue.aes(open.key()) : KeyCheckValue.tdes(open.key());
                out.println("check value    " + Hex.text(Arrays.copyOf(value, isAes ? 5 : 3)));
            }
        }
    }
}
