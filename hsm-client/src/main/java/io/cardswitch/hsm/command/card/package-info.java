/** Card verification values and EMV cryptograms. */
package io.cardswitch.hsm.command.card;
