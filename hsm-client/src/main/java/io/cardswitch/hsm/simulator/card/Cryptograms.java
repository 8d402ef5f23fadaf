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
    private static final int DISCRETIONARY_MAC = 4;

    private Cryptograms() {}

    /** Adds KQ, KW and K2. */
    public static void addTo(CommandTable<Device> table) {
        table.add("KQ", Cryptograms::staticSchemes)
                .add("KW", Cryptograms::sessionSchemes)
                .add("K2", Cryptograms::token);
    }

    /** The keys of one card for one transaction. */
    private record Keys(byte[] master, byte[] session) implements AutoCloseable {
        /** For the MAC of discretionary data: the scheme's key of secure messaging. */
        static Keys ofIntegrity(byte[] master, boolean isVisa, byte[] atc, byte[] arqc)
                throws CryptoException {
            return new Keys(
                    master,
                    isVisa
                            ? SessionKey.visaSecureMessaging(master, atc)
                            : SessionKey.common(master, arqc));
        }

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
        final char mode = mode(in, '4');
        final boolean hasDiscretionary = mode >= '3';
        final boolean isVisa = in.peek() == '0';
        final CryptogramProfile profile =
                switch (in.character()) {
                    case '0' -> CryptogramProfile.VISA_CVN10;
                    case '1' -> CryptogramProfile.MCHIP_SKD;
                    default -> throw ErrorCode.INPUT.refusal();
                };
        final DeviceKey issuerKey = device.key(in, KeyRole.MK_AC);
        final DeviceKey integrityKey =
                hasDiscretionary
                        ? device.key(in, KeyRole.MK_SMI, ErrorCode.DESTINATION_KEY_PARITY)
                        : null;
        final byte[] card = in.bytes(PACKED_CARD);
        final byte[] atc = in.bytes(2);
        final byte[] unpredictable = in.bytes(4);
        final byte[] data = mode == '2' ? null : data(in);
        final byte[] arqc = in.bytes(ApplicationCryptogram.LENGTH);
        final byte[] responseCode = mode == '0' || mode == '3' ? null : in.bytes(2);
        final byte[] mac = hasDiscretionary ? in.bytes(DISCRETIONARY_MAC) : null;
        final byte[] discretionary = hasDiscretionary ? in.bytes(in.hexNumber(2)) : null;
        in.end();
        final byte[] master = IccMasterKey.ofPacked(issuerKey.bytes(), card);
        try (Keys keys = new Keys(master, profile.cryptogramKey(master, atc, unpredictable))) {
            if (!isRight(out, device, keys, data, arqc)) return;
            if (hasDiscretionary) {
                final byte[] integrity = IccMasterKey.ofPacked(integrityKey.bytes(), card);
                try (Keys own = Keys.ofIntegrity(integrity, isVisa, atc, arqc)) {
                    requireMac(own, discretionary, mac);
                }
            }
            if (responseCode != null) {
                out.bytes(profile.arpcMethod1(master, keys.session(), arqc, responseCode));
            }
        }
    }

    /** The leftmost bytes of the MAC over discretionary data, which come padded. */
    private static void requireMac(Keys keys, byte[] discretionary, byte[] mac)
            throws HostRefusal, CryptoException {
        final byte[] expected =
                ApplicationCryptogram.generate(
                        keys.session(), discretionary, Iso9797Padding.METHOD_1);
        if (!Secrets.areEqual(expected, 0, mac, 0, mac.length)) {
            throw ErrorCode.VERIFICATION_FAILED.refusal();
        }
    }

    /**
     * K2: a cryptogram of which the host knows some bits (MasterCard CAP): those that the issuer
     * proprietary bitmap shows. The device pads the data by method 2 of ISO/IEC 9797-1.
     */
    private static void token(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        mode(in, '0');
        if (in.decimal(2) != 0) throw ErrorCode.INPUT.refusal();
        final boolean isOptionB = mode(in, '1') == '1';
        final char sessionMethod = mode(in, '2');
        final boolean isTree = sessionMethod == '2';
        final DeviceKey issuerKey = device.key(in, KeyRole.MK_AC);
        final byte[] iv = isTree ? in.bytes(TREE_IV) : null;
        final byte[] master = cardKey(in, issuerKey, isOptionB);
        final SessionKey.Tree tree = isTree ? tree(in) : null;
        final byte[] atc = in.bytes(2);
        final byte[] unpredictable = in.bytes(4);
        final byte[] data = counted(in);
        final byte[] given = in.bytes(ApplicationCryptogram.LENGTH);
        final byte[] shown = in.bytes(ApplicationCryptogram.LENGTH);
        in.end();
        final byte[] session =
                switch (sessionMethod) {
                    case '0' -> master.clone();
                    case '1' -> SessionKey.mastercard(master, atc, unpredictable);
                    default -> SessionKey.emv2000(master, atc, iv, tree);
                };
        try (Keys keys = new Keys(master, session)) {
            final byte[] expected =
                    ApplicationCryptogram.generate(keys.session(), data, Iso9797Padding.METHOD_2);
            int different = 0;
            for (int i = 0; i < given.length; i++) {
                different |= (expected[i] ^ given[i]) & shown[i];
            }
            if (different != 0) {
                refuse(out, device, expected);
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
            if (isRight(out, device, keys, data, arqc)) {
                out.bytes(response);
            }
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

    /** Data in whole blocks. */
    private static byte[] data(RequestReader in) throws HostRefusal {
        final byte[] data = counted(in);
        if (data.length == 0 || data.length % 8 != 0) throw ErrorCode.MESSAGE_LENGTH.refusal();
        return data;
    }

    /** Length in two hexadecimal digits, data, a semicolon. */
    private static byte[] counted(RequestReader in) throws HostRefusal {
        final byte[] data = in.bytes(in.hexNumber(2));
        in.require(';');
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

    /** Whether the cryptogram is the one that the keys make; the answer says so if not. */
    private static boolean isRight(
            ResponseWriter out, Device device, Keys keys, byte[] data, byte[] arqc)
            throws CryptoException {
        if (data == null) return true;
        final byte[] expected =
                ApplicationCryptogram.generate(keys.session(), data, Iso9797Padding.METHOD_1);
        final boolean isRight = Secrets.areEqual(expected, arqc);
        if (!isRight) {
            refuse(out, device, expected);
        }
        return isRight;
    }

    /** Error 01, and in the authorised state the right cryptogram. */
    private static void refuse(ResponseWriter out, Device device, byte[] expected) {
        out.advise(ErrorCode.VERIFICATION_FAILED);
        if (device.isAuthorised()) {
            out.bytes(expected);
        }
    }
}
