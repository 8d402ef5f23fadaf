/** Encrypting data other than PINs and keys. */
package io.cardswitch.hsm.command.data;
