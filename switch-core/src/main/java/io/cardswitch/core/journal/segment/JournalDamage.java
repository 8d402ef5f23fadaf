package io.cardswitch.core.journal.segment;

import java.nio.file.Path;

/**
 * The first place where a journal is not what was written.
 *
 * @param file segment file
 * @param offset in the file, bytes
 * @param reason what is wrong there, for the operator
 */
public record JournalDamage(Path file, long offset, String reason) {
    /** One line for the operator. */
    @Override
    public String toString() {
        return file + " at offset " + offset + ": " + reason;
    }
}
