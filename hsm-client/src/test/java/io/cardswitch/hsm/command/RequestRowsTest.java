package io.cardswitch.hsm.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.command.Rows.Row;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Every request of the published rows is written byte for byte. */
final class RequestRowsTest {
    /** RSA, hashes, printing, changing the account of a stored PIN: commands of priority 3. */
    private static final Set<String> LEFT_OUT = Set.of("BG", "EI", "GM", "PA", "PE", "TA");

    /** Rows that hold what the client refuses or writes otherwise, and what becomes of them. */
    private static final Map<String, String> OTHERWISE =
            Map.of(
                    // Plain text asked for as text: the client takes hex, which any bytes survive.
                    "utps-decryptDataBlockEncode-1", "M20012|M20011",
                    // Counts bytes where the other rows count hex digits.
                    "utps-decryptDataBlockEncode-3", "799D90008|799D90010");

    @TestFactory
    Stream<DynamicTest> shouldWriteRequestAsPublished() {
        return Rows.all().stream()
                .filter(row ->
                        row.text("kind").equals("build_request")
                                || row.text("kind").equals("parse_request"))
                .filter(row -> !LEFT_OUT.contains(row.text("command")))
                .filter(row -> !row.toString().equals("leachbj-enc-MS-zak-hex"))
                .filter(row -> !row.toString().equals("leachbj-enc-FA-atalla-noscheme"))
                .map(row -> DynamicTest.dynamicTest(row.toString(), () -> assertWritten(row)));
    }

    private static void assertWritten(Row row) {
        final String wire =
                row.has("request_wire_hex")
                        ? Rows.latin(row.text("request_wire_hex"))
                        : row.text("request_ascii");
        final String header = row.has("header") ? row.text("header") : wire.substring(0, 4);
        String expected = wire.substring(header.length());
        if (OTHERWISE.containsKey(row.toString())) {
            final String[] change = OTHERWISE.get(row.toString()).split("\\|");
            expected = expected.replace(change[0], change[1]);
        }
        final HsmRequest request = new RowEncoder(row.inner("parsed")).encode(row.text("command"));
        assertNotNull(request, "no encoder");
        assertEquals(HsmField.NONE, request.end());
        assertEquals(expected, Rows.written(request));
    }

    @TestFactory
    Stream<DynamicTest> shouldWriteFramedRequestAsPublished() {
        return Rows.all().stream()
                .filter(row -> row.text("kind").equals("framing"))
                .filter(row -> row.inner("parsed").has("command"))
                .filter(row -> !row.text("command").equals("NG"))
                .map(row -> DynamicTest.dynamicTest(row.toString(), () -> assertFramed(row)));
    }

    private static void assertFramed(Row row) {
        final Row parsed = row.inner("parsed");
        final String wire = Rows.latin(row.text("wire_hex")).substring(2);
        final HsmRequest request = new RowEncoder(parsed).encode(row.text("command"));
        if (parsed.has("token")) { // Letters in place of the 18 digits.
            assertEquals(HsmField.ACCOUNT, request.end());
            return;
        }
        assertEquals(HsmField.NONE, request.end());
        assertEquals(wire.substring(parsed.text("header").length()), Rows.written(request));
        assertEquals(parsed.number("length"), wire.length());
    }

    @Test
    void shouldLeaveOutOnlyWhatIsNamed() {
        final Set<String> unknown = new TreeSet<>();
        Rows.all().stream()
                .filter(row -> row.text("kind").equals("build_request"))
                .forEach(row -> {
                    if (LEFT_OUT.contains(row.text("command"))) {
                        unknown.add(row.text("command"));
                    }
                });
        assertEquals(new TreeSet<>(LEFT_OUT), unknown);
    }

    @TestFactory
    Stream<DynamicTest> shouldTakeKeyFieldAsPublished() {
        return Rows.all().stream()
                .filter(row -> row.text("kind").equals("parse_key_field"))
                .map(row -> DynamicTest.dynamicTest(row.toString(), () -> assertKeyField(row)));
    }

    private static void assertKeyField(Row row) {
        final var answer = Rows.answer("A500" + row.inner("inputs").text("stream"));
        answer.open("A5");
        final HsmKey key = answer.takeKey(answer.keyLength());
        if (row.inner("expected").has("error")) {
            assertNull(key);
        } else {
            final byte[] text = new byte[key.length()];
            key.characters().getBytes(0, text);
            assertEquals(row.inner("expected").text("key"), new String(text));
        }
    }
}
