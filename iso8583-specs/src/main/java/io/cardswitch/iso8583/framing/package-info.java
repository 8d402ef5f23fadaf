/**
 * What stands around a message on the wire: frames that cut a byte stream into messages, and the
 * headers of networks in front of the message type. Pure functions over buffers.
 */
package io.cardswitch.iso8583.framing;
