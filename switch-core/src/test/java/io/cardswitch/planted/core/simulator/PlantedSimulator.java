package io.cardswitch.planted.core.simulator;

/** Imported by {@code PlantedPipeline} against the rules. */
public final class PlantedSimulator {}
