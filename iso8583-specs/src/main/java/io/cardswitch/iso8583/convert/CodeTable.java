package io.cardswitch.iso8583.convert;

import io.cardswitch.iso8583.ResponseCode;
import io.cardswitch.iso8583.yaml.Problems;
import io.cardswitch.iso8583.yaml.YamlNode;
import io.cardswitch.iso8583.yaml.YamlReader;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Int2IntHashMap;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Codes of the three versions side by side, from {@code codes.yaml} beside this class. Where a code
 * of one version stands in several rows, the first row is taken.
 */
public final class CodeTable {
    /** Answer when a code has no counterpart. */
    public static final int NONE = -1;

    /** DE24 of reversals. */
    static final int FULL_REVERSAL = 400;

    static final int PARTIAL_REVERSAL = 401;

    private static final int APPROVED = packed("000");
    private static final int REVERSED = packed("400");
    private static final int NETWORK_DONE = packed("800");
    private static final int ADVISED = packed("900");
    private static final int CLASS_REVERSAL = 4;
    private static final int CLASS_NETWORK = 8;
    private static final int ADVICE_ANSWER = 3;

    private static final String FILE = "codes.yaml";
    private static final int DECLINED = 1;
    private static final List<Integer> VERSIONS = List.of(87, 93, 2003);
    private static final Int2IntHashMap[] RESPONSES = new Int2IntHashMap[9];
    private static final int[][] FAMILIES = new int[10][];
    private static final Int2IntHashMap FUNCTIONS = new Int2IntHashMap(NONE);
    private static final Int2IntHashMap NETWORKS = new Int2IntHashMap(NONE);

    private static Rows entries;
    private static Rows conditions;

    static {
        load();
    }

    private CodeTable() {}

    /**
     * DE39 of a version for a cause.
     *
     * @param version 87, 93 or 2003
     */
    public static String text(ResponseCode code, int version) {
        return version == 87
                ? code.text87() // Of several causes 1993 and 2003 say the same.
                : characters(response(93, version, packed(code.text93())));
    }

    /**
     * DE39 of an approval.
     *
     * @param version 87, 93 or 2003
     * @param mti of the answer, its first digit is not looked at
     */
    public static String approvalText(int version, int mti) {
        return characters(response(93, version, approved93(mti)));
    }

    /** Versions since 1993 say of an approval what was done. */
    static int approved93(int mti) {
        final int messageClass = mti >> 8 & 0xF;
        if (messageClass == CLASS_REVERSAL) return REVERSED;
        if (messageClass == CLASS_NETWORK) return NETWORK_DONE;
        return (mti >> 4 & 0xF) == ADVICE_ANSWER ? ADVISED : APPROVED;
    }

    /** DE39 of another version, both as characters packed into a number. */
    static int response(int from, int to, int packed) {
        return from == to ? packed : RESPONSES[index(from, to)].get(packed);
    }

    /** DE39 of another version for a code of no row. */
    static int family(int from, int to, int packed) {
        final int first = packed >>> Byte.SIZE * (from == 93 ? 2 : 3) & 0xFF;
        return FAMILIES[from == 87 ? DECLINED : Math.min(first - '0' & 0xF, 9)][place(to)];
    }

    /** How a card was read: DE22 of 1987, two positions of 1993, bits of 2003. */
    static Rows entries() {
        return entries;
    }

    /** Where: DE25 of 1987, three positions of 1993, bits of 2003. */
    static Rows conditions() {
        return conditions;
    }

