/** Floor 5: acquirer sockets on Netty: framing, limits, TLS, back-pressure. */
package io.cardswitch.core.transport;
