package io.cardswitch.planted.core.engine;

import java.util.concurrent.atomic.AtomicLong;

/** Violates core-sees-no-outside. */
final class PlantedOutside {
    AtomicLong shared;
}
