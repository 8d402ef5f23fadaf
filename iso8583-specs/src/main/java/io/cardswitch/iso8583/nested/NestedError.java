package io.cardswitch.iso8583.nested;

/** What is wrong with nested content: the first error, found from the inside out. Mutable. */
final class NestedError {
    private String path = "";
    private int offset;
    private String reason = "";

    /**
     * Notes an error.
     *
     * @param key of the part within its content; empty for the content itself
     * @param offset index in the buffer
     */
    boolean note(String key, int offset, String reason) {
        path = key;
        this.offset = offset;
        this.reason = reason;
        return false;
    }

    /** Puts the key of what lies around, if it has any, in front of the path. */
    boolean within(String key) {
        if (!key.isEmpty()) path = path.isEmpty() ? key : key + "." + path;
        return false;
    }

    String path() {
        return path;
    }

    int offset() {
        return offset;
    }

    String reason() {
        return reason;
    }
}
