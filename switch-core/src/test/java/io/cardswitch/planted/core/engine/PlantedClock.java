package io.cardswitch.planted.core.engine;

/** Violates core-reads-no-clock. */
public final class PlantedClock {
    long now() {
        return System.nanoTime();
    }
}
