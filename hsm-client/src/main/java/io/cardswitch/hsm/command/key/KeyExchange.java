package io.cardswitch.hsm.command.key;

/** Commands that translate one type of key between a ZMK and the LMK. */
public enum KeyExchange {
    /** ZPK from ZMK to LMK. */
    IMPORT_ZPK("FA", ""),
    /** ZPK from LMK to ZMK. */
    EXPORT_ZPK("GC", ""),
    /** TMK, TPK or PVK from ZMK to LMK. */
    IMPORT_TMK("FC", ""),
    /** TMK, TPK or PVK from LMK to ZMK. */
    EXPORT_TMK("FE", ""),
    /** ZEK from ZMK to LMK. */
    IMPORT_ZEK("FK", "0"),
    /** ZAK from ZMK to LMK. */
    IMPORT_ZAK("FK", "1"),
    /** ZEK from LMK to ZMK. */
    EXPORT_ZEK("FM", "0"),
    /** ZAK from LMK to ZMK. */
    EXPORT_ZAK("FM", "1"),
    /** TAK from ZMK to LMK. */
    IMPORT_TAK("MI", ""),
    /** TAK from LMK to ZMK. */
    EXPORT_TAK("MG", ""),
    /** CVK from ZMK to LMK. */
    IMPORT_CVK("AW", ""),
    /** CVK from LMK to ZMK. */
    EXPORT_CVK("AU", ""),
    /** BDK from ZMK to LMK. */
    IMPORT_BDK("DW", ""),
    /** BDK from LMK to ZMK. */
    EXPORT_BDK("DY", ""),
    /** ZMK from another ZMK to LMK. */
    IMPORT_ZMK("BY", ""),
    /** TPK from LMK to TMK. */
    EXPORT_TPK_UNDER_TMK("AE", ""),
    /** TAK from LMK to TMK. */
    EXPORT_TAK_UNDER_TMK("AG", "");

    private final String code;
    private final String flag;

    KeyExchange(String code, String flag) {
        this.code = code;
        this.flag = flag;
    }

    /** Two characters of the command. */
    public String code() {
        return code;
    }

    String flag() {
        return flag;
    }
}
