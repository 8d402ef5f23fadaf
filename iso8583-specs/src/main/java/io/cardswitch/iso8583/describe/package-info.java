/** Messages as JSON for people, fixtures and commands. Not for the message path. */
package io.cardswitch.iso8583.describe;
