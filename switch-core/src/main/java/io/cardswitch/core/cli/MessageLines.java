package io.cardswitch.core.cli;

import io.cardswitch.iso8583.codec.MessageSpec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Turns lines into lines, an empty one too, so that answers stand beside what they answer; goes on
 * after a bad one. Memory is bounded however long a line is.
 */
final class MessageLines {
    /** Longest line read: a message as hexadecimal or JSON, with room for blanks. */
    static final int MAX_LENGTH = 16 * MessageSpec.MAX_MESSAGE_LENGTH;

    private static final String TOO_LONG =
            "{\"error\":{\"reason\":\"line exceeds " + MAX_LENGTH + " characters\"}}";

    /** Appends the answer to a line; leaves whether the line was good. */
    interface Translation {
        boolean translate(String line, StringBuilder out);
    }

    private final Translation translation;
    private final PrintWriter out;
    private final StringBuilder answer = new StringBuilder();
    private boolean isClean = true;

    MessageLines(Translation translation, PrintWriter out) {
        this.translation = translation;
        this.out = out;
    }

    /** 0 when every line was good, else 1. */
    int exitCode() {
        out.flush();
        return isClean ? 0 : 1;
    }

    void accept(String line) {
        answer.setLength(0);
        isClean &= translation.translate(line, answer);
        out.println(answer);
    }

    void acceptAll(InputStream in) throws IOException {
        final BufferedReader reader =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        final StringBuilder line = new StringBuilder();
        boolean isTooLong = false;
        for (int c = reader.read(); c >= 0; c = reader.read()) {
            if (c == '\n') {
                accept(line, isTooLong);
                isTooLong = false;
                if (!reader.ready()) out.flush();
            } else if (line.length() < MAX_LENGTH) {
                line.append((char) c);
            } else {
                isTooLong = true;
            }
        }
        if (!line.isEmpty()) accept(line, isTooLong);
    }

    private void accept(StringBuilder line, boolean isTooLong) {
        if (isTooLong) {
            isClean = false;
            out.println(TOO_LONG);
        } else {
            accept(line.toString());
        }
        line.setLength(0);
    }
}
