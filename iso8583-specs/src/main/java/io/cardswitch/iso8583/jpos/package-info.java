/** Packager files of jPOS turned into dialect files: reads their XML, needs no jPOS to do so. */
package io.cardswitch.iso8583.jpos;
