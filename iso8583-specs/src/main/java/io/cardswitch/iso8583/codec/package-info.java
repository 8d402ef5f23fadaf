/** Flyweight decoder and encoder over Agrona buffers: one pass, no String, no garbage. */
package io.cardswitch.iso8583.codec;
