/** Code pages of EBCDIC: characters to and from ASCII, without a String. */
package io.cardswitch.iso8583.ebcdic;
