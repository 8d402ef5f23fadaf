package io.cardswitch.iso8583.jpos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.spec.Dialects;
import io.cardswitch.iso8583.yaml.Problems;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What becomes of a packager file, read without jPOS. */
class PackagerImportTest {
    private static final String START =
            """
            <isopackager>
              <isofield id="0" length="4" name="MTI" class="org.jpos.iso.IFB_NUMERIC"/>
              <isofield id="1" length="16" name="Bitmap" class="org.jpos.iso.IFB_BITMAP"/>
            """;
    private static final int FIRST_LINE = 4;

    @TempDir Path folder;

    private final Problems problems = new Problems();

    private static String file(String fields) {
        return START + fields + "</isopackager>\n";
    }

    private static String field(int id, int length, String name, String rest) {
        return "<isofield id=\"%d\" length=\"%d\" name=\"F%d\" class=\"org.jpos.iso.%s\"%s/>\n"
                .formatted(id, length, id, name, rest);
    }

    private List<String> refused(String xml) {
        assertNull(PackagerImport.toYaml("p.xml", xml, "p", problems));
        return problems.lines();
    }

    @Test
    void shouldWriteADialectThatStatesWhatMostFieldsHaveOnce() {
        final String xml =
                file(
                        field(11, 5, "IFB_NUMERIC", "")
                                + field(2, 19, "IFB_LLNUM", "")
                                + field(12, 7, "IFB_NUMERIC", " pad=\"true\"")
                                + field(35, 37, "IFB_LLNUM", "")
                                + field(39, 3, "IF_CHAR", "")
                                + field(48, 999, "IFA_LLLCHAR", "")
                                + field(52, 8, "IFB_BINARY", "")
                                + field(55, 65_535, "IFB_LLLHBINARY", "")
                                + field(65, 8, "IFB_BITMAP", "")
                                + field(97, 17, "IFB_AMOUNT", "")
                                + field(126, 1, "IF_NOP", ""));
        assertEquals(
                """
                # Imported from the jPOS packager p.xml
                dialect: p
                version: 1993
                encoding:
                  mti: bcd
                  bitmap: binary
                  length: bcd
                  n: bcd
                  x+n: bcd
                  z: bcd
                  text: ascii
                  b: binary
                padding: right
                elements:
                  2: {type: n ..19, name: "F2"}
                  11: {type: n 5, name: "F11"}
                  12: {type: n 7, padding: left, name: "F12"}
                  35: {type: z ..37, name: "F35"}
                  39: {type: ans 3, name: "F39"}
                  48: {type: ans ...999, length: ascii, name: "F48"}
                  52: {type: b 64, name: "F52"}
                  55: {type: b ....65535, length: binary, name: "F55"}
                  97: {type: x+n 16, name: "F97"}
                """,
                PackagerImport.toYaml("p.xml", xml, "p", problems));
        assertEquals(List.of(), problems.lines());
    }

    @Test
    void shouldReadNamesThatYamlWouldReadOtherwise() {
        final String name = "a &quot;b&quot;, #c: {d}\n  \\n &#228;";
        final String xml =
                file(
                        "<isofield id=\"2\" length=\"1\" name=\""
                                + name
                                + "\" class=\"org.jpos.iso.IF_CHAR\"/>");
        final MessageSpec spec =
                Dialects.parse(
                        "p.yaml", PackagerImport.toYaml("p.xml", xml, "p", problems), problems);
        assertNotNull(spec, () -> problems.lines().toString());
        assertEquals("a \"b\", #c: {d} \\n ?", spec.element(2).name());
    }

