/**
 * Packager files of jPOS turned into dialect files, which needs no jPOS; what no dialect can say is
 * interpreted where jPOS is there.
 */
package io.cardswitch.iso8583.jpos;
