package io.cardswitch.benchmarks.jpos;

import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.jpos.PackagerImport;
import io.cardswitch.iso8583.spec.Dialects;
import io.cardswitch.iso8583.yaml.Problems;

import org.jpos.iso.ISOException;
import org.jpos.iso.packager.GenericPackager;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The same wire format for both: a bundled dialect and the packager file of jPOS with its bytes, or
 * a file of jPOS and the dialect that it is imported as.
 */
record PackagerFile(GenericPackager packager, MessageSpec spec) {
    private static final String EBCDIC = "iso87-ebcdic";

    static PackagerFile of(String dialect) throws IOException, ISOException {
        final boolean isBundled = Dialects.names().contains(dialect);
        final String xml =
                EBCDIC.equals(dialect)
                        ? inEbcdic(text("iso87ascii"))
                        : text(dialect.replace("-", ""));
        final byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        final GenericPackager packager = new GenericPackager(new ByteArrayInputStream(bytes));
        return new PackagerFile(
                packager, isBundled ? Dialects.bundled(dialect) : imported(dialect, xml));
    }

    /** jPOS brings no such file; its classes have the same names with another letter. */
    private static String inEbcdic(String xml) {
        return xml.replace("IFA_BITMAP", "IFB_BITMAP")
                .replace("IFA_BINARY", "IFB_BINARY")
                .replace("IFA_", "IFE_")
                .replace("IF_CHAR", "IFE_CHAR");
    }

    private static MessageSpec imported(String name, String xml) {
        final Problems problems = new Problems();
        final String yaml = PackagerImport.toYaml(name + ".xml", xml, name, problems);
        final MessageSpec spec =
                yaml == null ? null : Dialects.parse(name + ".yaml", yaml, problems);
        if (spec == null) throw new IllegalStateException(problems.lines().getFirst());
        return spec;
    }

    private static String text(String name) throws IOException {
        final String file = "packager/" + name + ".xml";
        try (InputStream in = GenericPackager.class.getClassLoader().getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
