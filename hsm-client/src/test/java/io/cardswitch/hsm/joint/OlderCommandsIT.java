package io.cardswitch.hsm.joint;

import static io.cardswitch.hsm.joint.JointHost.account;
import static io.cardswitch.hsm.joint.JointHost.block;
import static io.cardswitch.hsm.joint.JointHost.characters;
import static io.cardswitch.hsm.joint.JointHost.key;
import static io.cardswitch.hsm.joint.JointHost.octets;
import static io.cardswitch.hsm.joint.JointHost.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardswitch.hsm.AccountNumber;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.LmkPin;
import io.cardswitch.hsm.PinBlock;
import io.cardswitch.hsm.PinBlockFormat;
import io.cardswitch.hsm.command.TypedKey;
import io.cardswitch.hsm.command.VerdictDecoder;
import io.cardswitch.hsm.command.key.CheckValueDecoder;
import io.cardswitch.hsm.command.key.KeyCheckEncoder;
import io.cardswitch.hsm.command.key.KeyDecoder;
import io.cardswitch.hsm.command.key.KeyEncoder;
import io.cardswitch.hsm.command.key.KeyExchange;
import io.cardswitch.hsm.command.key.KeyExchangeEncoder;
import io.cardswitch.hsm.command.key.KeyOptions;
import io.cardswitch.hsm.command.key.KeyPairDecoder;
import io.cardswitch.hsm.command.mac.LargeMacEncoder;
import io.cardswitch.hsm.command.mac.MacDecoder;
import io.cardswitch.hsm.command.mac.MacPart;
import io.cardswitch.hsm.command.mac.TerminalMacEncoder;
import io.cardswitch.hsm.command.pin.ComparePinEncoder;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.simulator.device.DeviceConfig;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Commands that older hosts still send; figures of published requests and answers. */
final class OlderCommandsIT extends OneDevice {
    private static final HsmKey ZPK = HsmKey.parse("U1EF828AA8F6B80EB83E19FBC373F3A85");
    private static final HsmKey ZMK = HsmKey.parse("U4C94ED3CBF0597C848000A85A55C2E54");
    private static final HsmKey TAK = HsmKey.parse("C6F34693FB39CB6E");
    private static final HsmKey OTHER_TAK = HsmKey.parse("E96E2363E063746F");
    private static final DirectBuffer MESSAGE = text("givemeSOMEMACing");
    private static final KeyOptions DOUBLE = new KeyOptions('X', 'U', '1');

    private final CheckValueDecoder check = new CheckValueDecoder();
    private final KeyPairDecoder pair = new KeyPairDecoder();
    private final KeyDecoder keys = new KeyDecoder();
    private final MacDecoder macs = new MacDecoder();

    @Override
    DeviceConfig settings() {
        return DeviceConfig.DEFAULT.withAuthorised(true);
    }

    @Test
    void shouldTellCheckValueOfKey() {
        for (final boolean isShort : new boolean[] {true, false}) {
            assertEquals(
                    HsmResult.OK,
                    check.decode(
                            host.ask(
                                    KeyCheckEncoder.oldCheckValue(
                                            host.request(), ZPK, "01", isShort))));
            assertEquals(0x6F1E3F, check.checkValue());
        }
        assertEquals(
                HsmResult.KEY_UNUSABLE,
                check.decode(
                        host.ask(KeyCheckEncoder.oldCheckValue(host.request(), ZPK, "03", true))),
                "a key of another type");
    }

    @Test
    void shouldPutKeyIntoAnotherScheme() {
        final TypedKey zmk = new TypedKey("000", HsmKey.parse("U42BBE7D9A0A55D0EAA54C982B4D06B70"));
        assertEquals(
                HsmResult.OK,
                keys.decode(host.ask(KeyEncoder.translateScheme(host.request(), zmk, 'X'))));
        assertEquals("XDA05B7A979CBD9A1DA05B7A979CBD9A1", characters(keys.key()));
    }

    @Test
    void shouldMakeZonePinKeyThatItsZoneCanImport() {
        assertEquals(
                HsmResult.OK,
                pair.decode(host.ask(KeyExchangeEncoder.newZonePin(host.request(), ZMK, DOUBLE))));
        final String underLmk = characters(pair.underLmk());
        assertCheckValue(new TypedKey(TypedKey.ZPK, pair.underLmk()), pair.checkValue());
        assertEquals(
                HsmResult.OK,
                keys.decode(
                        host.ask(
                                KeyExchangeEncoder.translate(
                                        host.request(),
                                        KeyExchange.IMPORT_ZPK,
                                        ZMK,
                                        pair.underTransportKey(),
                                        DOUBLE))));
        assertEquals(underLmk, characters(keys.key()));
    }

