/** The words of ISO 8583: MTI, data elements, response codes. No I/O, no threads. */
package io.cardswitch.iso8583;
