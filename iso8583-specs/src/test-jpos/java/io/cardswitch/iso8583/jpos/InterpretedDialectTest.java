package io.cardswitch.iso8583.jpos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.framing.Framing;
import io.cardswitch.iso8583.probe.Probe;
import io.cardswitch.iso8583.probe.ProbeText;
import io.cardswitch.iso8583.probe.Reading;
import io.cardswitch.iso8583.spec.Dialects;
import io.cardswitch.iso8583.yaml.Problems;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Packagers that no dialect can say, at work with jPOS and refused without. */
class InterpretedDialectTest {
    private static final String XML =
            """
            <isopackager>
              <isofield id="0" length="4" name="MTI" class="org.jpos.iso.IFB_NUMERIC"/>
              <isofield id="1" length="16" name="Bitmap" class="org.jpos.iso.IFB_BITMAP"/>
              <isofield id="2" length="19" name="Card" class="org.jpos.iso.IFB_LLNUM"/>
              <isofield id="3" length="6" name="Code" pad="true" class="org.jpos.iso.IFB_NUMERIC"/>
              <isofield id="10" length="10" name="Counted" pad="true" \
            class="org.jpos.iso.IFA_LLBNUM"/>
              <isofield id="11" length="4" name="Filled" class="org.jpos.iso.IFB_LLHFBINARY"/>
              <isofieldpackager id="48" length="99" name="Parts" class="org.jpos.iso.IFB_LLCHAR" \
            packager="org.jpos.iso.packager.GenericSubFieldPackager" \
            emitBitmap="false" firstField="0">
                <isofield id="0" length="2" name="First" class="org.jpos.iso.IF_CHAR"/>
                <isofield id="1" length="3" name="Second" class="org.jpos.iso.IF_CHAR"/>
              </isofieldpackager>
            </isopackager>
            """;
    private static final String PAN = "4761739001010119";

    @TempDir Path folder;

    private final Problems problems = new Problems();
    private InterpretedDialect dialect;

    @BeforeEach
    void importPackager() throws IOException {
        Files.writeString(folder.resolve("site.xml"), XML);
        final String yaml = InterpretedDialect.toYaml(folder.resolve("site.xml"), "site", problems);
        assertNotNull(yaml, () -> problems.lines().toString());
        Files.writeString(folder.resolve("site.yaml"), yaml);
        dialect = InterpretedDialect.load(folder.resolve("site.yaml"), problems);
        assertNotNull(dialect, () -> problems.lines().toString());
    }

    private String encoded(String fields) {
        final StringBuilder hex = new StringBuilder();
        final String json = "{\"mti\":\"0200\",\"fields\":{" + fields + "}}";
        assertTrue(dialect.encode(json, hex), hex::toString);
        final StringBuilder decoded = new StringBuilder();
        assertTrue(dialect.decode(hex.toString(), true, decoded), decoded::toString);
        return hex.substring(2 * (2 + Long.BYTES));
    }

    private String refused(String json) {
        final StringBuilder out = new StringBuilder();
        assertFalse(dialect.encode(json, out), out::toString);
        return out.toString();
    }

    @Test
    void shouldSayWhyItIsNotCompiled() throws IOException {
        assertEquals("site", dialect.name());
        final Path file = folder.resolve("site.yaml");
        final List<String> reasons = PackagerStatement.of(file, new Problems()).reasons();
        assertEquals(2, reasons.size(), reasons::toString);
        assertTrue(reasons.getFirst().startsWith("site.xml:6: field 10 cannot be said"));
        assertTrue(Files.readString(file).contains("#   site.xml:7: field"));
        assertTrue(PackagerStatement.isIn(file));
    }

    /** The published rows of the two classes that elements of ours cannot be. */
    @ParameterizedTest
    @CsvSource({"10, 123, 30340123", "10, 0123, 30340123", "11, 1234, 0212340000"})
    void shouldWriteWhatNoElementCan(String field, String value, String wire) {
        assertEquals(wire, encoded("\"" + field + "\":\"" + value + "\""));
    }

