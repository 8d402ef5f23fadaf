package io.cardswitch.iso8583.convert;

import io.cardswitch.iso8583.ResponseCode;
import io.cardswitch.iso8583.yaml.Problems;
import io.cardswitch.iso8583.yaml.YamlNode;
import io.cardswitch.iso8583.yaml.YamlReader;

import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Int2IntHashMap;

import java.util.List;

/**
 * Codes of the three versions side by side, from {@code codes.yaml} beside this class. Where a code
 * of one version stands in several rows, the first row is taken.
 */
public final class CodeTable {
    /** Answer when a code has no counterpart. */
    public static final int NONE = -1;

    private static final int APPROVED = packed("000");
    private static final int REVERSED = packed("400");
    private static final int NETWORK_DONE = packed("800");
    private static final int ADVISED = packed("900");
    private static final int CLASS_REVERSAL = 4;
    private static final int CLASS_NETWORK = 8;
    private static final int ADVICE_ANSWER = 3;

    private static final String FILE = "codes.yaml";
    private static final List<Integer> VERSIONS = List.of(87, 93, 2003);
    private static final Int2IntHashMap[] RESPONSES = new Int2IntHashMap[9];
    private static final Int2IntHashMap FUNCTIONS = new Int2IntHashMap(NONE);
    private static final Int2IntHashMap NETWORKS = new Int2IntHashMap(NONE);

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

    /** Writes a packed code; leaves its characters. */
    static int put(int packed, MutableDirectBuffer out, int at) {
        int count = 0;
        for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            final int character = packed >>> shift & 0xFF;
            if (character != 0) out.putByte(at + count++, (byte) character);
        }
        return count;
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
}
