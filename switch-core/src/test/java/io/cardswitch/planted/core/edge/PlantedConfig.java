package io.cardswitch.planted.core.edge;

/** Violates suffixes-mean-something: a Config is a record. */
final class PlantedConfig {}
