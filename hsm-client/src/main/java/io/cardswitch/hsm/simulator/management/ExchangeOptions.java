package io.cardswitch.hsm.simulator.management;

import io.cardswitch.hsm.simulator.host.HostRefusal;
import io.cardswitch.hsm.simulator.host.RequestReader;

/**
 * The optional tail of key commands: an Atalla variant, then a semicolon and three characters.
 *
 * @param atalla variant of the transport key, 0 for none
 * @param transportScheme scheme under the transport key, 0 for the key's own
 * @param lmkScheme scheme under the LMK, 0 for the key's own
 * @param checkValueType 0 for 16 digits, 1 for 6; the character itself, or 0 when not given
 */
record ExchangeOptions(int atalla, char transportScheme, char lmkScheme, char checkValueType) {
    private static final char SHORT_CHECK_VALUE = '1';

    /** Reads the tail and the end of the request. */
    static ExchangeOptions read(RequestReader in) throws HostRefusal {
        final int atalla = atalla(in);
        ExchangeOptions options = new ExchangeOptions(atalla, (char) 0, (char) 0, (char) 0);
        if (in.skip(';')) {
            final char transport = scheme(in);
            final char lmk = scheme(in);
            options = new ExchangeOptions(atalla, transport, lmk, in.character());
        }
        in.end();
        return options;
    }

    /** One or two digits, if there are any. */
    static int atalla(RequestReader in) throws HostRefusal {
        final int digits = Math.min(2, in.digitCount());
        return digits == 0 ? 0 : in.decimal(digits);
    }

    private static char scheme(RequestReader in) throws HostRefusal {
        final char scheme = in.character();
        return scheme == '0' ? 0 : scheme;
    }

    boolean isShortCheckValue() {
        return checkValueType == SHORT_CHECK_VALUE;
    }

    /** The scheme asked for, or the one the key came with. */
    static char or(char asked, char own) {
        return asked == 0 ? own : asked;
    }
}
