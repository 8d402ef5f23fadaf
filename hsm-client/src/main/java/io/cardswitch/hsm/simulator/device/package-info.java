/** What the software HSM holds: LMKs, keys in use, settings. */
package io.cardswitch.hsm.simulator.device;
