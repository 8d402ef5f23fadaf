/** JMH, end-to-end load and peers side by side. */
package io.cardswitch.benchmarks;
