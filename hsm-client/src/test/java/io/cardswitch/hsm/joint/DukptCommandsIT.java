package io.cardswitch.hsm.joint;

import static io.cardswitch.hsm.joint.JointHost.block;
import static io.cardswitch.hsm.joint.JointHost.blockKey;
import static io.cardswitch.hsm.joint.JointHost.key;
import static io.cardswitch.hsm.joint.JointHost.octets;
import static io.cardswitch.hsm.joint.JointHost.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardswitch.hsm.AccountNumber;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.KeySerial;
import io.cardswitch.hsm.LmkPin;
import io.cardswitch.hsm.PinBlock;
import io.cardswitch.hsm.PinBlockFormat;
import io.cardswitch.hsm.command.DukptKey;
import io.cardswitch.hsm.command.IbmMethod;
import io.cardswitch.hsm.command.PvvMethod;
import io.cardswitch.hsm.command.TypedKey;
import io.cardswitch.hsm.command.VerdictDecoder;
import io.cardswitch.hsm.command.data.CipherDecoder;
import io.cardswitch.hsm.command.data.CipherEncoder;
import io.cardswitch.hsm.command.data.CipherMethod;
import io.cardswitch.hsm.command.mac.DukptMacEncoder;
import io.cardswitch.hsm.command.mac.MacDecoder;
import io.cardswitch.hsm.command.newpin.OffsetDecoder;
import io.cardswitch.hsm.command.newpin.PvvDecoder;
import io.cardswitch.hsm.command.newpin.StoredPinValueEncoder;
import io.cardswitch.hsm.command.pin.StoredPinDecoder;
import io.cardswitch.hsm.command.pin.StoredPinEncoder;
import io.cardswitch.hsm.command.pin.TranslatePinEncoder;
import io.cardswitch.hsm.command.pin.TranslatedPinDecoder;
import io.cardswitch.hsm.command.pin.VerifyOffsetEncoder;
import io.cardswitch.hsm.command.pin.VerifyPvvEncoder;
import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.crypto.Iso9797Padding;
import io.cardswitch.hsm.vectors.VectorRow;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/** What DUKPT terminals send, TDES and AES, as published by the examples of ANSI X9.24. */
final class DukptCommandsIT extends OneDevice {
    private static final HsmKey ZPK = HsmKey.parse("U1EF828AA8F6B80EB83E19FBC373F3A85");
    private static final PvvMethod PVV =
            new PvvMethod(HsmKey.parse("X367930344805B1FAD6146EF4ED7502B3"), 1);
    private static final IbmMethod IBM =
            new IbmMethod(
                    HsmKey.parse("TAF9958474101D950930D1FC86F99447E10B3BADFAA10458E"),
                    4,
                    "0123456789012345",
                    "1234567890NF");
    private static final String BASE_TYPE = "009";
    private static final String X9_19 = "mac_request_x919_4";

    /** A terminal of one row: its base key with the type that commands name it by. */
    private record Terminal(VectorRow row, DukptKey key, String type, boolean isAes) {
        static Terminal of(VectorRow row, HsmKey base, String type, int descriptor) {
            final byte[] ksn = row.hex("ksn");
            final KeySerial serial =
                    new KeySerial().wrap(new UnsafeBuffer(ksn), 0, ksn.length, descriptor);
            final boolean isAes = descriptor == KeySerial.AES_DESCRIPTOR;
            return new Terminal(row, new DukptKey(base, serial), type, isAes);
        }

        PinBlock pin() {
            final String name = isAes ? "encrypted_pinblock_iso4_aes128" : "encrypted_pinblock";
            final PinBlockFormat format = isAes ? PinBlockFormat.ISO_4 : PinBlockFormat.ISO_0;
            return block((String) row.expected(name), format);
        }

        AccountNumber account() {
            final DirectBuffer pan = text(row.input("pan"));
            final AccountNumber account = new AccountNumber();
            return isAes
                    ? account.wrapWholeNumber(pan, 0, pan.capacity())
                    : account.wrapCardNumber(pan, 0, pan.capacity());
        }

        /** The account for fields of 12 digits. */
        AccountNumber twelve() {
            final DirectBuffer pan = text(row.input("pan"));
            return new AccountNumber().wrapCardNumber(pan, 0, pan.capacity());
        }
    }

    @TestFactory
    Stream<DynamicTest> shouldServeTdesTerminalWithBaseKeyUnderVariantLmk() {
        return tests(
                "dukpt_tdes.jsonl",
                "encrypted_pinblock",
                row ->
                        Terminal.of(
                                row,
                                key(0x009, row.input("bdk")),
                                BASE_TYPE,
                                KeySerial.USUAL_DESCRIPTOR));
    }

