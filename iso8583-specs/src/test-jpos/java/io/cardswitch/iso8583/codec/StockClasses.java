package io.cardswitch.iso8583.codec;

import io.cardswitch.iso8583.yaml.Problems;
import io.cardswitch.iso8583.yaml.YamlNode;
import io.cardswitch.iso8583.yaml.YamlReader;

import java.util.List;
import java.util.Set;

/** The field packagers of jPOS that the import claims to know. */
final class StockClasses {
    /** jPOS reads letters of the first wrongly, and the others as amounts with a currency. */
    static final Set<String> ONLY_WRITTEN =
            Set.of("IFE_BINARY", "IFA_AMOUNT2003", "IFB_AMOUNT2003");

    private static final String ONLY_EVEN = "IFB_FNUMERIC";

    private static final YamlNode STOCK =
            YamlReader.resource(
                    io.cardswitch.iso8583.jpos.PackagerImport.class, "stock.yaml", new Problems());

    /** Those that a dialect can say, bitmaps and nothing excepted; jPOS reads what they write. */
    static final List<String> NAMES =
            STOCK.keys().stream()
                    .filter(name ->
                            !STOCK.text(name).startsWith("no: ")
                                    && !ONLY_WRITTEN.contains(name)
                                    && !STOCK.text(name).startsWith("bitmap")
                                    && !STOCK.text(name).equals("nothing"))
                    .toList();

    private StockClasses() {}

    /** Whether an odd and an even length differ. */
    static boolean hasDigits(String name) {
        if (name.equals(ONLY_EVEN)) return false;
        return STOCK.text(name).startsWith("digits") || STOCK.text(name).startsWith("amount");
    }

    /** One that its length has room for. */
    static int length(String name) {
        if (name.equals(ONLY_EVEN)) return 18;
        return STOCK.text(name).matches(".* 1 [a-z]*") ? 9 : 19;
    }
}