    @Test
    void shouldReadPartsAndOctets() {
        final String fields = "\"11\":\"1234\",\"48\":{\"0\":\"AB\",\"1\":\"CDE\"}";
        final String wire = encoded(fields);
        assertEquals("0212340000" + "05" + "4142434445", wire);
        final StringBuilder decoded = new StringBuilder();
        dialect.decode("0200" + "0020000000010000" + wire, true, decoded);
        assertEquals("{\"mti\":\"0200\",\"fields\":{" + fields + "}}", decoded.toString());
    }

    @Test
    void shouldMaskWhatIsNotKnownToBeSafe() {
        final String message = "0200" + "6040000000010000" + "16" + PAN + "123456" + "30340123";
        final StringBuilder decoded = new StringBuilder();
        assertTrue(dialect.decode(message + "054142434445", false, decoded), decoded::toString);
        assertEquals(
                "{\"mti\":\"0200\",\"fields\":{\"2\":\"476173******0119\",\"3\":\"123456\","
                        + "\"10\":\"0123\",\"48\":{\"0\":\"**\",\"1\":\"***\"}}}",
                decoded.toString());
        final StringBuilder described = new StringBuilder();
        assertTrue(dialect.describe(message + "054142434445", false, described));
        assertEquals(
                """
                site, interpreted by jPOS
                MTI         0200
                2           Card: 476173******0119
                3           Code: 123456
                10          Counted: 0123
                48          Parts: {0=**, 1=***}
                """,
                described.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "02", "0200", "0200FF", "02004000000000000000164761", "0200xx"})
    void shouldRefuseWhatItCannotReadWithoutQuotingIt(String hex) {
        final StringBuilder out = new StringBuilder();
        assertFalse(dialect.decode(hex, true, out), out::toString);
        assertTrue(
                out.toString().matches("\\{\"error\":\\{.*\"reason\":\"[^\"]+\"}}"), out::toString);
        assertFalse(out.toString().contains("4761"), out::toString);
        final StringBuilder text = new StringBuilder();
        assertFalse(dialect.describe(hex, true, text));
        assertTrue(text.toString().contains("error"), text::toString);
    }

    @Test
    void shouldRefuseBytesBehindTheLastField() {
        final StringBuilder out = new StringBuilder();
        assertFalse(dialect.decode("0200" + "2000000000000000" + "123456" + "00", true, out));
        assertTrue(out.toString().contains("1 bytes follow the last element"), out::toString);
    }

    @Test
    void shouldRefuseJsonThatIsNoMessage() {
        assertTrue(refused("{").contains("\"offset\":1"));
        assertTrue(refused("{\"mti\":\"0200\"}").contains("fields"));
        assertTrue(refused("{\"mti\":\"x\",\"fields\":{}}").contains("mti"));
        assertTrue(refused("{\"mti\":\"0200\",\"fields\":{\"3\":1}}").contains("fields"));
        final String start = "{\"mti\":\"0200\",\"fields\":{";
        assertTrue(refused(start + "\"99\":\"1\"}}").contains("\"de\":99"));
        assertTrue(refused(start + "\"11\":\"xy\"}}").contains("\"de\":11"));
        assertTrue(refused(start + "\"3\":{\"1\":\"a\"}}}").contains("\"de\":3"));
        assertTrue(refused(start + "\"48\":{\"9\":\"a\"}}}").contains("\"de\":9"));
    }

