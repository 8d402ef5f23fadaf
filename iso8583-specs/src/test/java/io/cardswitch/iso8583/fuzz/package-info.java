/** What reads bytes of strangers, fed with any bytes. */
package io.cardswitch.iso8583.fuzz;
