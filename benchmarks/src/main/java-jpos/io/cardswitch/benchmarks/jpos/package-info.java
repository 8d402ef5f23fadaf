/** jPOS as a peer, with the settings that serve it best; absent from builds without jPOS. */
package io.cardswitch.benchmarks.jpos;
