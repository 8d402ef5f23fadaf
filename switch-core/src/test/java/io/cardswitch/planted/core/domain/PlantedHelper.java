package io.cardswitch.planted.core.domain;

/** Violates names-say-something. */
public final class PlantedHelper {}
