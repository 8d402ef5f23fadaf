package io.cardswitch.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.command.ReplyFlyweight;
import io.cardswitch.core.command.RequestFlags;
import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.command.sbe.ReversalRequestEncoder;
import io.cardswitch.core.command.sbe.TransactionRequestEncoder;
import io.cardswitch.core.domain.AccountStatus;
import io.cardswitch.core.domain.AccountType;
import io.cardswitch.core.domain.CardStatus;
import io.cardswitch.core.domain.Channel;
import io.cardswitch.core.domain.Product;
import io.cardswitch.core.domain.RouteDestination;
import io.cardswitch.core.scenario.ScenarioStep;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/** Runs the steps of a scenario against the engine alone. */
final class EngineScenario {
    private static final int CURRENCY_USD = 840;

    private final EngineDriver driver;
    private boolean isConfigured;
    private boolean isDrafting;
    private long version;

    EngineScenario(List<ScenarioStep> steps) {
        int window = EngineConfig.small().windowCount();
        for (final ScenarioStep step : steps) {
            if (step.verb().equals("engine")) window = step.number("window", window);
        }
        final EngineConfig small = EngineConfig.small();
        driver =
                new EngineDriver(
                        new EngineConfig(
                                small.maxAccounts(),
                                small.maxCards(),
                                small.maxHolds(),
                                window,
                                small.windowMs(),
                                small.checkpointHistory(),
                                small.maxCardChecks(),
                                small.cardCheckMs()));
    }

    void run(List<ScenarioStep> steps) {
        for (final ScenarioStep step : steps) {
            run(step);
        }
        checkReplay(0);
    }

    private void run(ScenarioStep step) {
        if (!step.verb().equals("product") && !step.verb().equals("route")) commitDraft();
        switch (step.verb()) {
            case "engine", "expect" -> {}
            case "account" -> account(step);
            case "card" -> card(step);
            case "product" -> product(step);
            case "route" -> route(step);
            case "tick" -> tick(step);
            default -> message(step);
        }
        if (!step.verb().matches("\\d{4}"))
            step.checks().forEach(check -> check(step, check, null));
    }

    private void account(ScenarioStep step) {
        driver.account(
                step.operands().get(0),
                Integer.parseInt(step.operands().get(1)),
                minor(step.operands().get(2)),
                minor(step.option("credit", "0")),
                AccountType.valueOf(upper(step.option("type", "debit"))),
                AccountStatus.valueOf(upper(step.option("status", "active"))));
    }

    private void card(ScenarioStep step) {
        final String expires = step.option("expires", "2030-12");
        driver.card(
                token(step.operands().get(0)),
                step.operands().get(1),
                Integer.parseInt(expires.substring(2, 4) + expires.substring(5)),
                step.number("product", 1),
                CardStatus.valueOf(upper(step.option("status", "active"))));
    }

    private void product(ScenarioStep step) {
        openDraft();
        long low = 0;
        long high = 0;
        for (final String type : step.option("types", "00,01,09,20,21,30,31").split(",")) {
            final int bit = Integer.parseInt(type);
            if (bit < Long.SIZE) low |= 1L << bit;
            else high |= 1L << bit;
        }
        int channels = 0;
        for (final String channel : step.option("channels", "pos,atm,ecommerce").split(",")) {
            channels |= 1 << Channel.valueOf(upper(channel)).code();
        }
        driver.product(
                new Product(
                        Integer.parseInt(step.operands().get(0)),
                        low,
                        high,
                        minor(step.option("maximum", "0")),
                        durationMs(step.option("hold", "7d")),
                        channels,
                        0,
                        0));
    }

    private void route(ScenarioStep step) {
        openDraft();
        final String[] range = step.operands().get(0).split("-");
        driver.route(
                Integer.parseInt(range[0]),
                Integer.parseInt(range[1]),
                RouteDestination.valueOf(upper(step.operands().get(1))));
    }

    private void openDraft() {
        if (!isDrafting) driver.start(++version);
        isDrafting = true;
        isConfigured = true;
    }

    private void commitDraft() {
        if (isDrafting) driver.commit(version);
        isDrafting = false;
        if (!isConfigured) driver.configure();
        isConfigured = true;
    }

    private void tick(ScenarioStep step) {
        driver.pass(durationMs(step.operands().get(0).substring(1)));
        driver.tick();
    }

    private void message(ScenarioStep step) {
        final int mti = Integer.parseInt(step.verb(), 16);
        final ReplyFlyweight reply =
                switch (mti >>> 8) {
                    case 4 -> reversal(step, mti);
                    case 8 -> driver.network(step.number("link", 1), operand(step, 0));
                    default -> transaction(step, mti);
                };
        final ResultCode result = ResultCode.of(reply.resultCode());
        assertEquals(step.code(), result.responseCode().text87(), () -> where(step) + result);
        if (!step.reason().isEmpty()) {
            assertEquals(step.reason(), result.name(), () -> where(step));
        }
        step.checks().forEach(check -> check(step, check, reply));
    }

