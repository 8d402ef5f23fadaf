package io.cardswitch.planted.core.admin;

import io.cardswitch.planted.core.node.PlantedNode;

/** Violates node-is-the-top. */
final class PlantedAdmin {
    PlantedNode node;
}
