/** Views of and writers for tag-length-value fields: BER as chips write it, and fixed forms. */
package io.cardswitch.iso8583.tlv;
