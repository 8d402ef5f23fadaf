package io.cardswitch.core.config;

import io.cardswitch.core.domain.RouteDestination;

/**
 * One rule of routing.yaml.
 *
 * @param binLow first eight digits, inclusive
 * @param binHigh first eight digits, inclusive
 * @param destination who authorizes these cards
 * @param issuer number of the issuer that PINs are translated for, 0 for none
 */
public record RouteConfig(int binLow, int binHigh, RouteDestination destination, int issuer) {}
