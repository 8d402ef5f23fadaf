/** Netty connection pool to HSMs: header correlation, health, failover. */
package io.cardswitch.hsm.transport;
