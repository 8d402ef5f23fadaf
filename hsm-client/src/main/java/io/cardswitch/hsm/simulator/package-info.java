/** Software HSM that speaks the same wire protocol; never for production. */
package io.cardswitch.hsm.simulator;
