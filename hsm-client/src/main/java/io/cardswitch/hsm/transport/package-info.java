/**
 * Connections to HSMs: one event loop, a pool of links over several devices, correlation by message
 * header, timeouts, health, failover.
 */
package io.cardswitch.hsm.transport;
