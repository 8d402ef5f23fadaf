package io.cardswitch.hsm.simulator.management;

import io.cardswitch.hsm.crypto.keyblock.KeyBlockHeader;
import io.cardswitch.hsm.simulator.host.ErrorCode;
import io.cardswitch.hsm.simulator.host.HostRefusal;
import io.cardswitch.hsm.simulator.host.RequestReader;

import java.util.List;

/**
 * What a request says of a new key block: behind {@code #} usage 2, algorithm 2, mode 1, version 2,
 * exportability 1, count of optional blocks 2.
 *
 * @param header the header under the LMK
 * @param length bytes of the key
 */
record KeyAttributes(KeyBlockHeader header, int length) {
    private static final String LMK = "01";

    static KeyAttributes read(RequestReader in) throws HostRefusal {
        in.lmkIdentifier();
        in.require('#');
        final String usage = in.text(2);
        final char algorithm = in.character();
        final int length = length(algorithm, in.character());
        final char mode = in.character();
        final String version = in.text(2);
        final char exportability = exportability(in.character());
        if (in.decimal(2) != 0) throw ErrorCode.KEY_BLOCK_HEADER.refusal();
        final char block = algorithm == 'A' ? '1' : '0';
        return new KeyAttributes(
                new KeyBlockHeader(
                        block, usage, algorithm, mode, version, exportability, LMK, List.of()),
                length);
    }

    private static int length(char algorithm, char size) throws HostRefusal {
        final int index = size - '1';
        final boolean isKnown = algorithm == 'A' || algorithm == 'T' || algorithm == 'D';
        if (!isKnown || index < 0 || index > 2) throw ErrorCode.KEY_BLOCK_ALGORITHM.refusal();
        return algorithm == 'A' ? 16 + 8 * index : 8 * (index + 1);
    }

    static char exportability(char character) throws HostRefusal {
        if (character != 'E' && character != 'N' && character != 'S') {
            throw ErrorCode.KEY_BLOCK_EXPORT.refusal();
        }
        return character;
    }

    /** The same key under another version, id and exportability. */
    static KeyBlockHeader moved(
            KeyBlockHeader header, char version, char exportability, String reserved) {
        return new KeyBlockHeader(
                version,
                header.keyUsage(),
                header.algorithm(),
                header.modeOfUse(),
                header.keyVersion(),
                exportability,
                reserved,
                header.optionalBlocks());
    }
}
