/** PIN commands of the software HSM. Clear PINs live for one command and are wiped at its end. */
package io.cardswitch.hsm.simulator.pin;
