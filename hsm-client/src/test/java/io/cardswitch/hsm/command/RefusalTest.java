package io.cardswitch.hsm.command;

import static io.cardswitch.hsm.command.Rows.account;
import static io.cardswitch.hsm.command.Rows.ascii;
import static io.cardswitch.hsm.command.Rows.block;
import static io.cardswitch.hsm.command.Rows.hex;
import static io.cardswitch.hsm.command.Rows.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cardswitch.hsm.AccountNumber;
import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.PinBlock;
import io.cardswitch.hsm.PinBlockFormat;
import io.cardswitch.hsm.command.card.CardValueEncoder;
import io.cardswitch.hsm.command.card.DynamicValueEncoder;
import io.cardswitch.hsm.command.card.SecurityCodeEncoder;
import io.cardswitch.hsm.command.newpin.NewPinEncoder;
import io.cardswitch.hsm.command.pin.VerifyOffsetEncoder;
import io.cardswitch.hsm.command.pin.VerifyPvvEncoder;
import io.cardswitch.hsm.command.status.StatusEncoder;

import org.junit.jupiter.api.Test;

/** A wrong value is named before anything is sent, and never printed. */
final class RefusalTest {
    private static final HsmKey TPK = key("U3027C895181D912A91D7DF0ED78AC6FB");
    private static final String PAN = "5400089000095";

    private final HsmRequest request = new HsmRequest(256);

    private HsmField verify(HsmKey tpk, PvvMethod method, PinBlock block, String digits, int pvv) {
        return VerifyPvvEncoder.fromTerminal(request, tpk, method, block, account(digits), pvv)
                .end();
    }

    @Test
    void shouldNameFirstWrongField() {
        final PvvMethod method = new PvvMethod(TPK, 1);
        final PinBlock block = block("A69F9E7646904B68", "01");
        assertEquals(HsmField.NONE, verify(TPK, method, block, "540008900009", 1));
        assertEquals(HsmField.SOURCE_KEY, verify(null, method, block, "540008900009", 1));
        assertEquals(
                HsmField.VERIFICATION_KEY,
                verify(TPK, new PvvMethod(null, 1), block, "540008900009", 1));
        assertEquals(
                HsmField.PIN_BLOCK,
                verify(TPK, method, block("A69F9E7646904B68AA", "01"), "540008900009", 1));
        assertEquals(
                HsmField.PIN_BLOCK,
                verify(TPK, method, block("A69F9E7646904B68", "48"), "540008900009", 1));
        assertEquals(HsmField.ACCOUNT, verify(TPK, method, block, "54000890000", 1));
        assertEquals(HsmField.ACCOUNT, verify(TPK, method, block, "54000890000x", 1));
        assertEquals(
                HsmField.KEY_INDEX, verify(TPK, new PvvMethod(TPK, 10), block, "540008900009", 1));
        assertEquals(
                HsmField.VERIFICATION_VALUE, verify(TPK, method, block, "540008900009", 10_000));
        assertEquals(HsmField.VERIFICATION_VALUE, verify(TPK, method, block, "540008900009", -1));
    }

    @Test
    void shouldNameWrongFieldOfIbmMethod() {
        final PinBlock block = block("A69F9E7646904B68", "01");
        assertEquals(HsmField.CHECK_LENGTH, ibm(block, 13, "0123456789123456", "5022654000N2", 0));
        assertEquals(
                HsmField.DECIMALISATION_TABLE,
                ibm(block, 4, "012345678912345G", "5022654000N2", 0));
        assertEquals(HsmField.DECIMALISATION_TABLE, ibm(block, 4, "0123456789", "5022654000N2", 0));
        assertEquals(HsmField.VALIDATION_DATA, ibm(block, 4, "0123456789123456", "5022", 0));
        assertEquals(HsmField.OFFSET, ibm(block, 4, "0123456789123456", "5022654000N2", 12_345));
        assertEquals(
                HsmField.NONE,
                ibm(block, 12, "0123456789123456", "5022654000N2", 123_456_789_012L));
    }

    private HsmField ibm(
            PinBlock block, int checkLength, String table, String validation, long offset) {
        return VerifyOffsetEncoder.fromZone(
                        request,
                        TPK,
                        new IbmMethod(TPK, checkLength, table, validation),
                        block,
                        account("540008900009"),
                        offset)
                .end();
    }

