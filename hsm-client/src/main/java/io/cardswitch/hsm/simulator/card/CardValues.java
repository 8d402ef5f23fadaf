package io.cardswitch.hsm.simulator.card;

import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.crypto.Secrets;
import io.cardswitch.hsm.crypto.card.CardSecurityCode;
import io.cardswitch.hsm.crypto.card.CardVerificationValue;
import io.cardswitch.hsm.crypto.card.DynamicCardValue;
import io.cardswitch.hsm.crypto.emv.IccMasterKey;
import io.cardswitch.hsm.simulator.device.Device;
import io.cardswitch.hsm.simulator.device.DeviceKey;
import io.cardswitch.hsm.simulator.device.KeyRole;
import io.cardswitch.hsm.simulator.host.CommandTable;
import io.cardswitch.hsm.simulator.host.ErrorCode;
import io.cardswitch.hsm.simulator.host.HostRefusal;
import io.cardswitch.hsm.simulator.host.RequestReader;
import io.cardswitch.hsm.simulator.host.ResponseWriter;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** CVV, CVV2, iCVV; dCVV and CVC3; CSC. */
public final class CardValues {
    private static final int MAX_PAN = 19;
    private static final int[] SECURITY_CODES = {5, 4, 3};
    private static final byte[] NO_SEQUENCE = "00".getBytes(StandardCharsets.US_ASCII);

    private CardValues() {}

    /** Adds CW, CY, PM and RY. */
    public static void addTo(CommandTable<Device> table) {
        table.add("CW", CardValues::generate)
                .add("CY", CardValues::verify)
                .add("PM", CardValues::verifyDynamic)
                .add("RY", CardValues::securityCodes);
    }

    private static void generate(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        final DeviceKey cvk = device.key(in, KeyRole.CVK);
        final byte[] value = value(in, cvk);
        in.end();
        out.bytes(value);
    }

    private static void verify(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        final DeviceKey cvk = device.key(in, KeyRole.CVK);
        final byte[] given = in.digits(CardVerificationValue.LENGTH);
        final byte[] value = value(in, cvk);
        in.end();
        requireRight(Secrets.areEqual(value, given));
    }

    private static void requireRight(boolean isRight) throws HostRefusal {
        if (!isRight) throw ErrorCode.VERIFICATION_FAILED.refusal();
    }

    private static byte[] value(RequestReader in, DeviceKey cvk)
            throws HostRefusal, CryptoException {
        if (cvk.length() != 16) throw ErrorCode.KEY_LENGTH.refusal();
        final byte[] pan = pan(in);
        try {
            final byte[] expiry = in.digits(4);
            return CardVerificationValue.generate(cvk.bytes(), pan, expiry, in.digits(3));
        } finally {
            Secrets.wipe(pan);
        }
    }

    /** Digits up to a semicolon. */
    private static byte[] pan(RequestReader in) throws HostRefusal {
        final int length = in.lengthUntil(';');
        if (length < 1 || length > MAX_PAN) throw ErrorCode.INPUT.refusal();
        final byte[] pan = in.digits(length);
        in.require(';');
        return pan;
    }

    private static void verifyDynamic(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        final char scheme = in.character();
        in.character();
        final KeyRole role = scheme == '0' ? KeyRole.MK_AC : KeyRole.MK_CVC3;
        final DeviceKey master = device.key(in, role);
        final char derivation = in.character();
        final byte[] pan = pan(in);
        final boolean isRight =
                switch (scheme) {
                    case '0' -> isDcvvRight(in, master, derivation, pan);
                    case '1' -> isCvc3Right(in, master, derivation, pan);
                    default -> throw ErrorCode.INPUT.refusal();
                };
        in.end();
        requireRight(isRight);
    }

    private static byte[] cardKey(DeviceKey master, char derivation, byte[] pan, byte[] sequence)
            throws HostRefusal, CryptoException {
        return switch (derivation) {
            case 'A' -> IccMasterKey.optionA(master.bytes(), pan, sequence);
            case 'B' -> IccMasterKey.optionB(master.bytes(), pan, sequence);
            default -> throw ErrorCode.INPUT.refusal();
        };
    }

    /** Visa: expiry, service code, the counter in six digits of which four take part, the value. */
    private static boolean isDcvvRight(
            RequestReader in, DeviceKey master, char derivation, byte[] pan)
            throws HostRefusal, CryptoException {
        final byte[] expiry = in.digits(4);
        final byte[] serviceCode = in.digits(3);
        final byte[] counter = Arrays.copyOfRange(in.digits(6), 2, 6);
        final byte[] given = in.digits(CardVerificationValue.LENGTH);
        final byte[] key = cardKey(master, derivation, pan, NO_SEQUENCE);
        try {
            final byte[] value = DynamicCardValue.dcvv(key, pan, expiry, serviceCode, counter);
            return Secrets.areEqual(value, given);
        } finally {
            Secrets.wipe(key);
        }
    }

    /** Mastercard: sequence, length and static track, unpredictable number, counter, the value. */
    private static boolean isCvc3Right(
            RequestReader in, DeviceKey master, char derivation, byte[] pan)
            throws HostRefusal, CryptoException {
        final byte[] sequence = in.digits(2);
        final byte[] track = in.bytes(in.decimal(3));
        final byte[] unpredictable = in.hex(8);
        final int counter = in.decimal(5);
        final byte[] given = in.digits(DynamicCardValue.CVC3_LENGTH);
        final byte[] key = cardKey(master, derivation, pan, sequence);
        try {
            final byte[] iv = DynamicCardValue.ivCvc3(key, track);
            final byte[] atc = {(byte) (counter >> 8), (byte) counter};
            return Secrets.areEqual(DynamicCardValue.cvc3(key, iv, unpredictable, atc), given);
        } finally {
            Secrets.wipe(key);
            Secrets.wipe(track);
        }
    }

    /**
     * RY: the codes of five, four and three digits made in mode 3, verified in mode 4: 0 right, 1
     * not given, 2 wrong, and error 01 for one of these.
     */
    private static void securityCodes(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        final char mode = in.character();
        if (mode != '3' && mode != '4') throw ErrorCode.INPUT.refusal();
        in.require('0');
        final DeviceKey key = device.key(in, KeyRole.CSCK);
        if (key.length() != 16) throw ErrorCode.KEY_LENGTH.refusal();
        final byte[] number = in.digits(MAX_PAN);
        final byte[] expiry = in.digits(4);
        final byte[] given = mode == '4' ? in.bytes(CardSecurityCode.LENGTH) : null;
        in.end();
        final byte[] codes = CardSecurityCode.generate(key.bytes(), number, expiry);
        Secrets.wipe(number);
        out.character(mode);
        if (given == null) {
            out.bytes(codes);
            return;
        }
        int at = 0;
        for (final int length : SECURITY_CODES) {
            if (given[at] == 'F') {
                out.character('1');
            } else if (Secrets.areEqual(
                    Arrays.copyOfRange(codes, at, at + length),
                    Arrays.copyOfRange(given, at, at + length))) {
                out.character('0');
            } else {
                out.character('2').advise(ErrorCode.VERIFICATION_FAILED);
            }
            at += length;
        }
    }

    /** Decimal text of packed digits. */
    static byte[] unpacked(byte[] packed) throws HostRefusal {
        final byte[] digits = Hex.encode(packed);
        for (final byte digit : digits) {
            if (digit > '9') throw ErrorCode.INPUT.refusal();
        }
        return digits;
    }
}
