/** What of a message may be shown: fail-closed, what is not known to be safe is hidden. */
package io.cardswitch.iso8583.mask;
