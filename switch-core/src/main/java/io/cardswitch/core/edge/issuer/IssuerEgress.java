package io.cardswitch.core.edge.issuer;

import io.cardswitch.hsm.PinBlockFormat;

import org.agrona.DirectBuffer;

/** Where requests leave for other issuers; implemented by what has links to them. */
@FunctionalInterface
public interface IssuerEgress {
    /** As long as there are no links to issuers: nothing is kept. */
    IssuerEgress NOWHERE = (issuer, handle, format, block, length) -> {};

    /**
     * The PIN of a request is ready to be sent, under the issuer's key. Called on the event loop
     * that holds the request.
     *
     * @param issuer its number, as routes name it
     * @param handle in-flight slot of the request, from which the rest of it is to be taken
     * @param format of the block
     * @param block from its first byte; zeroed when this method returns
     * @param length bytes of the block
     */
    void onPinReady(int issuer, long handle, PinBlockFormat format, DirectBuffer block, int length);
}
