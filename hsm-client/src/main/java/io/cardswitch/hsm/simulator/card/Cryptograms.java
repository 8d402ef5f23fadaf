package io.cardswitch.hsm.simulator.card;

import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Iso9797Padding;
import io.cardswitch.hsm.crypto.Secrets;
import io.cardswitch.hsm.crypto.emv.ApplicationCryptogram;
import io.cardswitch.hsm.crypto.emv.Arpc;
import io.cardswitch.hsm.crypto.emv.CryptogramProfile;
import io.cardswitch.hsm.crypto.emv.IccMasterKey;
import io.cardswitch.hsm.crypto.emv.SessionKey;
import io.cardswitch.hsm.simulator.device.Device;
import io.cardswitch.hsm.simulator.device.DeviceKey;
import io.cardswitch.hsm.simulator.device.KeyRole;
import io.cardswitch.hsm.simulator.host.CommandTable;
import io.cardswitch.hsm.simulator.host.ErrorCode;
import io.cardswitch.hsm.simulator.host.HostRefusal;
import io.cardswitch.hsm.simulator.host.RequestReader;
import io.cardswitch.hsm.simulator.host.ResponseWriter;

import java.util.Arrays;

/** Application cryptograms: verified, and answered with an ARPC. */
public final class Cryptograms {
    private static final int PACKED_CARD = 8;
    private static final int MAX_PROPRIETARY = 8;
    private static final int TREE_IV = 16;

    private Cryptograms() {}

    /** Adds KQ and KW. */
    public static void addTo(CommandTable<Device> table) {
        table.add("KQ", Cryptograms::staticSchemes).add("KW", Cryptograms::sessionSchemes);
    }

    /** The keys of one card for one transaction. */
    private record Keys(byte[] master, byte[] session) implements AutoCloseable {
        @Override
        public void close() {
            Secrets.wipe(master);
            Secrets.wipe(session);
        }

        @Override
        public String toString() {
            return "keys of a card";
        }
    }

    private static void staticSchemes(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        final char mode = mode(in, '2');
        final CryptogramProfile profile =
                switch (in.character()) {
                    case '0' -> CryptogramProfile.VISA_CVN10;
                    case '1' -> CryptogramProfile.MCHIP_SKD;
                    default -> throw ErrorCode.INPUT.refusal();
                };
        final DeviceKey issuerKey = device.key(in, KeyRole.MK_AC);
        final byte[] card = in.bytes(PACKED_CARD);
        final byte[] atc = in.bytes(2);
        final byte[] unpredictable = in.bytes(4);
        final byte[] data = mode == '2' ? null : data(in);
        final byte[] arqc = in.bytes(ApplicationCryptogram.LENGTH);
        final byte[] responseCode = mode == '0' ? null : in.bytes(2);
        in.end();
        final byte[] master = IccMasterKey.ofPacked(issuerKey.bytes(), card);
        try (Keys keys = new Keys(master, profile.cryptogramKey(master, atc, unpredictable))) {
            verify(keys, data, arqc);
            if (responseCode != null) {
                out.bytes(profile.arpcMethod1(master, keys.session(), arqc, responseCode));
            }
        }
    }

    private static void sessionSchemes(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        final char mode = mode(in, '4');
        final char scheme = in.character();
        if (scheme < '0' || scheme > '3') throw ErrorCode.INPUT.refusal();
        final boolean isTree = scheme < '2';
        final DeviceKey issuerKey = device.key(in, KeyRole.MK_AC);
        final byte[] iv = isTree ? in.bytes(TREE_IV) : null;
        final byte[] master = cardKey(in, issuerKey, scheme == '1' || scheme == '3');
        final SessionKey.Tree tree = isTree ? tree(in) : null;
        final byte[] atc = in.bytes(2);
        final boolean isVerified = mode == '0' || mode == '1' || mode == '3';
        final byte[] data = isVerified ? data(in) : null;
        final byte[] arqc = in.bytes(ApplicationCryptogram.LENGTH);
        final byte[] session =
                isTree
                        ? SessionKey.emv2000(master, atc, iv, tree)
                        : SessionKey.commonOfCounter(master, atc);
        try (Keys keys = new Keys(master, session)) {
            final byte[] response = response(in, keys, mode, arqc);
            in.end();
            verify(keys, data, arqc);
            out.bytes(response);
        }
    }

    private static char mode(RequestReader in, char last) throws HostRefusal {
        final char mode = in.character();
        if (mode < '0' || mode > last) throw ErrorCode.INPUT.refusal();
        return mode;
    }

    /**
     * The card's key: by option A out of 8 bytes, by option B out of as many as the length says.
     */
    private static byte[] cardKey(RequestReader in, DeviceKey issuerKey, boolean isOptionB)
            throws HostRefusal, CryptoException {
        if (!isOptionB) {
            return IccMasterKey.ofPacked(issuerKey.bytes(), in.bytes(PACKED_CARD));
        }
        final byte[] digits = CardValues.unpacked(in.bytes(in.decimal(2)));
        in.require(';');
        final int start = digits.length > 0 && digits[0] == '0' ? 1 : 0;
        if (digits.length < start + 3) throw ErrorCode.INPUT.refusal();
        final byte[] pan = Arrays.copyOfRange(digits, start, digits.length - 2);
        final byte[] sequence = Arrays.copyOfRange(digits, digits.length - 2, digits.length);
        return IccMasterKey.optionB(issuerKey.bytes(), pan, sequence);
    }

    private static SessionKey.Tree tree(RequestReader in) throws HostRefusal {
        return switch (in.character()) {
            case '0' -> SessionKey.Tree.BRANCH_2_HEIGHT_16;
            case '1' -> SessionKey.Tree.BRANCH_4_HEIGHT_8;
            default -> throw ErrorCode.INPUT.refusal();
        };
    }

    /** Length in two hexadecimal digits, data in whole blocks, a semicolon. */
    private static byte[] data(RequestReader in) throws HostRefusal {
        final byte[] data = in.bytes(in.hexNumber(2));
        in.require(';');
        if (data.length == 0 || data.length % 8 != 0) throw ErrorCode.MESSAGE_LENGTH.refusal();
        return data;
    }

    /** ARPC of method 1 in modes 1 and 2; of method 2, with the status update, in 3 and 4. */
    private static byte[] response(RequestReader in, Keys keys, char mode, byte[] arqc)
            throws HostRefusal, CryptoException {
        switch (mode) {
            case '1', '2':
                return Arpc.method1(keys.session(), arqc, in.bytes(2));
            case '3', '4':
                final byte[] status = in.bytes(Arpc.METHOD_2_LENGTH);
                final int length = in.decimal(1);
                if (length > MAX_PROPRIETARY) throw ErrorCode.INPUT.refusal();
                final byte[] arpc = Arpc.method2(keys.session(), arqc, status, in.bytes(length));
                final byte[] both = Arrays.copyOf(arpc, 2 * Arpc.METHOD_2_LENGTH);
                System.arraycopy(status, 0, both, arpc.length, status.length);
                return both;
            default:
                return new byte[0];
        }
    }

    /** Error 01 when the cryptogram is another one than the keys make. */
    private static void verify(Keys keys, byte[] data, byte[] arqc)
            throws HostRefusal, CryptoException {
        if (data == null) return;
        final byte[] expected =
                ApplicationCryptogram.generate(keys.session(), data, Iso9797Padding.METHOD_1);
        if (!Secrets.areEqual(expected, arqc)) {
            throw ErrorCode.VERIFICATION_FAILED.refusal();
        }
    }
}
