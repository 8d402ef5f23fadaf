/** The systems under load, each in a process of its own: started, sampled and stopped from here. */
package io.cardswitch.benchmarks.peer;
