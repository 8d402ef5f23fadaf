package io.cardswitch.hsm.joint;

import static io.cardswitch.hsm.joint.JointHost.account;
import static io.cardswitch.hsm.joint.JointHost.block;
import static io.cardswitch.hsm.joint.JointHost.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardswitch.hsm.AccountNumber;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.LmkPin;
import io.cardswitch.hsm.PinBlock;
import io.cardswitch.hsm.PinBlockFormat;
import io.cardswitch.hsm.command.IbmMethod;
import io.cardswitch.hsm.command.PvvMethod;
import io.cardswitch.hsm.command.TypedKey;
import io.cardswitch.hsm.command.VerdictDecoder;
import io.cardswitch.hsm.command.newpin.ChangePinEncoder;
import io.cardswitch.hsm.command.newpin.ChosenPinEncoder;
import io.cardswitch.hsm.command.newpin.NewPinEncoder;
import io.cardswitch.hsm.command.newpin.OffsetDecoder;
import io.cardswitch.hsm.command.newpin.PinChange;
import io.cardswitch.hsm.command.newpin.PvvDecoder;
import io.cardswitch.hsm.command.newpin.StoredPinValueEncoder;
import io.cardswitch.hsm.command.pin.PinBlockDecoder;
import io.cardswitch.hsm.command.pin.StoredPinDecoder;
import io.cardswitch.hsm.command.pin.StoredPinEncoder;
import io.cardswitch.hsm.command.pin.TranslatePinEncoder;
import io.cardswitch.hsm.command.pin.TranslatedPinDecoder;
import io.cardswitch.hsm.command.pin.VerifyOffsetEncoder;
import io.cardswitch.hsm.command.pin.VerifyPvvEncoder;
import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.simulator.device.DeviceConfig;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** PIN commands as callers write and read them; figures of published requests and answers. */
final class PinCommandsIT extends OneDevice {
    private static final HsmKey TPK = HsmKey.parse("0406FBB23A5214DF");
    private static final HsmKey ZPK = HsmKey.parse("U1EF828AA8F6B80EB83E19FBC373F3A85");
    private static final HsmKey SINGLE_ZPK = HsmKey.parse("BAB32D775A38E4AB");
    private static final HsmKey BAD_PARITY = HsmKey.parse("U00000000000000000000000000000001");
    private static final PvvMethod PVV =
            new PvvMethod(HsmKey.parse("X367930344805B1FAD6146EF4ED7502B3"), 1);
    private static final HsmKey OFFSET_KEY =
            HsmKey.parse("TAF9958474101D950930D1FC86F99447E10B3BADFAA10458E");
    private static final AccountNumber ACCOUNT = account("550000025321");
    private static final AccountNumber OTHER = account("550000025322");

    /** PIN 1234 of the account under the terminal's key. */
    private static final PinBlock AT_TERMINAL = block("AE7A708F877571A9", PinBlockFormat.ISO_0);

    /** The same under the zone's key. */
    private static final PinBlock IN_ZONE = block("91DDDA0A7C12CFAA", PinBlockFormat.ISO_0);

    private final TranslatedPinDecoder translated = new TranslatedPinDecoder();
    private final StoredPinDecoder stored = new StoredPinDecoder();
    private final OffsetDecoder offset = new OffsetDecoder();
    private final PvvDecoder pvv = new PvvDecoder();

    @Override
    DeviceConfig settings() {
        return DeviceConfig.DEFAULT.withAuthorised(true);
    }

    private String translatedBlock() {
        final UnsafeBuffer target = new UnsafeBuffer(new byte[translated.blockLength()]);
        translated.copyBlock(target, 0);
        return Hex.text(target.byteArray());
    }

    @Test
    void shouldTranslatePinFromTerminalToZone() {
        final HsmResult result =
                translated.decode(
                        host.ask(
                                TranslatePinEncoder.fromTerminal(
                                        host.request(),
                                        TPK,
                                        SINGLE_ZPK,
                                        AT_TERMINAL,
                                        PinBlockFormat.ISO_0,
                                        ACCOUNT)));
        assertEquals(HsmResult.OK, result);
        assertEquals(4, translated.pinLength());
        assertEquals(PinBlockFormat.ISO_0, translated.format());
        assertEquals("E98FFDA17099AF55", translatedBlock());
    }

