package io.cardswitch.core.config;

import io.cardswitch.core.domain.RouteDestination;

/**
 * One rule of routing.yaml.
 *
 * @param binLow first eight digits, inclusive
 * @param binHigh first eight digits, inclusive
 * @param destination who authorizes these cards
 */
public record RouteConfig(int binLow, int binHigh, RouteDestination destination) {}
