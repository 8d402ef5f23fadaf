package io.cardswitch.iso8583.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.jpos.PackagerImport;
import io.cardswitch.iso8583.spec.Dialects;
import io.cardswitch.iso8583.yaml.Problems;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An imported packager makes and reads the bytes of the original. */
class ImportDifferentialTest {
    private static final String DOCTYPE =
            """
            <!DOCTYPE isopackager PUBLIC
                "-//jPOS/jPOS Generic Packager DTD 1.0//EN"
                "http://jpos.org/dtd/generic-packager-1.0.dtd">
            """;
    private static final int MESSAGES = 2_000;
    private static final int MANY_MESSAGES = 100_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "packager/iso87ascii.xml",
                "packager/iso87binary.xml",
                "packager/iso93ascii.xml",
                "packager/iso93binary.xml"
            })
    void shouldAgreeWithJposWhenItsOwnFilesAreImported(String file) throws Exception {
        JposPeer.ofJar(file).shouldAgree(imported(JposPeer.text(file)), MESSAGES);
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "packager/iso87ascii.xml",
                "packager/iso87binary.xml",
                "packager/iso93ascii.xml",
                "packager/iso93binary.xml"
            })
    void shouldAgreeWithJposOnManyMessages(String file) throws Exception {
        JposPeer.ofJar(file).shouldAgree(imported(JposPeer.text(file)), MANY_MESSAGES);
    }

    /** Every class that a dialect can say, with lengths odd and even, filled left and right. */
    @ParameterizedTest
    @CsvSource({"IFA_NUMERIC, IFA_BITMAP", "IFB_NUMERIC, IFB_BITMAP", "IFE_NUMERIC, IFB_BITMAP"})
    void shouldAgreeWithJposOnEveryStockClass(String mti, String bitmap) throws Exception {
        final String xml = everyClass(mti, bitmap);
        JposPeer.of(xml).shouldAgree(imported(xml), 4 * MESSAGES);
    }

    @Test
    void shouldAgreeWithJposOnThreeBitmaps() throws Exception {
        final String file = threeBitmaps("IFB_NUMERIC", "IFB_BITMAP", "IFB_LLHCHAR");
        JposPeer.of(file).shouldAgree(imported(file), MESSAGES);
    }

    /** Of three bitmaps in characters jPOS reads two. */
    @Test
    void shouldWriteAsJposWhenThreeBitmapsAreCharacters() throws Exception {
        final String file = threeBitmaps("IFA_NUMERIC", "IFA_BITMAP", "IFA_LLCHAR");
        JposPeer.of(file).shouldWriteAlike(imported(file), MESSAGES);
    }

    /** A bit is all that is written of them. */
    @Test
    void shouldAgreeWithJposOnFieldsOfNoLength() throws Exception {
        final StringBuilder xml = new StringBuilder(DOCTYPE + "<isopackager>\n");
        add(xml, 0, 4, "IFA_NUMERIC", false);
        add(xml, 1, 16, "IFA_BITMAP", false);
        final List<String> classes =
                List.of("IF_CHAR", "IFA_NUMERIC", "IFB_NUMERIC", "IFB_BINARY", "IFE_CHAR");
        for (int id = 2; id <= 64; id++) {
            final boolean isEmpty = id % 2 == 0 || id == 35 || id == 39;
            add(xml, id, isEmpty ? 0 : 3, isEmpty ? classes.get(id % 5) : "IF_CHAR", false);
        }
        final String file = xml.append("</isopackager>\n").toString();
        JposPeer.of(file).shouldAgree(imported(file), MESSAGES);
    }

    private static String threeBitmaps(String number, String bitmap, String text) {
        final StringBuilder xml =
                new StringBuilder(DOCTYPE + "<isopackager maxValidField=\"192\">\n");
        add(xml, 0, 4, number, false);
        add(xml, 1, 24, bitmap, false);
        for (int id = 2; id <= MessageSpec.LAST_ELEMENT; id++) {
            if (id != 65) add(xml, id, 12, id % 3 == 0 ? text : number, false);
        }
        return xml.append("</isopackager>\n").toString();
    }

    @ParameterizedTest
    @CsvSource({
        "IFE_BINARY, 8, 0123456789ABCDEF",
        "IFA_AMOUNT2003, 16, 8402000000012345",
        "IFB_AMOUNT2003, 16, 8402000000012345"
    })
    void shouldWriteAsJposWhatJposReadsOtherwise(String name, int length, String value)
            throws Exception {
        assertTrue(StockClasses.ONLY_WRITTEN.contains(name));
        final StringBuilder text = new StringBuilder(DOCTYPE + "<isopackager>\n");
        add(text, 0, 4, "IFE_NUMERIC", false);
        add(text, 1, 16, "IFE_BITMAP", false); // jPOS cannot read it.
        add(text, 52, length, name, false);
        final String xml = text.append("</isopackager>\n").toString();
        final TreeMap<Integer, String> values = new TreeMap<>(Map.of(52, value));
        final MessageSpec spec = imported(xml);
        assertArrayEquals(
                JposPeer.of(xml).pack(spec, 0x0200, values), Messages.encode(spec, 0x0200, values));
    }

    @Test
    void shouldKnowTheVersionOfEachFile() throws Exception {
        assertEquals(87, imported(JposPeer.text("packager/iso87ascii.xml")).version());
        assertEquals(93, imported(JposPeer.text("packager/iso93binary.xml")).version());
    }

    private static String everyClass(String mti, String bitmap) {
        final StringBuilder xml = new StringBuilder(DOCTYPE + "<isopackager>\n");
        add(xml, 0, 4, mti, false);
        add(xml, 1, 16, bitmap, false);
        add(xml, 39, 2, "IF_CHAR", false);
        int id = 2;
        for (final String name : StockClasses.NAMES) {
            final int units = StockClasses.length(name);
            add(xml, id, units, name, id % 2 == 0);
            id = next(id);
            if (!StockClasses.hasDigits(name)) continue;
            add(xml, id, units - 1, name, id % 2 == 0);
            id = next(id);
        }
        return xml.append("</isopackager>\n").toString();
    }

    /** Track 2 and the response code mean something to the import. */
    private static int next(int id) {
        final int next = id + 1;
        return next == 35 || next == 39 || next == 65 ? next + 1 : next;
    }

    private static void add(StringBuilder xml, int id, int length, String name, boolean pad) {
        xml.append("<isofield id=\"" + id + "\" length=\"" + length + "\" name=\"" + name);
        xml.append("\" pad=\"" + pad + "\" class=\"org.jpos.iso." + name + "\"/>\n");
    }

    /** The dialect of a packager that can be said whole. */
    static MessageSpec imported(String xml) {
        final Problems problems = new Problems();
        final String yaml = PackagerImport.toYaml("packager.xml", xml, "imported", problems);
        assertEquals(List.of(), problems.lines());
        final MessageSpec spec = Dialects.parse("imported.yaml", yaml, problems);
        assertNotNull(spec, () -> problems.lines() + "\n" + yaml);
        return spec;
    }
}