    @TestFactory
    Stream<DynamicTest> shouldServeTdesTerminalWithBaseKeyInKeyBlock() {
        return tests(
                "dukpt_tdes.jsonl",
                "encrypted_pinblock",
                row ->
                        Terminal.of(
                                row,
                                blockKey('0', "B0", 'T', row.input("bdk")),
                                TypedKey.BLOCK,
                                KeySerial.USUAL_DESCRIPTOR));
    }

    @TestFactory
    Stream<DynamicTest> shouldServeAesTerminal() {
        return tests(
                "dukpt_aes.jsonl",
                "encrypted_pinblock_iso4_aes128",
                row ->
                        Terminal.of(
                                row,
                                blockKey('1', "B0", 'A', row.input("bdk")),
                                TypedKey.BLOCK,
                                KeySerial.AES_DESCRIPTOR));
    }

    private interface Loading {
        Terminal load(VectorRow row) throws Exception;
    }

    private Stream<DynamicTest> tests(String file, String needed, Loading loading) {
        return VectorRow.of(file).stream()
                .filter(row -> row.op().equals("txn_key_and_use") && row.has("bdk"))
                .filter(row -> row.expected(needed) != null)
                .map(row -> DynamicTest.dynamicTest(row.id(), () -> check(loading.load(row))));
    }

    private void check(Terminal terminal) throws Exception {
        final LmkPin stored = new LmkPin().wrap(text("0" + terminal.row.input("pin")), 0, 5);
        final PvvDecoder pvv = new PvvDecoder();
        assertOk(
                pvv.decode(
                        host.ask(
                                StoredPinValueEncoder.pvv(
                                        host.request(), PVV, stored, terminal.twelve()))));
        final OffsetDecoder offset = new OffsetDecoder();
        assertOk(
                offset.decode(
                        host.ask(
                                StoredPinValueEncoder.offset(
                                        host.request(), IBM, stored, terminal.twelve()))));
        assertOk(verify(terminal, pvv.pvv()));
        assertEquals(HsmResult.VERIFICATION_FAILED, verify(terminal, (pvv.pvv() + 1) % 10_000));
        assertOk(verifyOffset(terminal, offset.offset()));
        assertEquals(
                HsmResult.VERIFICATION_FAILED,
                verifyOffset(terminal, (offset.offset() + 1) % 10_000));
        checkTranslation(terminal);
        checkMac(terminal);
        checkData(terminal);
    }

    private static void assertOk(HsmResult result) {
        assertEquals(HsmResult.OK, result);
    }

    private HsmResult verify(Terminal terminal, int pvv) {
        return VerdictDecoder.decode(
                host.ask(
                        VerifyPvvEncoder.fromDukpt(
                                host.request(),
                                terminal.key,
                                PVV,
                                terminal.pin(),
                                terminal.account(),
                                pvv)));
    }

    private HsmResult verifyOffset(Terminal terminal, long offset) {
        return VerdictDecoder.decode(
                host.ask(
                        VerifyOffsetEncoder.fromDukpt(
                                host.request(),
                                terminal.key,
                                IBM,
                                terminal.pin(),
                                terminal.account(),
                                offset)));
    }

    private PinBlock translated(HsmRequest request) {
        final TranslatedPinDecoder decoder = new TranslatedPinDecoder();
        assertOk(decoder.decode(host.ask(request)));
        final UnsafeBuffer octets = new UnsafeBuffer(new byte[decoder.blockLength()]);
        decoder.copyBlock(octets, 0);
        return new PinBlock().wrap(octets, 0, octets.capacity(), decoder.format());
    }

    /** To a zone's key in format 0, to the terminal's own, and to a zone under AES and back. */
    private void checkTranslation(Terminal terminal) throws Exception {
        final PinBlock zoned =
                translated(
                        TranslatePinEncoder.fromDukpt(
                                host.request(),
                                terminal.key,
                                ZPK,
                                terminal.pin(),
                                PinBlockFormat.ISO_0,
                                terminal.account()));
        assertEquals("0" + terminal.row.input("pin"), stored(ZPK, zoned, terminal.twelve()));
        final PinBlock same =
                translated(
                        TranslatePinEncoder.fromDukptToDukpt(
                                host.request(),
                                terminal.key,
                                terminal.key,
                                terminal.pin(),
                                terminal.pin().format(),
                                terminal.account()));
        if (!terminal.isAes) {
            return; // A block of format 4 is another one each time.
        }
        assertEquals(PinBlockFormat.ISO_4, same.format());
        final HsmKey aesZpk = blockKey('1', "P0", 'A', "00112233445566778899AABBCCDDEEFF");
        final PinBlock underAes =
                translated(
                        TranslatePinEncoder.fromZone(
                                host.request(),
                                ZPK,
                                aesZpk,
                                zoned,
                                PinBlockFormat.ISO_4,
                                terminal.account()));
        assertEquals("0" + terminal.row.input("pin"), stored(aesZpk, underAes, terminal.account()));
    }

