/**
 * Dialects as data in the notation of the standard, compiled at load; errors name file and line.
 */
package io.cardswitch.iso8583.spec;
