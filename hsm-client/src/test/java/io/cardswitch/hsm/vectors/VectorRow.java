package io.cardswitch.hsm.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Hex;

import org.junit.jupiter.api.DynamicTest;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** One row of a file of published values: what goes in and what must come out. */
public record VectorRow(Map<String, Object> members) {
    /** Checks one row; fails on an operation it does not know. */
    @FunctionalInterface
    public interface Check {
        void run(VectorRow row) throws Exception;
    }

    /** Computes one value of a row. */
    @FunctionalInterface
    public interface Computation {
        String value() throws Exception;
    }

    /** All rows of a file. */
    public static List<VectorRow> of(String file) {
        final Load load = new Load(LoadSettings.builder().build());
        final List<VectorRow> rows = new ArrayList<>();
        for (final String line : text(file).split("\n")) {
            rows.add(new VectorRow(asMap(load.loadFromString(line))));
        }
        return rows;
    }

    /** One test for each row of a file, and one that none went missing. */
    public static Stream<DynamicTest> tests(String file, int count, Check check) {
        final List<VectorRow> rows = of(file);
        final DynamicTest counted =
                DynamicTest.dynamicTest("count", () -> assertEquals(count, rows.size()));
        final Stream<DynamicTest> each =
                rows.stream().map(r -> DynamicTest.dynamicTest(r.id(), () -> check.run(r)));
        return Stream.concat(Stream.of(counted), each);
    }

    private static String text(String file) {
        try (InputStream in = VectorRow.class.getResourceAsStream("/vectors/" + file)) {
            return new String(
                    Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    public static Map<String, Object> asMap(Object value) {
        return (Map<String, Object>) value;
    }

    public String id() {
        return (String) members.get("id");
    }

    public String kind() {
        return (String) members.get("kind");
    }

    public String text(Object key) {
        return (String) members.get(key);
    }

    public String op() {
        return (String) members.get("op");
    }

    public Map<String, Object> map(String key) {
        return asMap(members.getOrDefault(key, Map.of()));
    }

    public boolean has(String key) {
        return map("inputs").containsKey(key);
    }

    public String input(String key) {
        final Object value = map("inputs").get(key);
        return value == null ? null : value.toString();
    }

    public String input(String key, String otherwise) {
        return has(key) ? input(key) : otherwise;
    }

    public int number(String key) {
        return ((Number) map("inputs").get(key)).intValue();
    }

    /** Hexadecimal input as bytes; empty when it is no whole number of bytes. */
    public byte[] hex(String key) {
        final byte[] bytes = Hex.decode(input(key));
        return bytes == null ? new byte[0] : bytes;
    }

    /** Text input as ASCII. */
    public byte[] ascii(String key) {
        return input(key).getBytes(StandardCharsets.US_ASCII);
    }

    public Object expected(String key) {
        return map("expected").get(key);
    }

    /** Compares one value, or the cause of the refusal when the row expects one. */
    public void check(String key, Computation computation) throws Exception {
        final Object error = expected("error");
        if (error == null) {
            assertEquals(expected(key), computation.value(), key);
        } else {
            final CryptoException refusal =
                    assertThrows(CryptoException.class, computation::value, id());
            assertEquals(error, refusal.error().code());
        }
    }

    /** Compares one value in hexadecimal when the row expects it. */
    public void checkHex(String key, byte[] actual) {
        if (expected(key) != null) {
            assertEquals(expected(key), Hex.text(actual), key);
        }
    }

    public static String string(byte[] ascii) {
        return new String(ascii, StandardCharsets.US_ASCII);
    }
}
