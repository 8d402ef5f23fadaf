package io.cardswitch.hsm.simulator.management;

import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.simulator.device.Device;
import io.cardswitch.hsm.simulator.device.DeviceKey;
import io.cardswitch.hsm.simulator.device.KeyTransport;
import io.cardswitch.hsm.simulator.host.CommandTable;
import io.cardswitch.hsm.simulator.host.ErrorCode;
import io.cardswitch.hsm.simulator.host.HostRefusal;
import io.cardswitch.hsm.simulator.host.RequestReader;
import io.cardswitch.hsm.simulator.host.ResponseWriter;

/** Check values of keys under the LMK, and keys moved to another scheme or LMK. */
public final class KeyCheck {
    private static final int TYPE_FOLLOWS = 0xFF;
    private static final int KEY_BLOCK_TYPE = 0xFFF;

    /** Type codes of two digits stand for the first pairs; those behind FF come in full. */
    private static final int MAX_SHORT_TYPE = 0x0D;

    private KeyCheck() {}

    /** Adds BU, KA, B0 and BW. */
    public static void addTo(CommandTable<Device> table) {
        table.add("BU", KeyCheck::checkValue)
                .add("KA", KeyCheck::legacyCheckValue)
                .add("B0", KeyCheck::translateScheme)
                .add("BW", KeyCheck::translateLmk);
    }

    /** A key between its type code and the type that may follow it. */
    private static DeviceKey readFlagged(RequestReader in, Device device)
            throws HostRefusal, CryptoException {
        final int shortType = in.hexNumber(2);
        final char flag = in.character();
        if ("0123F".indexOf(flag) < 0) throw ErrorCode.KEY_LENGTH_FLAG.refusal();
        final int bareLength = flag == 'F' ? 8 : 8 * (flag - '0' + 1);
        final int type = shortType == TYPE_FOLLOWS ? typeBehind(in, bareLength) : shortType;
        if (type != KEY_BLOCK_TYPE && shortType != TYPE_FOLLOWS && type > MAX_SHORT_TYPE) {
            throw ErrorCode.KEY_TYPE_CODE.refusal();
        }
        final DeviceKey key = device.typedKey(in, type, bareLength);
        if (shortType == TYPE_FOLLOWS && in.peek() == ';') {
            in.advance(4);
        }
        return key;
    }

    /** The type stands behind the key that it is needed for. */
    private static int typeBehind(RequestReader in, int bareLength) throws HostRefusal {
        final int skipped = Device.keyFieldLength(in, bareLength);
        if (in.peek(skipped) != ';') return KEY_BLOCK_TYPE;
        int type = 0;
        for (int i = 1; i <= 3; i++) {
            final int digit = Character.digit(in.peek(skipped + i), 16);
            if (digit < 0) throw ErrorCode.KEY_TYPE_CODE.refusal();
            type = type << 4 | digit;
        }
        return type;
    }

    private static void checkValue(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        try (DeviceKey key = readFlagged(in, device)) {
            boolean isShort = false;
            if (in.skip(';')) {
                in.advance(2);
                isShort = in.character() == '1';
            }
            in.end();
            KeyTransport.checkValue(out, key, !isShort);
        }
    }

    private static void legacyCheckValue(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        // The type comes behind the key and without a delimiter.
        final int skipped = Device.keyFieldLength(in, 8);
        final int high = Character.digit(in.peek(skipped), 10);
        final int low = Character.digit(in.peek(skipped + 1), 10);
        if (high != 0 || low < 0) throw ErrorCode.KEY_TYPE_CODE.refusal();
        try (DeviceKey key = device.typedKey(in, low, 8)) {
            in.advance(2);
            final ExchangeOptions options = ExchangeOptions.read(in);
            KeyTransport.checkValue(out, key, !options.isShortCheckValue());
        }
    }

    private static void translateScheme(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        device.requireAuthorised();
        final int type = in.hexNumber(3);
        try (DeviceKey key = device.typedKey(in, type, KeyGeneration.bareLength(type))) {
            final char scheme = in.character();
            in.end();
            new KeyTransport(device).underLmk(out, type, scheme, key.bytes());
        }
    }

    /** BW: from the old LMK, which is the same test LMK here. */
    private static void translateLmk(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        final int shortType = in.hexNumber(2);
        final char flag = in.character();
        if ("012".indexOf(flag) < 0) throw ErrorCode.KEY_LENGTH_FLAG.refusal();
        final int bareLength = 8 * (flag - '0' + 1);
        final int type = shortType == TYPE_FOLLOWS ? typeBehind(in, bareLength) : shortType;
        try (DeviceKey key = device.typedKey(in, type, bareLength)) {
            if (shortType == TYPE_FOLLOWS && in.peek() == ';') {
                in.advance(4);
            }
            char scheme = key.scheme();
            if (in.skip(';')) {
                in.advance(1);
                final char asked = in.character();
                scheme = asked == '0' ? scheme : asked;
                in.advance(1);
            }
            if (in.skip('!')) {
                in.advance(2);
            }
            in.end();
            new KeyTransport(device).underLmk(out, type, scheme, key.bytes());
            KeyTransport.checkValue(out, key, false);
        }
    }
}
