package io.cardswitch.planted.hsm.crypto;

/** Violates nothing: what others must not see. */
public final class PlantedCipher {}
