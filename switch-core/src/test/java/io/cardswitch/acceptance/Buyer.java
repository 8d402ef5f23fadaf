package io.cardswitch.acceptance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Buys without end over one terminal until its connection breaks. Keeps a tape of every approval it
 * was given, and what is still unanswered: that is repeated as 0201 on the next connection, as a
 * terminal in the field does.
 */
final class Buyer implements Runnable {
    /** An approval as the client saw it. */
    record Approval(String terminalId, int stan, int card, long amountMinor, String code) {}

    private static final int WINDOW = 32;
    private static final int MAX_AMOUNT_MINOR = 10_000;

    private final String terminalId;
    private final SplittableRandom random;
    private final List<Approval> tape = new ArrayList<>();
    private final Map<Integer, Approval> unanswered = new LinkedHashMap<>();
    private volatile int answers;
    private volatile String oddity;
    private int port;
    private int nextStan = 1;

    Buyer(String terminalId, long seed) {
        this.terminalId = terminalId;
        this.random = new SplittableRandom(seed);
    }

    /** Starts buying at the port. */
    Thread start(int newPort) {
        port = newPort;
        return Thread.ofPlatform().name("buyer " + terminalId).start(this);
    }

    @Override
    public void run() {
        try (Terminal terminal = new Terminal(port, terminalId)) {
            for (final Approval request : List.copyOf(unanswered.values())) {
                terminal.purchase(0x0201, request.stan, request.card, request.amountMinor);
            }
            terminal.flush();
            receiveAll(terminal);
            while (oddity == null) {
                for (int i = 0; i < WINDOW; i++) {
                    send(terminal);
                }
                terminal.flush();
                receiveAll(terminal);
            }
        } catch (IOException e) {
            // The switch was killed: what is unanswered is repeated by the next run.
            return;
        }
    }

    private void send(Terminal terminal) throws IOException {
        final int stan = nextStan++;
        final int card = random.nextInt(Site.CARDS);
        final long amountMinor = random.nextInt(1, MAX_AMOUNT_MINOR);
        unanswered.put(stan, new Approval(terminalId, stan, card, amountMinor, ""));
        terminal.purchase(0x0200, stan, card, amountMinor);
    }

    private void receiveAll(Terminal terminal) throws IOException {
        while (!unanswered.isEmpty()) {
            final Terminal.Answer answer = terminal.read();
            final Approval request = unanswered.remove(answer.stan());
            if (request == null || !answer.isApproved() || answer.mti() != 0x0210) {
                oddity = answer.toString();
                return;
            }
            tape.add(
                    new Approval(
                            terminalId,
                            request.stan,
                            request.card,
                            request.amountMinor,
                            answer.approvalCode()));
            answers++;
        }
    }

    /** Approvals received so far; may be read while the buyer runs. */
    int answers() {
        return answers;
    }

    /** All approvals received; read when the buyer has ended. */
    List<Approval> tape() {
        return tape;
    }

    /** An answer that should not be, or null. */
    String oddity() {
        return oddity;
    }
}
