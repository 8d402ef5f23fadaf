/** Card verification values: printed, on the stripe, in the chip, and dynamic ones. */
package io.cardswitch.hsm.crypto.card;
