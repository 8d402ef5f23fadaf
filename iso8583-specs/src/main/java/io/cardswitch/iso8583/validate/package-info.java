/** Which elements a message must, may and must not carry: rules as data, checked as bitmaps. */
package io.cardswitch.iso8583.validate;
