package io.cardswitch.benchmarks;

import io.cardswitch.core.journal.Durability;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a durability mode by its label. */
final class DurabilityConverter implements ITypeConverter<Durability> {
    @Override
    public Durability convert(String label) {
        for (final Durability durability : Durability.values()) {
            if (durability.label().equals(label)) {
                return durability;
            }
        }
        throw new TypeConversionException("write none, process or disk");
    }
}
