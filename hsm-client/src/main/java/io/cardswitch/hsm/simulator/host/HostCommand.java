package io.cardswitch.hsm.simulator.host;

import io.cardswitch.hsm.crypto.CryptoException;

/**
 * One host command.
 *
 * @param <D> the device it works on
 */
@FunctionalInterface
public interface HostCommand<D> {
    /**
     * Reads the fields of the request, computes and writes the fields of the answer.
     *
     * @throws HostRefusal with the code of the answer
     * @throws CryptoException answered with the code that comes nearest
     */
    void answer(RequestReader request, ResponseWriter response, D device)
            throws HostRefusal, CryptoException;
}
