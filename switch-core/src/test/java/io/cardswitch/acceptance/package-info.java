/**
 * The switch from outside: a real process, clients of other makers on its sockets, killed and
 * audited. Shares nothing with the process but its files and its ports.
 */
package io.cardswitch.acceptance;