    @Test
    void shouldNotTranslatePinOfAnotherAccount() {
        final HsmResult result =
                translated.decode(
                        host.ask(
                                TranslatePinEncoder.fromTerminal(
                                        host.request(),
                                        TPK,
                                        SINGLE_ZPK,
                                        AT_TERMINAL,
                                        PinBlockFormat.ISO_0,
                                        account("119999925321"))));
        assertEquals(HsmResult.PIN_BLOCK_INVALID, result);
    }

    @Test
    void shouldTranslatePinBetweenZones() {
        final PinBlock source = block("F7808F2CBEC63168", PinBlockFormat.DIEBOLD);
        assertEquals(
                HsmResult.OK,
                translated.decode(
                        host.ask(
                                TranslatePinEncoder.fromZone(
                                        host.request(),
                                        SINGLE_ZPK,
                                        ZPK,
                                        source,
                                        PinBlockFormat.DIEBOLD,
                                        ACCOUNT))));
        assertEquals("82206CCD872229C2", translatedBlock());
        assertEquals(
                HsmResult.KEY_UNUSABLE,
                translated.decode(
                        host.ask(
                                TranslatePinEncoder.fromZone(
                                        host.request(),
                                        BAD_PARITY,
                                        ZPK,
                                        source,
                                        PinBlockFormat.DIEBOLD,
                                        ACCOUNT))));
    }

    private HsmResult verifyAtTerminal(AccountNumber account, int value) {
        return VerdictDecoder.decode(
                host.ask(
                        VerifyPvvEncoder.fromTerminal(
                                host.request(), TPK, PVV, AT_TERMINAL, account, value)));
    }

    private HsmResult verifyInZone(PinBlock block, int value) {
        return VerdictDecoder.decode(
                host.ask(
                        VerifyPvvEncoder.fromZone(
                                host.request(), ZPK, PVV, block, ACCOUNT, value)));
    }

    @Test
    void shouldVerifyPinByPvv() {
        assertEquals(HsmResult.OK, verifyAtTerminal(ACCOUNT, 4402));
        assertEquals(HsmResult.VERIFICATION_FAILED, verifyAtTerminal(ACCOUNT, 4401));
        assertEquals(HsmResult.PIN_BLOCK_INVALID, verifyAtTerminal(OTHER, 4402));
        assertEquals(HsmResult.OK, verifyInZone(IN_ZONE, 4402));
        assertEquals(HsmResult.VERIFICATION_FAILED, verifyInZone(IN_ZONE, 4401));
    }

    @Test
    void shouldVerifyPinByOffsetInZone() {
        final HsmKey key = HsmKey.parse("T971803BA969012152827CC97A98D18D50BE6559CDFF6F7E1");
        final IbmMethod method = method(5);
        final PinBlock block = block("F2B66A1070EADC47", PinBlockFormat.ISO_1);
        final AccountNumber account = account("000001000376");
        for (final long value : new long[] {17702, 17703}) {
            assertEquals(
                    value == 17702 ? HsmResult.OK : HsmResult.VERIFICATION_FAILED,
                    VerdictDecoder.decode(
                            host.ask(
                                    VerifyOffsetEncoder.fromZone(
                                            host.request(), key, method, block, account, value))));
        }
    }

    private static IbmMethod method(int digits) {
        return new IbmMethod(OFFSET_KEY, digits, "0123456789012345", "1234567890NF");
    }

