package io.cardswitch.hsm.simulator.device;

import io.cardswitch.hsm.crypto.BlockCipher;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.crypto.OddParity;
import io.cardswitch.hsm.crypto.Secrets;
import io.cardswitch.hsm.crypto.keyblock.KeyBlock;
import io.cardswitch.hsm.crypto.lmk.KeyScheme;
import io.cardswitch.hsm.crypto.lmk.TestLmk;
import io.cardswitch.hsm.crypto.lmk.VariantLmk;
import io.cardswitch.hsm.simulator.host.ErrorCode;
import io.cardswitch.hsm.simulator.host.HostRefusal;
import io.cardswitch.hsm.simulator.host.RequestReader;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * The inside of the device as one connection sees it: the test LMKs, and the keys opened under
 * them. Not for several threads.
 */
public final class Device implements AutoCloseable {
    private static final char KEY_BLOCK = 'S';
    private static final char USER_STORAGE = 'K';
    private static final char AES_BLOCK_VERSION = '1';
    private static final int TABLE_TYPE = 0x104;
    private static final byte TABLE_VARIANT = 'T';
    private static final int INDEX_DIGITS = 3;
    private static final int USAGE_AT = 6; // Letter, version and four digits of length before it.

    private final DeviceConfig config;
    private final VariantLmk lmk = TestLmk.variant();
    private final byte[] tdesBlockLmk = TestLmk.tdesKeyBlock();
    private final byte[] aesBlockLmk = TestLmk.aesKeyBlock();
    private final KeyCache cache;
    private final SecureRandom random = new SecureRandom();
    private boolean isAuthorised;

    /** A device with the published test LMKs. */
    public Device(DeviceConfig config) {
        this.config = config;
        this.cache = new KeyCache(config.keyCacheSize());
        this.isAuthorised = config.isAuthorised();
    }

    /** The source of keys, PINs and fillers. */
    public SecureRandom random() {
        return random;
    }

    /** Check value of the variant LMK. */
    public byte[] lmkCheckValue() {
        return lmk.checkValue();
    }

    /** Ends the command with error 17 unless the authorised state is on. */
    public void requireAuthorised() throws HostRefusal {
        if (!isAuthorised) throw ErrorCode.NOT_AUTHORISED.refusal();
    }

    /** Leaves the authorised state. */
    public void cancelAuthorisation() {
        isAuthorised = false;
    }

    /** Whether the authorised state is on. */
    public boolean isAuthorised() {
        return isAuthorised;
    }

    /**
     * Reads a key field under the LMK and opens it, or finds it open already. The key stays the
     * device's: never close it.
     *
     * @param parityError what to answer when the clear key has no odd parity
     */
    public DeviceKey key(RequestReader in, KeyRole role, ErrorCode parityError)
            throws HostRefusal, CryptoException {
        return key(in, role, bareLength(role), parityError);
    }

    /** As above, for a source key: error 10. */
    public DeviceKey key(RequestReader in, KeyRole role) throws HostRefusal, CryptoException {
        return key(in, role, ErrorCode.SOURCE_KEY_PARITY);
    }

    /** As above, with the length of a key without a scheme letter given by the command. */
    public DeviceKey key(RequestReader in, KeyRole role, int bareLength, ErrorCode parityError)
            throws HostRefusal, CryptoException {
        if (in.skip(USER_STORAGE)) {
            return key(stored(in.hexNumber(INDEX_DIGITS)), role, bareLength, parityError);
        }
        final int start = in.position();
        final int length = keyFieldLength(in, bareLength);
        in.advance(length);
        final DeviceKey known = cache.find(role, in.frame(), start, length);
        if (known != null) return known;
        final DeviceKey key = open(in, role.code(), start, length);
        if (key.header() != null && !role.isUsage(key.header().keyUsage())) {
            key.close();
            throw ErrorCode.KEY_BLOCK_USAGE.refusal();
        }
        requireParity(key, parityError);
        cache.add(key);
        return key;
    }

    /** The key field in the user storage under this index. */
    private RequestReader stored(int index) throws HostRefusal {
        final String field = config.userStorage().get(index);
        if (field == null || field.charAt(0) == USER_STORAGE) {
            throw ErrorCode.USER_STORAGE.refusal();
        }
        final byte[] characters = field.getBytes(StandardCharsets.US_ASCII);
        return new RequestReader().wrap(characters, 0, characters.length);
    }

