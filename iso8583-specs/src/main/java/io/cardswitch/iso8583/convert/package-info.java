/** Messages of one dialect and version of ISO 8583 written as messages of another. */
package io.cardswitch.iso8583.convert;
