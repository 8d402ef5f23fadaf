/** Derived unique keys per transaction: ANSI X9.24-1 with TDEA, ANSI X9.24-3 with AES. */
package io.cardswitch.hsm.crypto.dukpt;
