package io.cardswitch.iso8583.jpos;

import java.util.Collection;
import java.util.List;

/**
 * What stands inside of a field.
 *
 * @param bitmap in front of the parts as a dialect file says it, empty without
 * @param isChained whether the first bit of a bitmap announces another one
 */
record ImportedParts(String bitmap, boolean isChained, Collection<ImportedField> fields) {
    /** Tags and values, not parts. */
    static final ImportedParts BER = new ImportedParts("", false, List.of());
}
