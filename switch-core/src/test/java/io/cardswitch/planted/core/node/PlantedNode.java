package io.cardswitch.planted.core.node;

/** Imported by {@code PlantedAdmin} against the rules. */
public final class PlantedNode {}
