/** Verifying and translating the PIN of a transaction. */
package io.cardswitch.hsm.command.pin;