    @ParameterizedTest
    @CsvSource({
        "IFA_TTLLCHAR, 20, IFA_TTLLCHAR: a tag stands before the length",
        "IFB_LLHEX, 20, IFB_LLHEX: the length counts half bytes",
        "MINE, 20, org.jpos.iso.MINE is no stock class of jPOS",
        "IFB_FNUMERIC, 3, 'zeros fill an odd number of digits, and F the half byte'"
    })
    void shouldNameTheLineAndTheReasonWhenAFieldCannotBeSaid(String name, int length, String why) {
        assertEquals(
                List.of("p.xml:5: field 3 cannot be said in a dialect: " + why),
                refused(file(field(2, 19, "IFA_LLNUM", "") + field(3, length, name, ""))));
    }

    @Test
    void shouldNotLoseWhatTheBitOfTheThirdBitmapWouldAnnounce() {
        final String xml = file(field(2, 19, "IFA_LLNUM", "") + field(65, 3, "IF_CHAR", ""));
        assertEquals(
                List.of(
                        "p.xml:1: thirdBitmapField cannot be said in a dialect: only jPOS obeys"
                                + " it",
                        "p.xml:5: field 65 cannot be said in a dialect: its bit announces a third"
                                + " bitmap"),
                refused(xml.replace("<isopackager", "<isopackager thirdBitmapField=\"65\"")));
    }

    @Test
    void shouldNameEveryProblemAtOnce() {
        final String xml =
                file(
                        field(2, 100, "IFA_LLNUM", "")
                                + field(2, 19, "IFA_LLNUM", "")
                                + field(129, 3, "IF_CHAR", "")
                                + field(3, 1, "IFA_AMOUNT", "")
                                + field(4, 2, "IF_CHAR", " token=\"x\"")
                                + field(5, 8, "IFB_BITMAP", ""));
        assertEquals(
                List.of(
                        "p.xml:4: length \"100\" is not right: use 1 to 99",
                        "p.xml:6: no bit announces field 129: use a bitmap of 24 bytes",
                        "p.xml:7: length \"1\" is not right: use 2 to 32767",
                        "p.xml:8: token has no meaning in a dialect: remove it",
                        "p.xml:9: field 5 cannot be said in a dialect: a bitmap stands in front of"
                                + " all"),
                refused(xml));
    }

    @Test
    void shouldSayThatTheLastFieldOfANumberCounts() {
        final String xml = file(field(2, 16, "IFA_LLNUM", "") + field(2, 19, "IFA_LLNUM", ""));
        final String yaml = PackagerImport.toYaml("p.xml", xml, "p", problems);
        assertTrue(yaml.contains("# Field 2 stands more than once there; the last one counts"));
        assertTrue(yaml.contains("  2: {type: n ..19, "), yaml);
        assertEquals(List.of(), problems.lines());
    }

    @Test
    void shouldGoOnBehindATagThatHasNoPlaceThere() {
        final String xml =
                file(
                        "<bogus><isofield id=\"x\"/></bogus>\n"
                                + field(3, 3, "MINE", "")
                                + field(4, 0, "IFA_LLCHAR", ""));
        assertEquals(
                List.of(
                        "p.xml:4: <bogus> is not known here: remove it",
                        "p.xml:5: field 3 cannot be said in a dialect: org.jpos.iso.MINE is no"
                                + " stock class of jPOS",
                        "p.xml:6: length \"0\" is not right: use 1 to 99"),
                refused(xml));
    }

    private static String composite(int id, String packager, String attributes, String parts) {
        return ("<isofieldpackager id=\"%d\" length=\"255\" name=\"F%d\""
                        + " class=\"org.jpos.iso.IFB_LLLBINARY\" packager=\"org.jpos.%s\"%s>%s"
                        + "</isofieldpackager>\n")
                .formatted(id, id, packager, attributes, parts);
    }

