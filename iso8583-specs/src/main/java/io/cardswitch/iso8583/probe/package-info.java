/** How a captured frame can be read: every framing, header and dialect tried, best first. */
package io.cardswitch.iso8583.probe;
