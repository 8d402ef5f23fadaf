/** Bytes taken eight at a time, whatever they mean. */
package io.cardswitch.iso8583.octets;