    private String stored(HsmKey zpk, PinBlock block, AccountNumber account) {
        final StoredPinDecoder decoder = new StoredPinDecoder();
        assertOk(
                decoder.decode(
                        host.ask(StoredPinEncoder.fromZone(host.request(), zpk, block, account))));
        final LmkPin pin = decoder.pin();
        return pin.buffer().getStringWithoutLengthAscii(pin.offset(), pin.length());
    }

    private void checkMac(Terminal terminal) {
        final DirectBuffer message = text(terminal.row.input("data_ascii"));
        final MacDecoder decoder = new MacDecoder();
        assertOk(
                decoder.decode(
                        host.ask(DukptMacEncoder.generate(host.request(), terminal.key, message))));
        final UnsafeBuffer mac = new UnsafeBuffer(new byte[decoder.length()]);
        decoder.copyMac(mac, 0);
        final String made = Hex.text(mac.byteArray());
        final String published =
                (String) terminal.row.expected(terminal.isAes ? "cmac_request" : X9_19);
        final int shown = Math.min(made.length(), published.length());
        assertEquals(published.substring(0, shown), made.substring(0, shown));
        assertOk(verifyMac(terminal, mac, message));
        mac.putByte(7, (byte) (mac.getByte(7) ^ 1));
        assertEquals(HsmResult.VERIFICATION_FAILED, verifyMac(terminal, mac, message));
    }

    private HsmResult verifyMac(Terminal terminal, DirectBuffer mac, DirectBuffer message) {
        return VerdictDecoder.decode(
                host.ask(DukptMacEncoder.verify(host.request(), terminal.key, mac, message)));
    }

    private void checkData(Terminal terminal) {
        final int blockLength = terminal.isAes ? 16 : 8;
        final DirectBuffer vector = new UnsafeBuffer(new byte[blockLength]);
        final byte[] plain =
                Iso9797Padding.METHOD_1.pad(terminal.row.ascii("data_ascii"), blockLength);
        final CipherMethod method =
                new CipherMethod(
                        CipherMethod.CBC,
                        new TypedKey(terminal.type, terminal.key.derivationKey()),
                        terminal.key.serial());
        final String enciphered =
                data(
                        CipherEncoder.encrypt(
                                host.request(), method, vector, new UnsafeBuffer(plain)),
                        blockLength);
        assertEquals(terminal.row.expected("data_request_cbc_iv0"), enciphered);
        assertEquals(
                Hex.text(plain),
                data(
                        CipherEncoder.decrypt(host.request(), method, vector, octets(enciphered)),
                        blockLength));
    }

    private String data(HsmRequest request, int vectorLength) {
        final CipherDecoder decoder = new CipherDecoder();
        assertOk(decoder.decode(host.ask(request), vectorLength));
        final UnsafeBuffer octets = new UnsafeBuffer(new byte[decoder.length()]);
        decoder.copyMessage(octets, 0);
        return Hex.text(octets.byteArray());
    }

    @Test
    void shouldRefuseSerialNumberOfTheOtherKind() throws Exception {
        final VectorRow row =
                VectorRow.of("dukpt_aes.jsonl").stream()
                        .filter(r -> r.expected("encrypted_pinblock_iso4_aes128") != null)
                        .findFirst()
                        .orElseThrow();
        final HsmKey base = blockKey('1', "B0", 'A', row.input("bdk"));
        final Terminal wrong = Terminal.of(row, base, TypedKey.BLOCK, KeySerial.USUAL_DESCRIPTOR);
        final PinBlock block =
                block(
                        (String) row.expected("encrypted_pinblock_iso4_aes128"),
                        PinBlockFormat.ISO_4);
        assertEquals(
                HsmResult.INPUT_REFUSED,
                VerdictDecoder.decode(
                        host.ask(
                                VerifyPvvEncoder.fromDukpt(
                                        host.request(),
                                        wrong.key,
                                        PVV,
                                        block,
                                        wrong.twelve(),
                                        1234))));
        assertEquals(
                HsmResult.KEY_UNUSABLE,
                new TranslatedPinDecoder()
                        .decode(
                                host.ask(
                                        TranslatePinEncoder.fromTerminal(
                                                host.request(),
                                                base,
                                                ZPK,
                                                block,
                                                PinBlockFormat.ISO_0,
                                                wrong.twelve()))),
                "a base key is no TPK");
    }
}