    @Test
    void shouldNameWrongFieldOfCardValue() {
        assertEquals(
                HsmField.CARD_NUMBER,
                CardValueEncoder.generate(request, TPK, ascii("12345678901"), 2512, 101).end());
        assertEquals(
                HsmField.EXPIRY,
                CardValueEncoder.generate(request, TPK, ascii(PAN), 12_512, 101).end());
        assertEquals(
                HsmField.SERVICE_CODE,
                CardValueEncoder.generate(request, TPK, ascii(PAN), 2512, 1_000).end());
        assertEquals(
                HsmField.CARD_VALUE,
                CardValueEncoder.verify(request, TPK, 1_000, ascii(PAN), 2512, 101).end());
    }

    @Test
    void shouldNameWrongFieldOfDynamicValueAndSecurityCode() {
        assertEquals(HsmField.SCHEME, dcvv('C', 3210));
        assertEquals(HsmField.TRANSACTION_COUNTER, dcvv('A', 0x10000));
        assertEquals(HsmField.NONE, dcvv('A', 3210));
        final SecurityCodeEncoder.Codes codes = new SecurityCodeEncoder.Codes(12345, 1234, 1000);
        assertEquals(
                HsmField.CARD_VALUE,
                SecurityCodeEncoder.verify(request, TPK, ascii("371449635398431"), 2812, codes)
                        .end());
        assertEquals(
                HsmField.CARD_NUMBER,
                SecurityCodeEncoder.generate(request, TPK, ascii(PAN), 2812).end());
        assertFalse(codes.toString().contains("1234"));
    }

    private HsmField dcvv(char option, int counter) {
        final DynamicValueEncoder.Card card =
                new DynamicValueEncoder.Card(TPK, option, ascii(PAN), counter);
        return DynamicValueEncoder.verifyDcvv(request, card, 2812, 201, 123).end();
    }

    @Test
    void shouldNameWrongPin() {
        assertEquals(
                HsmField.PIN,
                NewPinEncoder.encrypt(request, ascii("123"), 5, account("540008900009")).end());
        assertEquals(
                HsmField.PIN,
                NewPinEncoder.encrypt(request, ascii("12x4"), 5, account("540008900009")).end());
        assertEquals(
                HsmField.PIN_LENGTH,
                NewPinEncoder.random(request, account("540008900009"), 13).end());
    }

    @Test
    void shouldRefuseWhatIsLongerThanItsBuffer() {
        assertEquals(HsmField.LENGTH, StatusEncoder.echo(request, hex("00".repeat(300))).end());
    }

    @Test
    void shouldPadShortCardNumberAndCutLongOne() {
        final AccountNumber account = new AccountNumber();
        final PinBlock block = block("A69F9E7646904B68", "01");
        final PvvMethod method = new PvvMethod(key("Z0123456789ABCDEF"), 1);
        VerifyPvvEncoder.fromTerminal(
                request, TPK, method, block, account.wrapCardNumber(ascii("1234567895"), 0, 10), 1);
        assertEquals("01" + "000123456789" + "1" + "0001", tail());
        VerifyPvvEncoder.fromTerminal(
                request,
                TPK,
                method,
                block,
                account.wrapCardNumber(ascii("9991234567890128"), 0, 16),
                1);
        assertEquals("01" + "123456789012" + "1" + "0001", tail());
    }

    private String tail() {
        final String written = Rows.written(request);
        return written.substring(written.length() - 19);
    }

    @Test
    void shouldPrintNoSecret() {
        assertNull(HsmKey.of(ascii("U3027"), 0, 5));
        final IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> HsmKey.parse("U3027C895"));
        assertFalse(refusal.getMessage().contains("3027"));
        assertFalse(TPK.toString().contains("3027"));
        assertFalse(block("A69F9E7646904B68", "01").toString().contains("A69F"));
        assertFalse(new PvvMethod(TPK, 1).toString().contains("3027"));
        VerifyPvvEncoder.fromTerminal(
                request,
                TPK,
                new PvvMethod(TPK, 1),
                block("A69F9E7646904B68", "01"),
                account("540008900009"),
                1);
        assertFalse(request.toString().contains("5400"));
    }

    @Test
    void shouldKnowEveryResultByItsCode() {
        for (final HsmResult result : HsmResult.values()) {
            assertEquals(result, HsmResult.of(result.code()));
        }
        assertEquals(HsmResult.KEY_UNUSABLE, HsmResult.ofDevice(HsmRequest.chars('A', '3')));
        assertEquals(HsmResult.PIN_BLOCK_INVALID, HsmResult.ofDevice(HsmRequest.chars('2', '0')));
        assertEquals(HsmResult.DEVICE_FAULT, HsmResult.ofDevice(HsmRequest.chars('\0', '1')));
        assertEquals(PinBlockFormat.ISO_4, PinBlockFormat.of(48));
        assertNull(PinBlockFormat.of(99));
    }
}
