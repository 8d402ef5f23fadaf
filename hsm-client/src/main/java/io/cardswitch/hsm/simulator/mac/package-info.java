/** MAC and data commands of the software HSM. */
package io.cardswitch.hsm.simulator.mac;
