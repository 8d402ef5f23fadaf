/** Status commands of the software HSM. */
package io.cardswitch.hsm.simulator.status;
