/** What stands inside of elements, read and written when it is asked for. */
package io.cardswitch.iso8583.nested;
