package io.cardswitch.hsm.simulator.management;

import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.crypto.OddParity;
import io.cardswitch.hsm.crypto.dukpt.TdesDukpt;
import io.cardswitch.hsm.crypto.keyblock.KeyBlockHeader;
import io.cardswitch.hsm.crypto.lmk.KeyScheme;
import io.cardswitch.hsm.simulator.device.Device;
import io.cardswitch.hsm.simulator.device.DeviceKey;
import io.cardswitch.hsm.simulator.device.KeyRole;
import io.cardswitch.hsm.simulator.device.KeyTransport;
import io.cardswitch.hsm.simulator.host.CommandTable;
import io.cardswitch.hsm.simulator.host.ErrorCode;
import io.cardswitch.hsm.simulator.host.HostRefusal;
import io.cardswitch.hsm.simulator.host.RequestReader;
import io.cardswitch.hsm.simulator.host.ResponseWriter;

import java.nio.charset.StandardCharsets;

/** Makes keys: at random, out of a DUKPT base key, out of components. */
public final class KeyGeneration {
    private static final int KEY_BLOCK_TYPE = 0xFFF;
    private static final char KEY_BLOCK = 'S';
    private static final int IKEY_KSN_DIGITS = 15;
    private static final int KSN_DIGITS = 20;

    private KeyGeneration() {}

    /** Adds A0, A2, A4, GG, GY, IA, HC and HA. */
    public static void addTo(CommandTable<Device> table) {
        table.add("A0", KeyGeneration::generate)
                .add("A2", KeyGeneration::generateComponent)
                .add("A4", KeyGeneration::form)
                .add("GG", (in, out, device) -> formZmk(in, out, device, 3, 'X'))
                .add("GY", (in, out, device) -> formZmk(in, out, device, in.decimal(1), (char) 0))
                .add("IA", KeyGeneration::generateZpk)
                .add("HC", (in, out, d) -> generateTerminalKey(in, out, d, KeyRole.TMK))
                .add("HA", (in, out, d) -> generateTerminalKey(in, out, d, KeyRole.TAK));
    }

    private static byte[] randomKey(Device device, int length) {
        final byte[] key = new byte[length];
        device.random().nextBytes(key);
        OddParity.adjust(key);
        return key;
    }

    private static int lengthOf(char scheme) throws HostRefusal {
        final KeyScheme named = KeyScheme.of(scheme);
        if (named == null) throw ErrorCode.KEY_SCHEME.refusal();
        return named.keyLength();
    }

    private static void generate(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        final char mode = in.character();
        final boolean isDerived = mode == 'A' || mode == 'B';
        final boolean isExported = mode == '1' || mode == 'B';
        if (!isDerived && !isExported && mode != '0') throw ErrorCode.INPUT.refusal();
        final int type = in.hexNumber(3);
        final char scheme = in.character();
        final byte[] derived = isDerived ? deriveInitialKey(in, device) : null;
        DeviceKey transport = null;
        char transportScheme = 0;
        if (isExported) {
            transport = transportKey(in, device);
            transportScheme = in.character();
        }
        KeyBlockHeader header = null;
        final byte[] clear;
        if (type == KEY_BLOCK_TYPE || scheme == KEY_BLOCK) {
            final KeyAttributes attributes = KeyAttributes.read(in);
            header = attributes.header();
            clear = isDerived ? derived : randomKey(device, attributes.length());
        } else {
            clear = isDerived ? derived : randomKey(device, lengthOf(scheme));
        }
        if (in.skip('&')) {
            KeyAttributes.exportability(in.character());
        }
        in.end();
        final KeyTransport keys = new KeyTransport(device);
        try (DeviceKey key = new DeviceKey(clear, header, scheme)) {
            if (header == null) {
                keys.underLmk(out, type, scheme, clear);
            } else {
                keys.underLmk(out, header, clear);
            }
            if (isExported) {
                KeyExchange.export(
                        out,
                        keys,
                        transport,
                        new KeyExchange.Target(0, transportScheme, 'E'),
                        key,
                        KeyRole.of(type));
            }
            KeyTransport.checkValue(out, key, false);
        }
    }

    private static DeviceKey transportKey(RequestReader in, Device device)
            throws HostRefusal, CryptoException {
        final boolean isDelimited = in.skip(';');
        final boolean isFlag = in.peek() == '0' || in.peek() == '1';
        final boolean isNamed =
                KeyScheme.of(in.peek(1)) != null || in.peek(1) == KEY_BLOCK || in.peek(1) == 'R';
        char flag = '0';
        if (isDelimited || isFlag && isNamed) {
            flag = in.character();
        }
        return device.key(in, flag == '1' ? KeyRole.TMK : KeyRole.ZMK);
    }

    /** Derive mode, type of the base key, base key, 15 digits of the serial number. */
    private static byte[] deriveInitialKey(RequestReader in, Device device)
            throws HostRefusal, CryptoException {
        in.character();
        final KeyRole role =
                switch (in.character()) {
                    case '1' -> KeyRole.BDK_1;
                    case '2' -> KeyRole.BDK_2;
                    case '3' -> KeyRole.BDK_3;
                    default -> throw ErrorCode.INPUT.refusal();
                };
        final DeviceKey bdk = device.key(in, role);
        final String serial = in.text(IKEY_KSN_DIGITS) + "0".repeat(KSN_DIGITS - IKEY_KSN_DIGITS);
        final byte[] digits = serial.getBytes(StandardCharsets.US_ASCII);
        final byte[] ksn = Hex.decode(digits, 0, KSN_DIGITS);
        if (ksn == null) throw ErrorCode.INPUT.refusal();
        final byte[] key = TdesDukpt.initialKey(bdk.bytes(), ksn);
        OddParity.adjust(key);
        return key;
    }

