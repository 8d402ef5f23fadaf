/** Card value and EMV commands of the software HSM. */
package io.cardswitch.hsm.simulator.card;
