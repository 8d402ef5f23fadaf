package io.cardswitch.hsm.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.hsm.crypto.BlockCipher;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.crypto.dukpt.AesDukpt;
import io.cardswitch.hsm.crypto.dukpt.TdesDukpt;
import io.cardswitch.hsm.crypto.keyblock.KeyBlock;
import io.cardswitch.hsm.crypto.keyblock.KeyBlockHeader;
import io.cardswitch.hsm.crypto.lmk.KeyScheme;
import io.cardswitch.hsm.crypto.lmk.TestLmk;
import io.cardswitch.hsm.crypto.lmk.VariantLmk;
import io.cardswitch.hsm.crypto.pin.AccountField;
import io.cardswitch.hsm.crypto.pin.ClearPinBlock;
import io.cardswitch.hsm.crypto.pin.Iso4PinBlock;
import io.cardswitch.hsm.crypto.pin.PinBlockFormat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;

/**
 * PIN blocks of another card, in every command that takes one. The help pages of these host
 * commands list two answers to a block that is no block of the account given: 20, PIN block data
 * error, and 24, PIN is fewer than 4 or more than 12 digits. With another PAN a block of format 0
 * loses its filler F or a digit of its PIN, and one of format 3 its filler A to F: 20. One of
 * format 4 deciphers to a random field, whose control half byte is wrong in most cases: 20, or
 * whose length is wrong behind the right one: 24. What a device cannot see is a block whose PIN
 * became another PIN: that is refused where it is verified.
 */
final class ForeignAccountIT {
    private static final String PVK = "367930344805B1FAD6146EF4ED7502B3";
    private static final String IBM_PVK = "TAF9958474101D950930D1FC86F99447E10B3BADFAA10458E";
    private static final String CLEAR = "0123456789ABCDEFFEDCBA9876543210";
    private static final String PAN = "4012345678909123";
    private static final String OTHER = "4998765432101237";
    private static final String IBM_TAIL = "01234567890123451234567890NF";
    private static final String TDES_SERIAL = "A05FFFF9876543210E00001";
    private static final String AES_SERIAL = "808123456789012345600000001";

    private final SecureRandom random = new SecureRandom();
    private SoftwareHsm hsm;
    private RawHost host;
    private boolean isRandom;

    @BeforeEach
    void start() throws IOException {
        hsm = SoftwareHsm.start(SoftwareHsmConfig.onLoopback(0).withHeaderLength(0));
        host = new RawHost(hsm.port());
    }

    @AfterEach
    void stop() throws IOException {
        host.close();
        hsm.close();
    }

    private String key(int type, String usage, boolean isAes) throws CryptoException {
        if (isAes) {
            final KeyBlockHeader header =
                    new KeyBlockHeader('1', usage, 'A', 'N', "00", 'E', "01", List.of());
            return "S" + KeyBlock.wrap(TestLmk.aesKeyBlock(), header, Hex.decode(CLEAR), 0, random);
        }
        try (VariantLmk lmk = TestLmk.variant()) {
            return "U" + Hex.text(lmk.encrypt(type, KeyScheme.U, Hex.decode(CLEAR)));
        }
    }

