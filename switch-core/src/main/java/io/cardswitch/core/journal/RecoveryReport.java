package io.cardswitch.core.journal;

import java.nio.file.Path;

/**
 * What opening a journal found.
 *
 * @param records verified and replayed
 * @param lastSequence of the last record, 0 in an empty journal
 * @param truncatedBytes cut from a torn tail, 0 when the tail was whole
 * @param file cut, or null
 * @param offset in {@code file} where the cut was made
 * @param nanos taken by verification and replay
 */
public record RecoveryReport(
        long records, long lastSequence, long truncatedBytes, Path file, long offset, long nanos) {
    /** One line for the operator. */
    @Override
    public String toString() {
        final String base =
                "recovered "
                        + records
                        + " commands, last sequence "
                        + lastSequence
                        + ", in "
                        + nanos / 1_000_000
                        + " ms";
        if (truncatedBytes == 0) return base;
        return base
                + "; torn tail cut: "
                + file
                + " at offset "
                + offset
                + ", "
                + truncatedBytes
                + " bytes";
    }
}
