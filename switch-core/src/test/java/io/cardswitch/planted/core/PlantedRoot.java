package io.cardswitch.planted.core;

/** Violates empty-root. */
final class PlantedRoot {}
