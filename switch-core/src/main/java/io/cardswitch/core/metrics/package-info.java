/** Floor 0: the registry of counters; each has one writer, anyone may read. */
package io.cardswitch.core.metrics;