    @Test
    void shouldVerifyPinByOffsetAtTerminalAsMadeForChosenPin() {
        final IbmMethod method = method(4);
        assertEquals(
                HsmResult.OK,
                offset.decode(
                        host.ask(
                                ChosenPinEncoder.offset(
                                        host.request(),
                                        new TypedKey(TypedKey.TPK, TPK),
                                        method,
                                        AT_TERMINAL,
                                        ACCOUNT))));
        assertEquals(4, offset.length());
        for (final long added : new long[] {0, 1}) {
            assertEquals(
                    added == 0 ? HsmResult.OK : HsmResult.VERIFICATION_FAILED,
                    VerdictDecoder.decode(
                            host.ask(
                                    VerifyOffsetEncoder.fromTerminal(
                                            host.request(),
                                            TPK,
                                            method,
                                            AT_TERMINAL,
                                            ACCOUNT,
                                            (offset.offset() + added) % 10_000))));
        }
    }

    @Test
    void shouldMakeValuesOfStoredPin() {
        final LmkPin pin = new LmkPin().wrap(text("01234"), 0, 5);
        assertEquals(
                HsmResult.OK,
                pvv.decode(host.ask(StoredPinValueEncoder.pvv(host.request(), PVV, pin, ACCOUNT))));
        assertEquals(4402, pvv.pvv());
        assertEquals(
                HsmResult.OK,
                stored.decode(
                        host.ask(NewPinEncoder.encrypt(host.request(), text("1234"), 5, ACCOUNT))));
        assertEquals(5, stored.pin().length());
        assertEquals(
                HsmResult.OK,
                offset.decode(
                        host.ask(
                                StoredPinValueEncoder.offset(
                                        host.request(), method(4), stored.pin(), ACCOUNT))));
        final long made = offset.offset();
        assertEquals(
                HsmResult.OK,
                stored.decode(
                        host.ask(
                                StoredPinValueEncoder.pinOfOffset(
                                        host.request(), method(4), made, ACCOUNT))));
        assertEquals(
                HsmResult.OK,
                pvv.decode(
                        host.ask(
                                StoredPinValueEncoder.pvv(
                                        host.request(), PVV, stored.pin(), ACCOUNT))));
        assertEquals(4402, pvv.pvv(), "the PIN that belongs to the offset is 1234 again");
        assertEquals(
                HsmResult.KEY_UNUSABLE,
                pvv.decode(
                        host.ask(
                                StoredPinValueEncoder.pvv(
                                        host.request(),
                                        new PvvMethod(BAD_PARITY, 1),
                                        stored.pin(),
                                        ACCOUNT))));
    }

    /** A PIN made by the device travels to the terminal, is chosen, and the old value is void. */
    @Test
    void shouldChangePinAndRefuseWrongOldOne() {
        assertEquals(
                HsmResult.OK,
                stored.decode(host.ask(NewPinEncoder.random(host.request(), ACCOUNT, 4))));
        final PinBlockDecoder made = new PinBlockDecoder();
        assertEquals(
                HsmResult.OK,
                made.decode(
                        host.ask(
                                StoredPinEncoder.toZone(
                                        host.request(),
                                        ZPK,
                                        PinBlockFormat.ISO_0,
                                        ACCOUNT,
                                        stored.pin())),
                        PinBlockFormat.ISO_0));
        final UnsafeBuffer octets = new UnsafeBuffer(new byte[8]);
        made.copyBlock(octets, 0);
        final PinBlock next = new PinBlock().wrap(octets, 0, 8, PinBlockFormat.ISO_0);
        final TypedKey zone = new TypedKey(TypedKey.ZPK, ZPK);
        assertEquals(
                HsmResult.OK,
                pvv.decode(
                        host.ask(ChosenPinEncoder.pvv(host.request(), zone, PVV, next, ACCOUNT))));
        final int chosen = pvv.pvv();
        final PinChange change = new PinChange(IN_ZONE, next, ACCOUNT);
        assertEquals(
                HsmResult.OK,
                pvv.decode(
                        host.ask(ChangePinEncoder.byPvv(host.request(), zone, PVV, change, 4402))));
        assertEquals(chosen, pvv.pvv());
        assertEquals(
                HsmResult.VERIFICATION_FAILED,
                pvv.decode(
                        host.ask(ChangePinEncoder.byPvv(host.request(), zone, PVV, change, 4401))));
        assertEquals(HsmResult.OK, verifyInZone(next, chosen));
    }
}