    @Test
    void shouldMakeTerminalMacKeyThatItsTerminalCanRead() throws CryptoException {
        final HsmKey terminal = key(0x002, "0123456789ABCDEFFEDCBA9876543210");
        assertEquals(
                HsmResult.OK,
                pair.decode(
                        host.ask(
                                KeyExchangeEncoder.newTerminalMac(
                                        host.request(), terminal, DOUBLE))));
        final String underTerminalKey = characters(pair.underTransportKey());
        assertEquals(
                HsmResult.OK,
                keys.decode(
                        host.ask(
                                KeyExchangeEncoder.translate(
                                        host.request(),
                                        KeyExchange.EXPORT_TAK_UNDER_TMK,
                                        terminal,
                                        pair.underLmk(),
                                        DOUBLE))));
        assertEquals(underTerminalKey, characters(keys.key()));
        assertCheckValue(new TypedKey(TypedKey.TAK, pair.underLmk()), keys.checkValue());
    }

    private void assertCheckValue(TypedKey key, int expected) {
        assertEquals(
                HsmResult.OK,
                check.decode(host.ask(KeyCheckEncoder.checkValue(host.request(), key, true))));
        assertEquals(expected, check.checkValue());
    }

    @Test
    void shouldMakeVerifyAndTranslateMacOfTerminal() {
        assertEquals(
                HsmResult.OK,
                macs.decode(host.ask(TerminalMacEncoder.generate(host.request(), TAK, MESSAGE))));
        assertEquals("170C2BDB", mac());
        final DirectBuffer right = octets("170C2BDB");
        assertEquals(HsmResult.OK, verify(TAK, right, MESSAGE));
        assertEquals(HsmResult.VERIFICATION_FAILED, verify(TAK, right, text("givemeSOMEMACinh")));
        assertEquals(HsmResult.VERIFICATION_FAILED, verify(OTHER_TAK, right, MESSAGE));
        assertEquals(HsmResult.OK, translate(right, MESSAGE));
        assertEquals(HsmResult.OK, verify(OTHER_TAK, octets(mac()), MESSAGE));
        assertEquals(HsmResult.VERIFICATION_FAILED, translate(right, text("givemeSOMEMACinh")));
    }

    private HsmResult verify(HsmKey key, DirectBuffer mac, DirectBuffer message) {
        return VerdictDecoder.decode(
                host.ask(TerminalMacEncoder.verify(host.request(), key, mac, message)));
    }

    private HsmResult translate(DirectBuffer mac, DirectBuffer message) {
        return macs.decode(
                host.ask(
                        TerminalMacEncoder.translate(
                                host.request(), TAK, OTHER_TAK, mac, message)));
    }

    private String mac() {
        final UnsafeBuffer mac = new UnsafeBuffer(new byte[macs.length()]);
        macs.copyMac(mac, 0);
        return Hex.text(mac.byteArray());
    }

    @Test
    void shouldGoOnWithMacOfLargeMessageOfZone() {
        final HsmKey zone = HsmKey.parse("UE84C6E8F364BB594D2F59F6E8A6BBBF5");
        final DirectBuffer message = text("givemeSOMEMOREMACing");
        assertEquals(HsmResult.OK, part(zone, MacPart.MIDDLE, "7F805A8874D3B604", message));
        assertEquals("832239FEDDD43CE1", mac());
        assertEquals(HsmResult.OK, part(zone, MacPart.LAST, "832239FEDDD43CE1", message));
        assertEquals("D2BF9C1E86E5BB14", mac());
    }

    private HsmResult part(HsmKey key, MacPart part, String vector, DirectBuffer message) {
        return macs.decode(
                host.ask(LargeMacEncoder.zone(host.request(), part, key, octets(vector), message)));
    }

    /** PIN 1234 of the account, at the terminal and in the zone, and 1234 and 1235 as stored. */
    @Test
    void shouldCompareWithStoredPin() {
        final AccountNumber account = account("550000025321");
        final HsmKey terminal = HsmKey.parse("0406FBB23A5214DF");
        final PinBlock atTerminal = block("AE7A708F877571A9", PinBlockFormat.ISO_0);
        final PinBlock inZone = block("91DDDA0A7C12CFAA", PinBlockFormat.ISO_0);
        final String[] pins = {"01234", "01235"};
        final HsmResult[] results = {HsmResult.OK, HsmResult.VERIFICATION_FAILED};
        for (int i = 0; i < pins.length; i++) {
            final LmkPin stored = new LmkPin().wrap(text(pins[i]), 0, pins[i].length());
            assertEquals(
                    results[i],
                    VerdictDecoder.decode(
                            host.ask(
                                    ComparePinEncoder.fromTerminal(
                                            host.request(),
                                            terminal,
                                            atTerminal,
                                            account,
                                            stored))));
            assertEquals(
                    results[i],
                    VerdictDecoder.decode(
                            host.ask(
                                    ComparePinEncoder.fromZone(
                                            host.request(), ZPK, inZone, account, stored))));
        }
    }
}
