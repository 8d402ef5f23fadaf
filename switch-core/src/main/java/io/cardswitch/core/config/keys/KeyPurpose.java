package io.cardswitch.core.config.keys;

import java.util.List;

/** What a named key is used for: the usages of key blocks that fit (ANSI X9.143 and payShield). */
enum KeyPurpose {
    PIN("encrypts PIN blocks", "P0", "71", "72"),
    ISSUER_PIN("encrypts PIN blocks between zones", "P0", "72"),
    PVV("verifies PINs by PVV", "V0", "V2"),
    OFFSET("verifies PINs by offset", "V0", "V1"),
    CARD_VALUE("verifies card values", "C0", "12", "13"),
    CRYPTOGRAM("verifies chip cryptograms", "E0"),
    EXCHANGE("protects keys on their way", "K0", "K1", "52"),
    RETAIL_MAC("makes MACs by algorithm 3", "M3"),
    CBC_MAC("makes MACs by algorithm 1", "M1", "M0"),
    CMAC("makes MACs by CMAC", "M6", "M5");

    private final String words;
    private final List<String> usages;

    KeyPurpose(String words, String... usages) {
        this.words = words;
        this.usages = List.of(usages);
    }

    /** What such a key does. */
    String words() {
        return words;
    }

    /** Usages of key blocks that fit, two characters each. */
    List<String> usages() {
        return usages;
    }
}
