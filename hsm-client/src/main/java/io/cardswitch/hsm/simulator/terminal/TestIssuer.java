package io.cardswitch.hsm.simulator.terminal;

import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.crypto.BlockCipher;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.card.CardVerificationValue;
import io.cardswitch.hsm.crypto.emv.ApplicationCryptogram;
import io.cardswitch.hsm.crypto.emv.CryptogramProfile;
import io.cardswitch.hsm.crypto.emv.IccMasterKey;
import io.cardswitch.hsm.crypto.pin.AccountField;
import io.cardswitch.hsm.crypto.pin.Pvv;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Personalizes test cards: PVV, track 2 with CVV or iCVV, chip data with a cryptogram (Visa CVN10).
 * Its keys are under the published test LMKs. Not thread-safe.
 */
public final class TestIssuer {
    /** The PIN of every test card: printed in the documentation, a secret of nobody. */
    private static final byte[] COMMON = {'1', '2', '3', '4'};

    private static final byte[] OTHER = {'4', '3', '2', '1'};
    private static final String CHIP_SERVICE = "999";
    private static final byte[] ISSUER_APPLICATION = {6, 1, 0x0A, 3, (byte) 0xA0, (byte) 0xA0, 0};
    private static final int RESULTS = 3; // Of the issuer application data: CVR, four bytes.
    private static final byte[] COUNTER = {0, 0x2A};
    private static final byte[] UNPREDICTABLE = {0x5A, 0x11, (byte) 0xC3, 0x77};
    private static final byte[] TERMINAL_RESULTS = {0, 0, 0, 0, 0};
    private static final byte[] NO_OTHER_AMOUNT = new byte[6];
    private static final byte[] PROFILE = {0x58, 0};
    private static final byte[] COUNTRY = {8, 0x40};

    private final byte[] pinVerification;
    private final byte[] cardVerification;
    private final byte[] cryptogram;

    /** What is printed on a test card and stands in cards.csv, digits as ASCII. */
    public record Card(byte[] digits, int expiry, int serviceCode, int sequence, int index) {
        @Override
        public String toString() {
            return "test card";
        }
    }

    /**
     * What a purchase puts into the chip's cryptogram.
     *
     * @param amountMinor minor units
     * @param currency ISO 4217 numeric
     * @param date YYMMDD
     * @param type first two digits of DE3
     */
    public record Purchase(long amountMinor, int currency, int date, int type) {}

    /** Keys: PIN verification, card verification, cryptograms; null for what it does not do. */
    public TestIssuer(HsmKey pvk, HsmKey cvk, HsmKey imk) {
        pinVerification = TestKey.open(pvk);
        cardVerification = TestKey.open(cvk);
        cryptogram = TestKey.open(imk);
    }

    /** The right PIN, as ASCII digits; the same for every test card. */
    public static byte[] rightPin() {
        return COMMON.clone();
    }

    /** A PIN that no test card has. */
    public static byte[] wrongPin() {
        return OTHER.clone();
    }

    /** PIN verification value of a card's right PIN; its {@code index} is the PVKI. */
    public int pvv(Card card) {
        try (BlockCipher cipher = BlockCipher.tdes(pinVerification)) {
            final byte[] value =
                    Pvv.generate(
                            cipher,
                            AccountField.ofPan(card.digits()),
                            new byte[] {(byte) ('0' + card.index())},
                            COMMON);
            return Integer.parseInt(new String(value, StandardCharsets.US_ASCII));
        } catch (final CryptoException e) {
            throw TestKey.broken(e);
        }
    }

    /**
     * Track 2 in ASCII, {@code =} as separator: PAN, expiry, service code, PVKI, PVV, card value.
     *
     * @param isChip with the iCVV of a chip, not the CVV of a stripe
     */
    public byte[] track2(Card card, boolean isChip) {
        final String expiry = String.format("%04d", card.expiry());
        final String service = String.format("%03d", card.serviceCode());
        try {
            final byte[] value =
                    CardVerificationValue.generate(
                            cardVerification,
                            card.digits(),
                            ascii(expiry),
                            ascii(isChip ? CHIP_SERVICE : service));
            final ByteArrayOutputStream track = new ByteArrayOutputStream();
            track.writeBytes(card.digits());
            track.writeBytes(ascii("=" + expiry + service + card.index()));
            track.writeBytes(ascii(String.format("%04d", pvv(card))));
            track.writeBytes(value);
            return track.toByteArray();
        } catch (final CryptoException e) {
            throw TestKey.broken(e);
        }
    }