    /** A2: a component under the LMK. A real device prints it in clear as well. */
    private static void generateComponent(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        device.requireAuthorised();
        final int type = in.hexNumber(3);
        final char scheme = in.character();
        final byte[] clear = randomKey(device, lengthOf(scheme));
        in.advance(in.fieldLength());
        in.end();
        try (DeviceKey component = new DeviceKey(clear, null, scheme)) {
            new KeyTransport(device).underLmk(out, type, scheme, component.bytes());
        }
    }

    private static void form(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        device.requireAuthorised();
        final int count = in.decimal(1);
        if (count < 2) throw ErrorCode.COMPONENT_COUNT.refusal();
        final int type = in.hexNumber(3);
        final char scheme = in.character();
        KeyBlockHeader header = null;
        byte[] sum = null;
        for (int i = 0; i < count; i++) {
            try (DeviceKey part = device.typedKey(in, type, bareLength(type))) {
                sum = added(sum, part.bytes());
                header = part.header();
            }
        }
        if (in.skip('#')) {
            in.text(4);
        }
        in.end();
        OddParity.adjust(sum);
        final KeyTransport keys = new KeyTransport(device);
        try (DeviceKey key = new DeviceKey(sum, header, scheme)) {
            if (scheme == KEY_BLOCK) {
                if (header == null) throw ErrorCode.KEY_SCHEME.refusal();
                keys.underLmk(
                        out,
                        KeyAttributes.moved(header, header.version(), header.exportability(), "01"),
                        sum);
            } else {
                keys.underLmk(out, type, scheme, sum);
            }
            KeyTransport.checkValue(out, key, false);
        }
    }

    static int bareLength(int type) {
        final KeyRole role = KeyRole.of(type);
        return role == KeyRole.ZMK ? 16 : 8;
    }

    private static byte[] added(byte[] sum, byte[] part) throws HostRefusal {
        if (sum == null) return part.clone();
        if (sum.length != part.length) throw ErrorCode.KEY_LENGTH.refusal();
        for (int i = 0; i < sum.length; i++) {
            sum[i] ^= part[i];
        }
        return sum;
    }

    /** GG and GY: two to nine components of a ZMK, 16 digits of check value. */
    private static void formZmk(
            RequestReader in, ResponseWriter out, Device device, int count, char scheme)
            throws HostRefusal, CryptoException {
        device.requireAuthorised();
        if (count < 2) throw ErrorCode.COMPONENT_COUNT.refusal();
        byte[] sum = null;
        for (int i = 0; i < count; i++) {
            try (DeviceKey part = device.typedKey(in, KeyRole.ZMK.code(), 16)) {
                sum = added(sum, part.bytes());
            }
        }
        final ExchangeOptions options = ExchangeOptions.read(in);
        OddParity.adjust(sum);
        try (DeviceKey key = new DeviceKey(sum, null, scheme)) {
            final char chosen = ExchangeOptions.or(options.lmkScheme(), scheme);
            new KeyTransport(device).underLmk(out, KeyRole.ZMK.code(), chosen, sum);
            KeyTransport.checkValue(out, key, !options.isShortCheckValue());
        }
    }

    private static void generateZpk(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        final DeviceKey zmk = device.key(in, KeyRole.ZMK);
        final ExchangeOptions options = ExchangeOptions.read(in);
        final char under = ExchangeOptions.or(options.transportScheme(), 'Z');
        final char own = ExchangeOptions.or(options.lmkScheme(), under == 'X' ? 'U' : under);
        final byte[] clear = randomKey(device, lengthOf(own));
        final KeyTransport keys = new KeyTransport(device);
        try (DeviceKey key = new DeviceKey(clear, null, own)) {
            keys.underTransport(out, zmk, options.atalla(), under, key, null);
            keys.underLmk(out, KeyRole.ZPK.code(), own, clear);
            KeyExchange.paddedCheckValue(out, key, options);
        }
    }

    /** HC and HA: a new key under the current one, and under the LMK. */
    private static void generateTerminalKey(
            RequestReader in, ResponseWriter out, Device device, KeyRole role)
            throws HostRefusal, CryptoException {
        final DeviceKey current = device.key(in, KeyRole.TMK);
        final ExchangeOptions options = ExchangeOptions.read(in);
        final char natural = current.length() == 8 ? (char) 0 : current.scheme();
        final char under = ExchangeOptions.or(options.transportScheme(), natural);
        final char own = ExchangeOptions.or(options.lmkScheme(), natural);
        final byte[] clear = randomKey(device, own == 0 ? current.length() : lengthOf(own));
        final KeyTransport keys = new KeyTransport(device);
        try (DeviceKey key = new DeviceKey(clear, null, own)) {
            keys.underTransport(out, current, 0, under, key, null);
            keys.underLmk(out, role.code(), own, clear);
        }
    }
}
