package io.cardswitch.iso8583.jpos;

import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.SortedMap;

/**
 * A packager of jPOS at work. All else runs without its jar: only the class behind this needs it.
 */
interface Interpreter {
    /** What reads and writes messages when the jar of jPOS is there. */
    String CLASS = "io.cardswitch.iso8583.jpos.JposInterpreter";

    /** A refusal that is about no field. */
    int NO_FIELD = -1;

    /**
     * A message that was read.
     *
     * @param fields by number: text, octets in upper-case hexadecimal, or such a map of parts
     */
    record Message(String mti, SortedMap<Integer, Object> fields) {}

    /** Why jPOS refused; never its own words, which may quote what stands in the message. */
    final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        private final int field;

        Refusal(int field, String reason) {
            super(reason, null, false, false);
            this.field = field;
        }

        /** The field, or {@link Interpreter#NO_FIELD}. */
        int field() {
            return field;
        }
    }

    /** Reads a whole message. */
    Message read(byte[] message) throws Refusal;

    /**
     * Writes a message.
     *
     * @param fields by number: text, hexadecimal where the field is octets, or a map of parts
     */
    byte[] write(String mti, Map<Integer, ?> fields) throws Refusal;

    /** Name of a field of messages. */
    String name(int field);

    /**
     * By a packager file.
     *
     * @param xml its text
     * @return null when jPOS is not on the class path
     * @throws Refusal when jPOS cannot take the file
     */
    static Interpreter of(String xml) throws Refusal {
        try {
            final Class<?> type = Class.forName(CLASS);
            return (Interpreter) type.getDeclaredConstructor(String.class).newInstance(xml);
        } catch (final InvocationTargetException e) {
            if (e.getCause() instanceof LinkageError) return null; // A class of jPOS is missing.
            throw new Refusal(NO_FIELD, "jPOS cannot take the packager file");
        } catch (final ReflectiveOperationException | LinkageError e) {
            return null; // This build, or this class path, has no jPOS.
        }
    }
}
