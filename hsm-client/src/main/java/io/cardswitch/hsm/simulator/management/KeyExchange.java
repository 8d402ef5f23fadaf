package io.cardswitch.hsm.simulator.management;

import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.keyblock.KeyBlockHeader;
import io.cardswitch.hsm.simulator.device.Device;
import io.cardswitch.hsm.simulator.device.DeviceKey;
import io.cardswitch.hsm.simulator.device.KeyRole;
import io.cardswitch.hsm.simulator.device.KeyTransport;
import io.cardswitch.hsm.simulator.host.CommandTable;
import io.cardswitch.hsm.simulator.host.ErrorCode;
import io.cardswitch.hsm.simulator.host.HostRefusal;
import io.cardswitch.hsm.simulator.host.RequestReader;
import io.cardswitch.hsm.simulator.host.ResponseWriter;

/** Moves keys between zones: under ZMK or TMK in, under the LMK, and out again. */
public final class KeyExchange {
    private static final int KEY_BLOCK_TYPE = 0xFFF;
    private static final char KEY_BLOCK = 'S';
    private static final char TR31 = 'R';
    private static final String LMK = "01";
    private static final String NO_LMK = "FF";

    /** Where a key goes: Atalla variant, scheme, exportability there. */
    record Target(int atalla, char scheme, char exportability) {}

    private KeyExchange() {}

    /** Adds A6, A8 and the pairs of commands for single types of keys. */
    public static void addTo(CommandTable<Device> table) {
        table.add("A6", KeyExchange::importKey).add("A8", KeyExchange::exportKey);
        addPair(table, "FA", "GC", KeyRole.ZPK);
        addPair(table, "FC", "FE", KeyRole.TMK);
        addPair(table, "MI", "MG", KeyRole.TAK);
        addPair(table, "AW", "AU", KeyRole.CVK);
        addPair(table, "DW", "DY", KeyRole.BDK_1);
        table.add("FK", (in, out, device) -> typedImport(in, out, device, flagged(in)))
                .add("FM", (in, out, device) -> typedExport(in, out, device, flagged(in)))
                .add("BY", KeyExchange::importZmk)
                .add("AE", (in, out, device) -> toTerminal(in, out, device, KeyRole.TMK))
                .add("AG", (in, out, device) -> toTerminal(in, out, device, KeyRole.TAK));
    }

    private static void addPair(CommandTable<Device> table, String in, String out, KeyRole role) {
        table.add(in, (request, answer, device) -> typedImport(request, answer, device, role))
                .add(out, (request, answer, device) -> typedExport(request, answer, device, role));
    }

    private static KeyRole flagged(RequestReader in) throws HostRefusal {
        return switch (in.character()) {
            case '0' -> KeyRole.ZEK;
            case '1' -> KeyRole.ZAK;
            default -> throw ErrorCode.INPUT.refusal();
        };
    }

    private static void importKey(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        final int type = in.hexNumber(3);
        final DeviceKey zmk = device.key(in, KeyRole.ZMK);
        final KeyTransport keys = new KeyTransport(device);
        final KeyRole role = KeyRole.of(type);
        final int bareLength = role == null ? 8 : device.bareLength(role);
        final KeyTransport.Foreign foreign = keys.foreign(in, bareLength);
        final char scheme = in.character();
        final int atalla = ExchangeOptions.atalla(in);
        in.lmkIdentifier();
        String usage = null;
        if (in.skip('&')) {
            usage = in.text(2);
        }
        final KeyBlockHeader given =
                in.peek() == '#' && scheme == KEY_BLOCK ? KeyAttributes.read(in).header() : null;
        in.end();
        try (DeviceKey key = foreign.open(zmk, atalla)) {
            keys.adjustParity(key, out);
            if (scheme == KEY_BLOCK || type == KEY_BLOCK_TYPE) {
                keys.underLmk(out, lmkHeader(given, key, role, usage), key.bytes());
            } else {
                requireRole(key, role);
                keys.underLmk(out, type, scheme, key.bytes());
            }
            KeyTransport.checkValue(out, key, false);
        }
    }

    private static KeyBlockHeader lmkHeader(
            KeyBlockHeader given, DeviceKey key, KeyRole role, String usage) {
        if (given != null) return given;
        final char version = key.isAes() ? '1' : '0';
        if (key.header() == null) {
            return KeyTransport.header(version, role, key.length(), 'E', LMK);
        }
        final KeyBlockHeader own = key.header();
        final KeyBlockHeader moved = KeyAttributes.moved(own, version, own.exportability(), LMK);
        if (usage == null) return moved;
        return new KeyBlockHeader(
                version,
                usage,
                own.algorithm(),
                own.modeOfUse(),
                own.keyVersion(),
                own.exportability(),
                LMK,
                own.optionalBlocks());
    }

    private static void requireRole(DeviceKey key, KeyRole role) throws HostRefusal {
        if (key.header() != null && role != null && !role.usage().equals(key.header().keyUsage())) {
            throw ErrorCode.KEY_BLOCK_USAGE.refusal();
        }
    }