    /** PIN 1234 under this clear key. */
    private String block(PinBlockFormat format, byte[] key, String pan) throws CryptoException {
        final byte[] pin = "1234".getBytes(StandardCharsets.US_ASCII);
        final byte[] digits = pan.getBytes(StandardCharsets.US_ASCII);
        if (format == PinBlockFormat.ISO_4) {
            final byte[] fill = new byte[Iso4PinBlock.FILL_LENGTH];
            random.nextBytes(fill);
            try (BlockCipher aes = BlockCipher.aes(key)) {
                return Hex.text(Iso4PinBlock.encipher(aes, pin, digits, fill));
            }
        }
        final byte[] fill = ClearPinBlock.randomFill(format, random);
        try (BlockCipher tdes = BlockCipher.tdes(key)) {
            return Hex.text(
                    tdes.encrypt(
                            ClearPinBlock.encode(format, pin, AccountField.ofPan(digits), fill)));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ISO_0", "ISO_3", "ISO_4"})
    void shouldRefuseBlockOfAnotherAccount(PinBlockFormat format) throws Exception {
        final boolean isAes = format == PinBlockFormat.ISO_4;
        isRandom = isAes;
        final String code = (format.code() < 10 ? "0" : "") + format.code();
        final byte[] clear = Hex.decode(CLEAR);
        final String tpk = key(0x002, "P0", isAes);
        final String zpk = key(0x001, "P0", isAes);
        final String type = isAes ? "FFF" : "001";
        final String terminal = isAes ? "FFF" : "002";
        final String account = isAes ? PAN + ";" : PAN.substring(3, 15);
        for (final String holder : new String[] {PAN, OTHER}) {
            final String block = block(format, clear, holder);
            final String tail = block + code + account;
            final String move = block + code + code + account;
            final String ibm = block + code + "04" + account + IBM_TAIL;
            final String right = block(format, clear, PAN);
            expect(holder, "CA" + tpk + zpk + "12" + move);
            expect(holder, "CC" + zpk + zpk + "12" + move);
            expect(holder, "JC" + tpk + tail);
            expect(holder, "JE" + zpk + tail);
            expect(holder, "BC" + tpk + tail + "01234");
            expect(holder, "BE" + zpk + tail + "01234");
            expect(holder, "DC" + tpk + PVK + tail + "11234");
            expect(holder, "EC" + zpk + PVK + tail + "11234");
            expect(holder, "DA" + tpk + IBM_PVK + "12" + ibm + "1234FFFFFFFF");
            expect(holder, "EA" + zpk + IBM_PVK + "12" + ibm + "1234FFFFFFFF");
            expect(holder, "FW" + type + zpk + PVK + tail + "1");
            expect(holder, "BK" + terminal + tpk + IBM_PVK + ibm);
            expect(holder, "CU" + type + zpk + PVK + tail + "11234" + right);
            expect(holder, "DU" + terminal + tpk + IBM_PVK + ibm + "1234FFFFFFFF" + right);
        }
    }

    /** Behind an old block that is right: the value of it is made by FW and BK first. */
    @ParameterizedTest
    @EnumSource(names = {"ISO_0", "ISO_3", "ISO_4"})
    void shouldRefuseNewBlockOfAnotherAccount(PinBlockFormat format) throws Exception {
        final boolean isAes = format == PinBlockFormat.ISO_4;
        isRandom = isAes;
        final String code = (format.code() < 10 ? "0" : "") + format.code();
        final String zpk = (isAes ? "FFF" : "001") + key(0x001, "P0", isAes);
        final String account = isAes ? PAN + ";" : PAN.substring(3, 15);
        final byte[] clear = Hex.decode(CLEAR);
        final String old = block(format, clear, PAN);
        final String pvv = host.exchange("FW" + zpk + PVK + old + code + account + "1");
        assertEquals("FX00", pvv.substring(0, 4));
        final String ibm = zpk + IBM_PVK + old + code + "04" + account + IBM_TAIL;
        final String offset = host.exchange("BK" + ibm);
        assertEquals("BL00", offset.substring(0, 4));
        for (final String holder : new String[] {PAN, OTHER}) {
            final String next = block(format, clear, holder);
            expect(holder, "CU" + zpk + PVK + old + code + account + "1" + pvv.substring(4) + next);
            expect(holder, "DU" + ibm + offset.substring(4) + next);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ISO_0", "ISO_3", "ISO_4"})
    void shouldRefuseBlockOfAnotherAccountUnderDukptKey(PinBlockFormat format) throws Exception {
        final boolean isAes = format == PinBlockFormat.ISO_4;
        isRandom = isAes;
        final String code = (format.code() < 10 ? "0" : "") + format.code();
        final String serial = isAes ? AES_SERIAL : TDES_SERIAL;
        final byte[] ksn = Hex.decode(serial.substring(3));
        final byte[] bdk = Hex.decode(CLEAR);
        final byte[] clear =
                isAes
                        ? AesDukpt.workingKey(bdk, ksn, AesDukpt.Usage.PIN)
                        : TdesDukpt.workingKey(bdk, ksn, TdesDukpt.Use.PIN);
        final String base = key(0x009, "B0", isAes);
        final String zpk = key(0x001, "P0", isAes);
        final String account = isAes ? PAN + ";" : PAN.substring(3, 15);
        for (final String holder : new String[] {PAN, OTHER}) {
            final String block = block(format, clear, holder) + code;
            expect(holder, "G0" + base + zpk + serial + block + code + account);
            expect(holder, "GQ0" + base + PVK + serial + block + account + "11234");
            expect(
                    holder,
                    "GO0"
                            + base
                            + IBM_PVK
                            + serial
                            + block
                            + "04"
                            + account
                            + IBM_TAIL
                            + "1234FFFFFFFF");
            if (format == PinBlockFormat.ISO_0) {
                expect(holder, "CI" + base + zpk + serial + block + account);
            }
        }
    }

    private void expect(String holder, String request) throws IOException {
        final String answer = host.exchange(request).substring(0, 4);
        final String error = answer.substring(2);
        final String asked = request.substring(0, 2) + " answers " + answer;
        if (holder.equals(PAN)) {
            // The values of the verifications are made up: the PIN is wrong, its block is not.
            assertTrue(error.equals("00") || error.equals("01"), asked);
        } else {
            assertTrue(error.equals("20") || isRandom && error.equals("24"), asked);
        }
    }
}
