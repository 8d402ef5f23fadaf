package io.cardswitch.iso8583.codec;

import io.cardswitch.iso8583.spec.Dialects;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** jPOS and we make the same bytes of the same values, and read the same values of them. */
class JposDifferentialTest {
    private static final int MESSAGES = 20_000;
    private static final int MANY_MESSAGES = 100_000;

    @ParameterizedTest
    @CsvSource({
        "iso87-ascii, packager/iso87ascii.xml",
        "iso87-binary, packager/iso87binary.xml",
        "iso93-ascii, packager/iso93ascii.xml",
        "iso93-binary, packager/iso93binary.xml"
    })
    void shouldAgreeWithJposOnRandomMessages(String dialect, String xml) throws Exception {
        JposPeer.ofJar(xml).shouldAgree(Dialects.bundled(dialect), MESSAGES);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({
        "iso87-ascii, packager/iso87ascii.xml",
        "iso87-binary, packager/iso87binary.xml",
        "iso93-ascii, packager/iso93ascii.xml",
        "iso93-binary, packager/iso93binary.xml"
    })
    void shouldAgreeWithJposOnManyRandomMessages(String dialect, String xml) throws Exception {
        JposPeer.ofJar(xml).shouldAgree(Dialects.bundled(dialect), MANY_MESSAGES);
    }
}
