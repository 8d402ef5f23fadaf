/**
 * Local master keys of a payShield in variant and in key block form, and the published test set.
 */
package io.cardswitch.hsm.crypto.lmk;
