/** What a message must, may and must not carry, and which values are dates: rules as data. */
package io.cardswitch.iso8583.validate;