    /** Opens a key field whose type code the request names. The caller closes it. */
    public DeviceKey typedKey(RequestReader in, int typeCode, int bareLength)
            throws HostRefusal, CryptoException {
        final int start = in.position();
        final int length = keyFieldLength(in, bareLength);
        in.advance(length);
        final DeviceKey key = open(in, typeCode, start, length);
        requireParity(key, ErrorCode.SOURCE_KEY_PARITY);
        return key;
    }

    /** Bytes of a key of this role without a scheme letter. */
    public int bareLength(KeyRole role) {
        return role == KeyRole.ZMK && !config.isZmkDouble() ? 8 : role.bareLength();
    }

    private static void requireParity(DeviceKey key, ErrorCode error) throws HostRefusal {
        if (key.header() == null && !OddParity.isOdd(key.bytes())) {
            key.close();
            throw error.refusal();
        }
    }

    /** Characters of the key field that comes next; its type may stand behind it. */
    public static int keyFieldLength(RequestReader in, int bareLength) throws HostRefusal {
        final int first = in.peek();
        if (first == KEY_BLOCK || first == 'R') {
            int length = 0;
            for (int i = 2; i < 6; i++) {
                final int digit = in.peek(i) - '0';
                if (digit < 0 || digit > 9) throw ErrorCode.INPUT.refusal();
                length = 10 * length + digit;
            }
            return 1 + length;
        }
        if (first == USER_STORAGE) throw ErrorCode.USER_STORAGE.refusal();
        final KeyScheme scheme = KeyScheme.of(first);
        if (scheme != null) return 1 + 2 * scheme.keyLength();
        if (Hex.digit(first) < 0) {
            throw (first < 0 ? ErrorCode.INPUT : ErrorCode.KEY_SCHEME).refusal();
        }
        return 2 * bareLength;
    }

    private DeviceKey open(RequestReader in, int typeCode, int start, int length)
            throws HostRefusal, CryptoException {
        final byte[] frame = in.frame();
        final char letter = (char) frame[start];
        if (letter == KEY_BLOCK) {
            return openBlock(new String(frame, start + 1, length - 1, StandardCharsets.US_ASCII));
        }
        final KeyScheme named = KeyScheme.of(letter);
        final int skipped = named == null ? 0 : 1;
        final byte[] enciphered = Hex.decode(frame, start + skipped, length - skipped);
        if (letter == 'R' || enciphered == null) throw ErrorCode.INPUT.refusal();
        if (!VariantLmk.isType(typeCode)) throw ErrorCode.KEY_TYPE_CODE.refusal();
        final KeyScheme scheme = named == null ? KeyScheme.plain(enciphered.length) : named;
        final byte[] clear = lmk.decrypt(typeCode, scheme, enciphered);
        return new DeviceKey(clear, null, named == null ? 0 : letter);
    }

    private DeviceKey openBlock(String block) throws CryptoException {
        try (KeyBlock opened = KeyBlock.unwrap(blockLmk(block.charAt(0)), block)) {
            return new DeviceKey(opened.key().clone(), opened.header(), KEY_BLOCK);
        }
    }

    /** Whether the key field that comes next is a key block of a DUKPT base key. */
    public static boolean isBaseKeyBlock(RequestReader in) {
        return in.peek() == KEY_BLOCK && in.peek(USAGE_AT) == 'B' && in.peek(USAGE_AT + 1) == '0';
    }

    /** The LMK that protects key blocks of this version. */
    public byte[] blockLmk(char version) {
        return version == AES_BLOCK_VERSION ? aesBlockLmk : tdesBlockLmk;
    }

    /** A decimalisation table of 8 bytes out of its encipherment under an LMK. */
    public byte[] decipherTable(byte[] enciphered, boolean isUnderBlockLmk) throws CryptoException {
        if (!isUnderBlockLmk) return lmk.decrypt(TABLE_TYPE, KeyScheme.Z, enciphered);
        final byte[] varied = tdesBlockLmk.clone();
        for (int i = 0; i < varied.length; i++) {
            varied[i] ^= TABLE_VARIANT;
        }
        try (BlockCipher cipher = BlockCipher.tdes(varied)) {
            return cipher.decrypt(enciphered);
        } finally {
            Secrets.wipe(varied);
        }
    }

    /** A key under the variant LMK. */
    public byte[] encrypt(int typeCode, KeyScheme scheme, byte[] clear)
            throws HostRefusal, CryptoException {
        if (!VariantLmk.isType(typeCode)) throw ErrorCode.KEY_TYPE_CODE.refusal();
        return lmk.encrypt(typeCode, scheme, clear);
    }

    @Override
    public void close() {
        cache.close();
        lmk.close();
        Secrets.wipe(tdesBlockLmk);
        Secrets.wipe(aesBlockLmk);
    }
}
