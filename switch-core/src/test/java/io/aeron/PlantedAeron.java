package io.aeron;

/** Stands for the library, which no build has yet: a planted class imports it. */
public final class PlantedAeron {
    private PlantedAeron() {}
}