    @Test
    void shouldNameEveryMistakeOfAFile() throws IOException {
        final Path file = folder.resolve("bad.yaml");
        Files.writeString(file, "dialect: B\nkind: other\npackager: site.xml\nversion: 1987\n");
        assertNull(InterpretedDialect.load(file, problems));
        assertEquals(3, problems.count(), () -> problems.lines().toString());
        Files.writeString(file, "dialect: b\nkind: jpos\npackager: none.xml\n");
        assertNull(InterpretedDialect.load(file, problems));
        Files.writeString(folder.resolve("none.xml"), "<isopackager><isofield id=\"2\"/>");
        assertNull(InterpretedDialect.load(file, problems));
        final String unknown = XML.replace("org.jpos.iso.IFA_LLBNUM", "no.such.Type");
        Files.writeString(folder.resolve("none.xml"), unknown);
        assertNull(InterpretedDialect.load(file, problems));
        final String refusal =
                "bad.yaml:3: jPOS cannot take the packager file: see which classes it names";
        assertTrue(
                problems.lines().stream().anyMatch(line -> line.endsWith(refusal)),
                () -> problems.lines().toString());
        final String cause = "no.such.Type is no stock class of jPOS";
        assertTrue(problems.lines().stream().anyMatch(line -> line.endsWith(cause)));
        assertNull(InterpretedDialect.toYaml(folder.resolve("none.xml"), "b", problems));
        assertNull(InterpretedDialect.toYaml(folder.resolve("site.xml"), "No Name", problems));
    }

    @Test
    void shouldBeProbedBehindDialectsOfOurs() {
        final List<MessageSpec> ours = List.of(Dialects.bundled("iso87-binary"));
        final Probe probe = new Probe(ours, List.of(dialect));
        final String code = "000D" + "0200" + "2000000000000000" + "123456";
        assertEquals(List.of("iso87-binary", "site"), dialects(probe, code));
        final String filled = "0012" + "0200" + "2020000000000000" + "123456" + "0212340000";
        assertEquals(List.of("site"), dialects(probe, filled));
        final String cut = "000C" + "0200" + "2040000000000000" + "1234";
        assertEquals(List.of(), dialects(probe, cut));
        final StringBuilder table = new StringBuilder();
        new ProbeText(probe, Integer.MAX_VALUE).table(cut, table);
        assertTrue(table.toString().contains("DE3: jPOS cannot read it"), table::toString);
        final StringBuilder json = new StringBuilder();
        new ProbeText(probe, Integer.MAX_VALUE).json(cut, json);
        assertTrue(
                json.toString().contains("{\"de\":3,\"reason\":\"jPOS cannot read it\"}"),
                json::toString);
    }

    /** Of the readings behind BIN2 that explain everything. */
    private static List<String> dialects(Probe probe, String frame) {
        final byte[] bytes = HexFormat.of().parseHex(frame);
        return probe.read(new UnsafeBuffer(bytes), 0, bytes.length).stream()
                .filter(reading -> reading.isWhole() && reading.framing() == Framing.BIN2)
                .map(Reading::dialect)
                .toList();
    }

    @Test
    void shouldServeNoLink() {
        assertNull(Dialects.load(folder.resolve("site.yaml"), problems));
        assertTrue(
                problems.lines().getFirst().contains("jPOS interprets this dialect"),
                () -> problems.lines().toString());
    }

    /** The same classes where the jar of jPOS is not. */
    @Test
    void shouldSayWhatIsMissingWithoutJpos() throws Exception {
        final List<URL> path = new ArrayList<>();
        for (final String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.contains("jpos")) path.add(Path.of(entry).toUri().toURL());
        }
        final ClassLoader platform = ClassLoader.getPlatformClassLoader();
        try (URLClassLoader loader = new URLClassLoader(path.toArray(new URL[0]), platform)) {
            final Class<?> problemsType = loader.loadClass(Problems.class.getName());
            final Object told = problemsType.getConstructor().newInstance();
            final Class<?> type = loader.loadClass(InterpretedDialect.class.getName());
            assertNull(
                    type.getMethod("load", Path.class, problemsType)
                            .invoke(null, folder.resolve("site.yaml"), told));
            assertNull(
                    type.getMethod("toYaml", Path.class, String.class, problemsType)
                            .invoke(null, folder.resolve("site.xml"), "site", told));
            final String lines = problemsType.getMethod("lines").invoke(told).toString();
            assertTrue(lines.contains("site.yaml:"), lines);
            assertEquals(3, lines.split("jPOS is not on the class path").length, lines);
        }
    }
}
