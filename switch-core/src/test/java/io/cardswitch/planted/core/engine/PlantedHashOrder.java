package io.cardswitch.planted.core.engine;

import java.util.HashMap;
import java.util.Map;

/** Violates core-iterates-in-order. */
final class PlantedHashOrder {
    Map<String, String> map = new HashMap<>();
}
