package io.cardswitch.hsm.crypto.emv;

import io.cardswitch.hsm.crypto.BlockCipher;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Iso9797Mac;
import io.cardswitch.hsm.crypto.Iso9797Padding;
import io.cardswitch.hsm.crypto.Secrets;
import io.cardswitch.hsm.crypto.pin.ClearPinBlock;
import io.cardswitch.hsm.crypto.pin.PinBlockFormat;

import java.util.Arrays;

/** Secure messaging of issuer scripts (EMV 4.3 Book 2, 9): MAC, enciphered data, PIN change. */
public final class IssuerScript {
    /** CLA, INS, P1 of PIN CHANGE/UNBLOCK with secure messaging (EMV 4.3 Book 3, 6.5.10). */
    private static final byte[] PIN_CHANGE = {(byte) 0x84, 0x24, 0x00};

    private static final int MAC_LENGTH = 8;

    /** How command data are filled up before they are enciphered. */
    public enum Encipherment {
        /** EMV 4.3 Book 2, 9.3.1: a mandatory 80 and zeros. */
        EMV,
        /** VIS: a byte of length in front, then 80 and zeros when no whole block results. */
        VISA,
        /** M/Chip: 80 and zeros only when no whole block results. */
        MASTERCARD
    }

    private IssuerScript() {}

    /** The MAC of 8 bytes over a message, under a session key for integrity (9.2). */
    public static byte[] mac(byte[] sessionKey, byte[] message) throws CryptoException {
        final byte[] padded = Iso9797Padding.METHOD_2.pad(message, 8);
        return Iso9797Mac.algorithm3(sessionKey, new byte[8], padded);
    }

    /** Enciphers command data in CBC with a zero initial block, ECB for single blocks (9.3). */
    public static byte[] encipher(byte[] sessionKey, byte[] commandData, Encipherment method)
            throws CryptoException {
        final byte[] padded = padded(commandData, method);
        try (BlockCipher cipher = BlockCipher.tdes(sessionKey)) {
            return method == Encipherment.EMV
                    ? cipher.encryptCbc(new byte[8], padded)
                    : cipher.encrypt(padded);
        } finally {
            Secrets.wipe(padded);
        }
    }

    private static byte[] padded(byte[] commandData, Encipherment method) {
        byte[] input = commandData.clone();
        if (method == Encipherment.VISA) {
            final byte[] counted = new byte[input.length + 1];
            counted[0] = (byte) input.length;
            System.arraycopy(input, 0, counted, 1, input.length);
            Secrets.wipe(input);
            input = counted;
        }
        if (method != Encipherment.EMV && input.length % 8 == 0) {
            return input;
        }
        final byte[] padded = Iso9797Padding.METHOD_2.pad(input, 8);
        Secrets.wipe(input);
        return padded;
    }

    /**
     * The PIN block of Visa scripts (VIS 1.5, C.11): length and PIN, mixed with four bytes of the
     * card's key and, when given, with the current PIN.
     *
     * @param currentPin ASCII digits, or empty
     */
    public static byte[] visPinBlock(byte[] iccMasterKeyAc, byte[] pin, byte[] currentPin)
            throws CryptoException {
        final byte[] zeroPan = new byte[12];
        Arrays.fill(zeroPan, (byte) '0');
        final byte[] block = ClearPinBlock.encode(PinBlockFormat.ISO_0, pin, zeroPan, new byte[0]);
        for (int i = 4; i < 8; i++) {
            block[i] ^= iccMasterKeyAc[i];
        }
        for (int i = 0; i < currentPin.length; i++) {
            block[i / 2] ^= (byte) (currentPin[i] - '0' << ((i & 1) == 0 ? 4 : 0));
        }
        return block;
    }

    /**
     * A whole PIN CHANGE command.
     *
     * @param p2 01 with the current PIN mixed in, 02 without
     * @param enciphered the enciphered PIN block
     * @param atcAndArqc 10 bytes that bind the script to the transaction
     */
    public static byte[] pinChange(
            byte[] sessionKeySmi, int p2, byte[] enciphered, byte[] atcAndArqc)
            throws CryptoException {
        final int header = PIN_CHANGE.length + 2;
        final byte[] message = new byte[header + atcAndArqc.length + enciphered.length];
        System.arraycopy(PIN_CHANGE, 0, message, 0, PIN_CHANGE.length);
        message[PIN_CHANGE.length] = (byte) p2;
        message[PIN_CHANGE.length + 1] = (byte) (enciphered.length + MAC_LENGTH);
        System.arraycopy(atcAndArqc, 0, message, header, atcAndArqc.length);
        System.arraycopy(enciphered, 0, message, header + atcAndArqc.length, enciphered.length);
        final byte[] mac = mac(sessionKeySmi, message);
        final byte[] command = Arrays.copyOf(message, header + enciphered.length + MAC_LENGTH);
        System.arraycopy(enciphered, 0, command, header, enciphered.length);
        System.arraycopy(mac, 0, command, header + enciphered.length, MAC_LENGTH);
        return command;
    }
}
