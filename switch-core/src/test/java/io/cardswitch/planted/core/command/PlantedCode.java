package io.cardswitch.planted.core.command;

/** Violates codes-are-explicit. */
public enum PlantedCode {
    ONLY
}