    private static void exportKey(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        final int type = in.hexNumber(3);
        final boolean isTerminal = in.skip(';') && in.character() == '1';
        final DeviceKey zmk = device.key(in, isTerminal ? KeyRole.TMK : KeyRole.ZMK);
        final KeyRole role = KeyRole.of(type);
        final int bareLength = role == null ? 8 : device.bareLength(role);
        try (DeviceKey key = device.typedKey(in, type, bareLength)) {
            final char scheme = in.character();
            final int atalla = ExchangeOptions.atalla(in);
            in.lmkIdentifier();
            char exportability = 'E';
            if (in.skip('&')) {
                exportability = KeyAttributes.exportability(in.character());
            }
            if (in.skip('!')) {
                in.character();
            }
            in.end();
            final KeyTransport keys = new KeyTransport(device);
            export(out, keys, zmk, new Target(atalla, scheme, exportability), key, role);
            KeyTransport.checkValue(out, key, false);
        }
    }

    /** Writes a key under a transport key; what a key block says of it must allow that. */
    static void export(
            ResponseWriter out,
            KeyTransport keys,
            DeviceKey transport,
            Target target,
            DeviceKey key,
            KeyRole role)
            throws HostRefusal, CryptoException {
        final KeyBlockHeader own = key.header();
        if (own != null && own.exportability() == 'N') {
            throw ErrorCode.KEY_BLOCK_EXPORT.refusal();
        }
        KeyBlockHeader header = null;
        if (target.scheme() == KEY_BLOCK || target.scheme() == TR31) {
            final boolean isTr31 = target.scheme() == TR31;
            final char version = version(isTr31, transport.isAes());
            final String reserved = isTr31 ? "00" : NO_LMK;
            header =
                    own == null
                            ? KeyTransport.header(
                                    version, role, key.length(), target.exportability(), reserved)
                            : KeyAttributes.moved(own, version, target.exportability(), reserved);
        }
        keys.underTransport(out, transport, target.atalla(), target.scheme(), key, header);
    }

    private static char version(boolean isTr31, boolean isAes) {
        if (isTr31) return isAes ? 'D' : 'B';
        return isAes ? '1' : '0';
    }

    private static void typedImport(
            RequestReader in, ResponseWriter out, Device device, KeyRole role)
            throws HostRefusal, CryptoException {
        final DeviceKey zmk = device.key(in, KeyRole.ZMK);
        final KeyTransport keys = new KeyTransport(device);
        final KeyTransport.Foreign foreign = keys.foreign(in, device.bareLength(role));
        final ExchangeOptions options = ExchangeOptions.read(in);
        try (DeviceKey key = foreign.open(zmk, options.atalla())) {
            keys.adjustParity(key, out);
            final char scheme = ExchangeOptions.or(options.lmkScheme(), foreign.scheme());
            keys.underLmk(out, role.code(), scheme, key.bytes());
            if (role == KeyRole.ZPK) {
                paddedCheckValue(out, key, options);
            } else {
                KeyTransport.checkValue(out, key, !options.isShortCheckValue());
            }
        }
    }

    /** Check value of FA and IA: asked for as type 0, only 6 of 16 digits are shown. */
    static void paddedCheckValue(ResponseWriter out, DeviceKey key, ExchangeOptions options)
            throws CryptoException {
        final boolean isPadded = options.checkValueType() == '0';
        KeyTransport.checkValue(out, key, options.checkValueType() == 0);
        if (isPadded) {
            out.text("0000000000");
        }
    }

    private static void typedExport(
            RequestReader in, ResponseWriter out, Device device, KeyRole role)
            throws HostRefusal, CryptoException {
        final DeviceKey zmk = device.key(in, KeyRole.ZMK);
        final DeviceKey key = device.key(in, role, ErrorCode.DESTINATION_KEY_PARITY);
        final ExchangeOptions options = ExchangeOptions.read(in);
        // Hosts that send a double ZMK without a letter know no schemes.
        final char natural = zmk.scheme() == 0 && zmk.length() == 16 ? 0 : key.scheme();
        final char scheme = ExchangeOptions.or(options.transportScheme(), natural);
        final Target target = new Target(options.atalla(), scheme, 'E');
        export(out, new KeyTransport(device), zmk, target, key, role);
        KeyTransport.checkValue(out, key, !options.isShortCheckValue());
    }

    /** BY: a ZMK under another ZMK to the LMK. */
    private static void importZmk(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        device.requireAuthorised();
        typedImport(in, out, device, KeyRole.ZMK);
    }

    /** AE and AG: a terminal's key under its master key. AG shows a check value. */
    private static void toTerminal(
            RequestReader in, ResponseWriter out, Device device, KeyRole role)
            throws HostRefusal, CryptoException {
        final DeviceKey tmk = device.key(in, KeyRole.TMK);
        final DeviceKey key = device.key(in, role, ErrorCode.DESTINATION_KEY_PARITY);
        final ExchangeOptions options = ExchangeOptions.read(in);
        final char scheme = ExchangeOptions.or(options.transportScheme(), key.scheme());
        new KeyTransport(device).underTransport(out, tmk, 0, scheme, key, null);
        if (role == KeyRole.TAK) {
            KeyTransport.checkValue(out, key, !options.isShortCheckValue());
        }
    }
}
