package io.cardswitch.iso8583.nested;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.describe.MessageJson;
import io.cardswitch.iso8583.spec.Dialects;
import io.cardswitch.iso8583.yaml.Problems;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;

/** What holds parts and has a fixed length is never filled up: fill would be read as parts. */
class FixedPartsTest {
    private final MessageJson json = new MessageJson(load(), true);

    private static MessageSpec load() {
        final Problems problems = new Problems();
        final Path file = Path.of("src/test/resources/dialects/fixed-parts.yaml");
        final MessageSpec spec = Dialects.load(file, problems);
        assertEquals(List.of(), problems.lines());
        return spec;
    }

    private static String message(String field) {
        return "{\"mti\":\"0200\",\"fields\":{" + field.replace('\'', '"') + "}}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0007',
            value = {
                "'48':{'1':'AB','2':'CDE'}|48|length 5 is not 8",
                "'48':{'1':'AB','2':'CDE','3':'FG'}|48|length 7 is not 8",
                "'48':{}|48|length 0 is not 8",
                "'48':'ABCDEFG'|48|length 7 is not 8",
                "'60':{'1':'22','2':'345'}|60|length 5 is not 6",
                "'60':'22345'|60|length 5 is not 6",
                "'62':{'1':'22','2':'3456'}|62|length 3 is not 4",
                "'127':{'25':{'1':'00','4':{'1':'AB'}}}|'127.25.4'|length 2 is not 6",
                "'127':{'25':{'1':'00','4':'ABCDE'}}|'127.25.4'|length 5 is not 6",
            })
    void shouldRefuseWhenContentIsShorterThanItsFixedLength(
            String field, String path, String reason) {
        final StringBuilder out = new StringBuilder();
        assertFalse(json.encode(message(field), out), out::toString);
        final String error = "{'error':{'de':" + path + ",'reason':'" + reason + "'}}";
        assertEquals(error.replace('\'', '"'), out.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'48':{'1':'AB','2':'CDE','3':'FGH'}",
                "'60':{'1':'22','2':'3456'}",
                "'61':{'1':'22','2':'3456'}",
                "'61':{'1':'22','2':'34'}",
                "'61':{'1':'22'}",
                "'62':{'1':'22','2':'345678'}",
                "'63':{'1':'C00000100','2':'D0000100','3':'C0000100'}",
                "'63':{'1':'C00000100','2':'D0000100'}",
                "'63':{'1':'C00000100'}",
                "'127':{'25':{'1':'00','4':{'1':'AB','2':'CDEF'}}}",
                "'127':{'25':{'1':'00'}}",
            })
    void shouldReadWhatWasWrittenWhenContentIsLongEnough(String field) {
        final StringBuilder hex = new StringBuilder();
        assertTrue(json.encode(message(field), hex), hex::toString);
        final StringBuilder decoded = new StringBuilder();
        assertTrue(json.decodeHex(hex.toString(), decoded), decoded::toString);
        assertEquals(message(field), decoded.toString());
    }
}