    @Test
    void shouldReadTagsAndPartsThatAreNumberedFromZero() {
        final String generic = "iso.packager.GenericSubFieldPackager";
        final String xml =
                file(
                        composite(55, "tlv.packager.bertlv.BERTLVBinaryPackager", "", "")
                                + composite(
                                        60,
                                        generic,
                                        " emitBitmap=\"false\" firstField=\"0\"",
                                        field(0, 2, "IF_CHAR", "") + field(1, 3, "IF_CHAR", ""))
                                + composite(
                                        61,
                                        generic,
                                        " emitBitmap=\"false\"",
                                        field(0, 0, "IF_CHAR", "") + field(1, 3, "IF_CHAR", "")));
        final String yaml = PackagerImport.toYaml("p.xml", xml, "p", problems);
        assertEquals(List.of(), problems.lines());
        final String elements = yaml.substring(yaml.indexOf("elements:\n"));
        assertEquals(
                """
                elements:
                  55: {type: b ...255, name: "F55", tags: {layout: ber}}
                  60:
                    type: b ...255
                    name: "F60"
                    parts:
                      1: {type: ans 2, name: "F0"}
                      2: {type: ans 3, name: "F1"}
                  61:
                    type: b ...255
                    name: "F61"
                    parts:
                      1: {type: ans 3, name: "F1"}
                """,
                elements);
        assertNotNull(Dialects.parse("p.yaml", yaml, problems), () -> problems.lines().toString());
    }

    @Test
    void shouldNameTagsThatCannotBeSaid() {
        final String tags = "tlv.packager.bertlv.BERTLVAsciiHexPackager";
        assertEquals(
                List.of(
                        "p.xml:4: field 55 cannot be said in a dialect: BERTLVAsciiHexPackager:"
                                + " tags and lengths are hexadecimal digits"),
                refused(file(composite(55, tags, "", ""))));
    }

    @Test
    void shouldSayWhereATagOfSeveralLinesBegins() {
        final String tag =
                "<isofield\n id=\"3\"\n length=\"0\"\n class=\"org.jpos.iso.IFA_LLCHAR\"/>";
        assertEquals(
                List.of("p.xml:" + FIRST_LINE + ": length \"0\" is not right: use 1 to 99"),
                refused(file(tag)));
    }

    @Test
    void shouldMissFieldsOfAMessage() {
        assertEquals(
                List.of("p.xml:1: no field of a message is there: add fields 2 and on"),
                refused(file("")));
    }

    @Test
    void shouldMissTypeAndBitmap() {
        assertEquals(
                List.of(
                        "p.xml:1: headerLength cannot be said in a dialect: only jPOS obeys it",
                        "p.xml:1: field 0, the message type, is missing: add it",
                        "p.xml:1: field 1, the bitmap, is missing: add it"),
                refused("<isopackager headerLength=\"5\"/>"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "<isopackager>",
                "<other/>",
                "<!DOCTYPE x [<!ENTITY e SYSTEM"
                        + " \"file:///etc/passwd\">]><isopackager>&e;</isopackager>",
                "<!DOCTYPE x [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]><isopackager a=\"&b;\"/>"
            })
    void shouldRefuseWhatIsNoPackagerFile(String xml) {
        assertEquals(1, refused(xml).size(), () -> problems.lines().toString());
    }

    @Test
    void shouldNotFetchTheDocumentTypeThatAFileNames() {
        final String doctype =
                "<!DOCTYPE isopackager PUBLIC \"-//x//EN\" \"http://127.0.0.1:1/none.dtd\">\n";
        assertNotNull(
                PackagerImport.toYaml(
                        "p.xml", doctype + file(field(2, 19, "IFA_LLNUM", "")), "p", problems),
                () -> problems.lines().toString());
    }

    @Test
    void shouldNameTheDialectAfterTheFile() throws IOException {
        final Path file = folder.resolve("87 Site_B.XML.xml");
        Files.writeString(file, file(field(2, 19, "IFA_LLNUM", "")));
        final String yaml = PackagerImport.toYaml(file, null, problems);
        assertEquals("dialect: jpos-87-site-b-xml", yaml.lines().toList().get(1));
        assertNull(PackagerImport.toYaml(file, "No Name", problems));
        assertNull(PackagerImport.toYaml(folder.resolve("none.xml"), null, problems));
        assertEquals(2, problems.count());
    }
}
