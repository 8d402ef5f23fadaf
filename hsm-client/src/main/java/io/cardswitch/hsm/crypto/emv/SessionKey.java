package io.cardswitch.hsm.crypto.emv;

import io.cardswitch.hsm.crypto.BlockCipher;
import io.cardswitch.hsm.crypto.CryptoError;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.OddParity;
import io.cardswitch.hsm.crypto.Secrets;

/**
 * Session keys of a card: EMV common session key, Mastercard SKD, Visa secure messaging and the
 * tree of EMV 2000. Counters (ATC) are 2 bytes, unpredictable numbers 4, keys 16 of odd parity.
 */
public final class SessionKey {
    private static final byte LEFT = (byte) 0xF0;
    private static final byte RIGHT = 0x0F;
    private static final int DIVERSIFIER = 8;

    /** Branch factor and height of a tree of EMV 2000 session keys. */
    public record Tree(int branchFactor, int height) {
        /** The tree that most cards carry. */
        public static final Tree BRANCH_4_HEIGHT_8 = new Tree(4, 8);

        /** The other tree of the standard. */
        public static final Tree BRANCH_2_HEIGHT_16 = new Tree(2, 16);
    }

    private SessionKey() {}

    /**
     * EMV common session key (EMV 4.3 Book 2, A1.3.1).
     *
     * @param diversifier 8 bytes: ATC and zeros for cryptograms, the cryptogram itself for scripts
     */
    public static byte[] common(byte[] masterKey, byte[] diversifier) throws CryptoException {
        if (diversifier.length != DIVERSIFIER) {
            throw new CryptoException(CryptoError.DATA_LENGTH);
        }
        final byte[] key = new byte[16];
        System.arraycopy(diversifier, 0, key, 0, DIVERSIFIER);
        System.arraycopy(diversifier, 0, key, DIVERSIFIER, DIVERSIFIER);
        key[2] = LEFT;
        key[DIVERSIFIER + 2] = RIGHT;
        try (BlockCipher cipher = BlockCipher.tdes(masterKey)) {
            cipher.encrypt(key, 0, key.length, key, 0);
        }
        OddParity.adjust(key);
        return key;
    }

    /** EMV common session key for application cryptograms: diversified by the ATC. */
    public static byte[] commonOfCounter(byte[] masterKey, byte[] atc) throws CryptoException {
        requireCounter(atc);
        final byte[] diversifier = new byte[DIVERSIFIER];
        System.arraycopy(atc, 0, diversifier, 0, atc.length);
        return common(masterKey, diversifier);
    }

    /** Mastercard SKD (M/Chip 4): diversified by ATC and unpredictable number. */
    public static byte[] mastercard(byte[] masterKey, byte[] atc, byte[] unpredictable)
            throws CryptoException {
        requireCounter(atc);
        if (unpredictable.length != 4) {
            throw new CryptoException(CryptoError.DATA_LENGTH);
        }
        final byte[] diversifier = new byte[DIVERSIFIER];
        System.arraycopy(atc, 0, diversifier, 0, 2);
        System.arraycopy(unpredictable, 0, diversifier, 4, 4);
        return common(masterKey, diversifier);
    }

    /**
     * Visa secure messaging (VIS 1.5, D.7.2): ATC, and its complement, into the ends of the halves.
     */
    public static byte[] visaSecureMessaging(byte[] masterKey, byte[] atc) throws CryptoException {
        requireCounter(atc);
        final byte[] key = masterKey.clone();
        for (int i = 0; i < 2; i++) {
            key[6 + i] ^= atc[i];
            key[14 + i] ^= (byte) ~atc[i];
        }
        OddParity.adjust(key);
        return key;
    }

    /**
     * The tree of EMV 2000 (EMV 4.1 Book 2, A1.3): each node enciphers its grandparent under its
     * parent.
     *
     * @param iv 16 bytes that stand for the root's parent
     */
    public static byte[] emv2000(byte[] masterKey, byte[] atc, byte[] iv, Tree tree)
            throws CryptoException {
        requireCounter(atc);
        final int counter = (atc[0] & 0xFF) << 8 | atc[1] & 0xFF;
        byte[] grandparent = iv.clone();
        byte[] parent = masterKey.clone();
        for (int level = tree.height() - 1; level > 0; level--) {
            final byte[] node =
                    node(parent, grandparent, index(counter, tree.branchFactor(), level), tree);
            Secrets.wipe(grandparent);
            grandparent = parent;
            parent = node;
        }
        final byte[] key = node(parent, grandparent, counter, tree);
        for (int i = 0; i < key.length; i++) {
            key[i] ^= grandparent[i];
        }
        Secrets.wipe(grandparent);
        Secrets.wipe(parent);
        OddParity.adjust(key);
        return key;
    }

    private static int index(int counter, int branchFactor, int level) {
        int index = counter;
        for (int i = 0; i < level; i++) {
            index /= branchFactor;
        }
        return index;
    }

    private static byte[] node(byte[] parent, byte[] grandparent, int index, Tree tree)
            throws CryptoException {
        final byte branch = (byte) (index % tree.branchFactor());
        final byte[] node = grandparent.clone();
        node[7] ^= branch;
        node[15] ^= (byte) (branch ^ LEFT);
        try (BlockCipher cipher = BlockCipher.tdes(parent)) {
            cipher.encrypt(node, 0, node.length, node, 0);
        }
        return node;
    }

    private static void requireCounter(byte[] atc) throws CryptoException {
        if (atc.length != 2) {
            throw new CryptoException(CryptoError.DATA_LENGTH);
        }
    }
}
