/**
 * Key blocks: keys bound to a header that says what they may do (ANSI X9.143:2021, TR-31:2018, ISO
 * 20038), and the proprietary form of payShield devices.
 */
package io.cardswitch.hsm.crypto.keyblock;