    /** Writes a packed code; leaves its characters. */
    static int put(int packed, MutableDirectBuffer out, int at) {
        int count = 0;
        for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            final int character = packed >>> shift & 0xFF;
            if (character != 0) out.putByte(at + count++, (byte) character);
        }
        return count;
    }

    /**
     * Whether a reversal of 1993 or 2003 leaves a part of the amount: as its function says, without
     * one of these when its original amount is another than its amount.
     *
     * @param function DE24, 0 for none
     * @param original first amount of DE30, 0 for none
     * @param amount DE4
     */
    public static boolean isPartialReversal(long function, long original, long amount) {
        if (function == FULL_REVERSAL || function == PARTIAL_REVERSAL) {
            return function == PARTIAL_REVERSAL;
        }
        return original != 0 && original != amount;
    }

    /** DE24 of 1993 for DE70 of 1987. */
    static int function(int network) {
        return FUNCTIONS.get(network);
    }

    /** DE70 of 1987 for DE24 of 1993 and 2003, {@link #NONE} when it has no counterpart. */
    public static int network(int function) {
        return NETWORKS.get(function);
    }

    private static int index(int from, int to) {
        return 3 * place(from) + place(to);
    }

    private static int place(int version) {
        return version == 87 ? 0 : version == 93 ? 1 : 2;
    }

    private static void load() {
        final Problems problems = new Problems();
        final YamlNode root = YamlReader.resource(CodeTable.class, FILE, problems);
        for (int i = 0; i < RESPONSES.length; i++) {
            RESPONSES[i] = new Int2IntHashMap(NONE);
        }
        for (final YamlNode row : root.items("responses")) {
            final List<YamlNode> codes = row.items();
            for (final int from : VERSIONS) {
                for (final int to : VERSIONS) {
                    RESPONSES[index(from, to)].putIfAbsent(
                            packed(codes.get(place(from)).text()),
                            packed(codes.get(place(to)).text()));
                }
            }
        }
        for (int i = 0; i < FAMILIES.length; i++) {
            FAMILIES[i] =
                    root.get("families").get(Integer.toString(i)).items().stream()
                            .mapToInt(code -> packed(code.text()))
                            .toArray();
        }
        entries = new Rows(root.items("entries"));
        conditions = new Rows(root.items("conditions"));
        for (final YamlNode row : root.items("functions")) {
            final int network = (int) row.items().getFirst().number(0, 999);
            final int function = (int) row.items().getLast().number(1, 999);
            FUNCTIONS.putIfAbsent(network, function);
            NETWORKS.putIfAbsent(function, network);
        }
        if (!problems.isEmpty()) throw new IllegalStateException(problems.lines().getFirst());
    }

    private static String characters(int packed) {
        final StringBuilder text = new StringBuilder();
        for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            final int character = packed >>> shift & 0xFF;
            if (character != 0) text.append((char) character);
        }
        return text.toString();
    }

    /** Characters of a code in a number. */
    static int packed(String code) {
        int packed = 0;
        for (final char character : code.toCharArray()) {
            packed = packed << Byte.SIZE | character;
        }
        return packed;
    }

    /** Rows of codes that stand for each other, a column for each version. Rows count from 1. */
    static final class Rows {
        private static final int HEX = 16;

        private final byte[][][] rows;

        Rows(List<YamlNode> nodes) {
            rows = new byte[nodes.size()][][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] =
                        nodes.get(i).items().stream()
                                .map(code -> code.text().getBytes(StandardCharsets.US_ASCII))
                                .toArray(byte[][]::new);
            }
        }

        /** Writes a code; leaves the index behind it. */
        int put(int row, int column, MutableDirectBuffer out, int at) {
            final byte[] code = rows[row - 1][column];
            out.putBytes(at, code);
            return at + code.length;
        }

        /**
         * First row with the code, a dot in it standing for any character; 0 when there is none.
         */
        int find(int column, DirectBuffer from, int at) {
            for (int i = 0; i < rows.length; i++) {
                if (isMatch(rows[i][column], from, at)) return i + 1;
            }
            return 0;
        }

        /** First of the rows most of whose bits are set, of those with no other; 0 of no bit. */
        int nearest(int column, DirectBuffer from, int at) {
            int found = 0;
            int most = 0;
            for (int i = 0; i < rows.length; i++) {
                final int bits = bits(rows[i][column], from, at);
                if (bits <= most) continue;
                most = bits;
                found = i + 1;
            }
            return found;
        }

        private static boolean isMatch(byte[] code, DirectBuffer from, int at) {
            for (int i = 0; i < code.length; i++) {
                if (code[i] != '.' && code[i] != from.getByte(at + i)) return false;
            }
            return true;
        }

        /** Bits of a code in hexadecimal, 0 when one of them is not set. */
        private static int bits(byte[] code, DirectBuffer from, int at) {
            int bits = 0;
            for (int i = 0; i < code.length; i++) {
                final int wanted = Character.digit(code[i], HEX);
                if ((Character.digit(from.getByte(at + i), HEX) & wanted) != wanted) return 0;
                bits += Integer.bitCount(wanted);
            }
            return bits;
        }
    }
}
