/**
 * PINs under ISO 9564: blocks of all formats, Visa PVV, IBM 3624 offsets. A PIN is ASCII digits in
 * an array that its owner wipes.
 */
package io.cardswitch.hsm.crypto.pin;
