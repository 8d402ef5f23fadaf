package io.cardswitch.iso8583.describe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.describe.Vectors.Row;
import io.cardswitch.iso8583.framing.Framing;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Every row of the published vectors about frames. */
class FramingVectorsTest {
    /** The peer's own limit under the framing with reserved bytes. */
    private static final int LONGEST = 2048;

    private static final Map<String, Framing> FRAMINGS =
            Map.of(
                    "ascii 4 digits", Framing.ASC4,
                    "bcd 2 bytes", Framing.BCD2_TPDU,
                    "VML: 2 bytes length + 2 bytes reserved", Framing.BIN2_00);

    @Test
    void shouldTellEveryLengthOfTheVectors() {
        final List<Row> rows = Vectors.rows("framing.jsonl");
        for (final Row row : rows) {
            final byte[] prefix = HexFormat.of().parseHex(row.text("wire_hex"));
            final Framing framing = FRAMINGS.get(row.text("spec"));
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8]);
            buffer.putBytes(0, prefix);
            final int frame = framing.frameLength(buffer, 0, prefix.length);
            final int body = framing.bodyLength(frame);
            if (row.text("kind").equals("invalid")) {
                assertTrue(body > LONGEST, row::toString);
            } else {
                assertEquals(
                        ((JsonReader.Literal) row.members().get("length")).text(),
                        Integer.toString(body));
                assertEquals(prefix.length, framing.prefixLength());
                final UnsafeBuffer written = new UnsafeBuffer(new byte[frame]);
                framing.wrap(written, 0, body);
                assertEquals(
                        row.text("wire_hex"),
                        HexFormat.of()
                                .withUpperCase()
                                .formatHex(written.byteArray(), 0, prefix.length));
            }
        }
        assertEquals(4, rows.size());
    }
}
