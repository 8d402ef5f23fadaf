/**
 * Payment cryptography from the standards up: block ciphers, MACs, check values. Secrets are byte
 * arrays that their owner wipes; nothing here prints one.
 */
package io.cardswitch.hsm.crypto;