    private ReplyFlyweight transaction(ScenarioStep step, int mti) {
        final TransactionRequestEncoder request =
                driver.request(mti, token(step.operands().get(0)), amount(step), stan(step));
        final int type = step.number("type", 0);
        request.keyHigh(key(step, mti >>> 8 & 0xF))
                .processingCode(type * 10_000L)
                .currency(step.number("currency", CURRENCY_USD))
                .linkId(step.number("link", 1))
                .merchantType(step.number("merchant", 0))
                .entryMode(step.number("entry", 0))
                .expiry(step.number("expiry", 0))
                .bin(step.number("bin", EngineDriver.BIN));
        request.rrn(step.option("rrn", ""));
        request.terminalId(step.option("terminal", "TERM0001"));
        return driver.send();
    }

    /** Without {@code of} DE90 is absent: both classes are tried, by the own STAN if given. */
    private ReplyFlyweight reversal(ScenarioStep step, int mti) {
        final boolean isNamed = step.options().containsKey("of");
        final int named = Integer.parseInt(step.option("of", "0200"), 16) >>> 8;
        final ReversalRequestEncoder request =
                driver.reversal(
                        mti,
                        named,
                        token(step.operands().get(0)),
                        amount(step),
                        step.number("own", stan(step)));
        request.originalKeyHigh(key(step, isNamed ? named : 2))
                .authorizationKeyHigh(key(step, isNamed ? named : 1))
                .linkId(step.number("link", 1))
                .flags((short) (isNamed ? RequestFlags.ORIGINAL_NAMED : 0));
        if (step.options().containsKey("replaced")) {
            request.replacementMinor(minor(step.option("replaced", "")));
        }
        request.rrn(step.option("rrn", ""));
        request.terminalId(step.option("terminal", "TERM0001"));
        return driver.sendReversal();
    }

    private void check(ScenarioStep step, List<String> check, ReplyFlyweight reply) {
        final SwitchStateMachine engine = driver.engine();
        switch (check.get(0)) {
            case "available" ->
                    assertEquals(
                            minor(check.get(2)),
                            driver.availableMinor(check.get(1)),
                            () -> where(step) + check);
            case "ledger" ->
                    assertEquals(
                            minor(check.get(2)),
                            driver.ledgerMinor(check.get(1)),
                            () -> where(step) + check);
            case "balances" -> {
                assertTrue(has(reply, ReplyFlyweight.HAS_BALANCES), () -> where(step) + check);
                assertEquals(minor(check.get(1)), reply.ledgerMinor(), () -> where(step) + check);
                assertEquals(
                        minor(check.get(2)), reply.availableMinor(), () -> where(step) + check);
            }
            case "repeat" -> assertTrue(has(reply, ReplyFlyweight.IS_REPEAT), () -> where(step));
            case "first" -> assertTrue(!has(reply, ReplyFlyweight.IS_REPEAT), () -> where(step));
            case "conserved" -> assertTrue(engine.isConserved(), () -> where(step));
            case "holds" ->
                    assertEquals(
                            Integer.parseInt(check.get(1)), engine.holdCount(), () -> where(step));
            case "unmatched" ->
                    assertEquals(
                            Long.parseLong(check.get(1)),
                            engine.unmatchedReversalCount(),
                            () -> where(step));
            case "evicted" ->
                    assertEquals(
                            Long.parseLong(check.get(1)), engine.evictedCount(), () -> where(step));
            case "replay-hash-equal" -> checkReplay(step.line());
            default -> throw new IllegalArgumentException(where(step) + check);
        }
    }

    private void checkReplay(int line) {
        final SwitchStateMachine copy = driver.replay();
        assertEquals(driver.engine().stateHash(), copy.stateHash(), () -> "state, line " + line);
        assertEquals(driver.engine().decisionHash(), copy.decisionHash(), () -> "line " + line);
        assertTrue(copy.isConserved(), "postings sum to zero after replay");
    }

    private static boolean has(ReplyFlyweight reply, int flag) {
        return (reply.flags() & flag) != 0;
    }

    /** What the edge hashes, unhashed: link, terminal, type and class; the STAN is the low half. */
    private static long key(ScenarioStep step, int messageClass) {
        long key = step.number("link", 1);
        key = key * 1_000_003 + step.option("terminal", "TERM0001").hashCode();
        key = key * 1_000_003 + step.number("type", 0);
        return key * 1_000_003 + messageClass;
    }

    private static int stan(ScenarioStep step) {
        return step.number("stan", 0);
    }

    private static int operand(ScenarioStep step, int index) {
        return Integer.parseInt(step.operands().get(index));
    }

    /** Cards are named C1, C2 ...; C0 stands for no card number. */
    private static long token(String card) {
        return Long.parseLong(card.substring(1));
    }

    private static long amount(ScenarioStep step) {
        return step.operands().size() > 1 ? minor(step.operands().get(1)) : -1;
    }

    private static long minor(String amount) {
        return new BigDecimal(amount).movePointRight(2).longValueExact();
    }

    private static long durationMs(String text) {
        final long count = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> count * 1_000;
            case 'h' -> count * 3_600_000;
            case 'd' -> count * 86_400_000;
            default -> throw new IllegalArgumentException("no duration: " + text);
        };
    }

    private static String upper(String word) {
        return word.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static String where(ScenarioStep step) {
        return "line " + step.line() + " (" + step.verb() + "): ";
    }
}
