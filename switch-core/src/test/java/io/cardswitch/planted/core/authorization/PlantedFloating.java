package io.cardswitch.planted.core.authorization;

/** Violates core-counts-in-integers. */
final class PlantedFloating {
    double share(long amountMinor) {
        return amountMinor;
    }
}
