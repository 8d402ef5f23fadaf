package io.cardswitch.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.util.List;

class TableTest {
    @Test
    void shouldAlignColumnsWhenPrinted() {
        final Table table = new Table("name", "tps");
        table.row("a longer name", "1");
        table.row("b", "1,000");
        assertEquals(
                List.of("name             tps", "a longer name      1", "b              1,000"),
                table.toString().lines().toList());
    }

    @Test
    void shouldRefuseARowWhenItsCellsDoNotMatch() {
        assertThrows(IllegalArgumentException.class, () -> new Table("a", "b").row("c"));
    }
}
