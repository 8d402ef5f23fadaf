package io.cardswitch.core.config;

import io.cardswitch.core.domain.Product;

/**
 * One product of products.yaml.
 *
 * @param name as cards.csv uses it
 * @param product what the engine needs
 */
public record ProductConfig(String name, Product product) {}
