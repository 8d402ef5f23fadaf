package io.cardswitch.core.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.spec.Dialects;
import io.cardswitch.iso8583.validate.MessageRules;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;
import java.util.Optional;

/** Messages that can be read but do not carry what their link asks for. */
final class LinkRulesTest {
    @Test
    void shouldAnswer30AndCountTheElementWhenAMessageBreaksARule() {
        final EdgeFixture edge =
                new EdgeFixture(
                        new LinkConfig(
                                EdgeFixture.LINK,
                                "pos",
                                Dialects.bundled("iso87-binary"),
                                Header.NONE,
                                true,
                                3,
                                false,
                                Optional.of(MessageRules.bundled("iso87"))));
        final Map<Integer, String> elements = EdgeFixture.purchase();
        assertEquals(RequestAdapter.PUBLISHED, edge.send(0x0200, elements));
        elements.remove(22);
        for (int i = 1; i <= 2; i++) {
            assertEquals(RequestAdapter.ANSWERED, edge.send(0x0200, elements));
            assertEquals("30", edge.refusal().get(39));
            assertTrue(edge.adapter.isMalformed());
            assertEquals(i, edge.count("switch_rule_breaches_total", "element=\"22\""));
        }
        assertEquals(1, edge.publishedCount);
    }

    /** DE11 counts from 000001 to 999999. */
    @ParameterizedTest
    @ValueSource(strings = {"0200", "0420", "0800"})
    void shouldAnswer30WhenTheTraceNumberIsZero(String mti) {
        for (final String dialect : new String[] {"iso87-ascii", "iso87-binary"}) {
            final EdgeFixture edge = new EdgeFixture(dialect);
            final Map<Integer, String> elements =
                    mti.equals("0200") ? EdgeFixture.purchase() : EdgeFixture.reversal();
            elements.put(70, "301");
            elements.put(11, "000001");
            assertEquals(RequestAdapter.PUBLISHED, edge.send(Integer.parseInt(mti, 16), elements));
            elements.put(11, "000000");
            assertEquals(RequestAdapter.ANSWERED, edge.send(Integer.parseInt(mti, 16), elements));
            assertEquals("30", edge.refusal().get(39));
            assertEquals("000000", edge.refusal().get(11));
        }
    }
}