    /** The value printed on the back, three digits. */
    public int cardValue2(Card card) {
        try {
            final byte[] value =
                    CardVerificationValue.generate(
                            cardVerification,
                            card.digits(),
                            ascii(String.format("%04d", card.expiry())),
                            ascii("000"));
            return Integer.parseInt(new String(value, StandardCharsets.US_ASCII));
        } catch (final CryptoException e) {
            throw TestKey.broken(e);
        }
    }

    /** DE55 of a purchase with the cryptogram that the card makes of it. */
    public byte[] chip(Card card, Purchase purchase) {
        final byte[] amount = packed(purchase.amountMinor(), 12);
        final byte[] currency = packed(purchase.currency(), 4);
        final byte[] date = packed(purchase.date(), 6);
        final byte[] type = packed(purchase.type(), 2);
        final byte[] sequence = packed(card.sequence(), 2);
        final ByteArrayOutputStream input = new ByteArrayOutputStream();
        for (final byte[] part :
                new byte[][] {
                    amount,
                    NO_OTHER_AMOUNT,
                    COUNTRY,
                    TERMINAL_RESULTS,
                    currency,
                    date,
                    type,
                    UNPREDICTABLE,
                    PROFILE,
                    COUNTER
                }) {
            input.writeBytes(part);
        }
        input.write(ISSUER_APPLICATION, RESULTS, 4);
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        put(out, 0x9F26, request(card, input.toByteArray()));
        put(out, 0x9F27, new byte[] {(byte) 0x80});
        put(out, 0x9F10, ISSUER_APPLICATION);
        put(out, 0x9F37, UNPREDICTABLE);
        put(out, 0x9F36, COUNTER);
        put(out, 0x95, TERMINAL_RESULTS);
        put(out, 0x9A, date);
        put(out, 0x9C, type);
        put(out, 0x9F02, amount);
        put(out, 0x5F2A, currency);
        put(out, 0x82, PROFILE);
        put(out, 0x9F1A, COUNTRY);
        put(out, 0x9F03, NO_OTHER_AMOUNT);
        put(out, 0x5F34, sequence);
        return out.toByteArray();
    }

    private byte[] request(Card card, byte[] input) {
        try {
            final byte[] key = cardKey(card);
            return ApplicationCryptogram.generate(
                    key, input, CryptogramProfile.VISA_CVN10.padding());
        } catch (final CryptoException e) {
            throw TestKey.broken(e);
        }
    }

    /** What the card expects from its issuer: the ARPC of method 1 over "00". */
    public byte[] response(Card card, byte[] requestCryptogram) {
        try {
            final byte[] key = cardKey(card);
            return CryptogramProfile.VISA_CVN10.arpcMethod1(
                    key, key, requestCryptogram, ascii("00"));
        } catch (final CryptoException e) {
            throw TestKey.broken(e);
        }
    }

    private byte[] cardKey(Card card) throws CryptoException {
        return IccMasterKey.optionA(
                cryptogram, card.digits(), ascii(String.format("%02d", card.sequence())));
    }

    private static void put(ByteArrayOutputStream out, int tag, byte[] value) {
        if (tag > 0xFF) {
            out.write(tag >> Byte.SIZE);
        }
        out.write(tag);
        out.write(value.length);
        out.writeBytes(value);
    }

    private static byte[] packed(long value, int digits) {
        final byte[] bytes = new byte[digits / 2];
        long rest = value;
        for (int i = bytes.length - 1; i >= 0; i--) {
            bytes[i] = (byte) (rest / 10 % 10 << 4 | rest % 10);
            rest /= 100;
        }
        return bytes;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
