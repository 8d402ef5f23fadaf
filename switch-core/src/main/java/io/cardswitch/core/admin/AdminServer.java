package io.cardswitch.core.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.cardswitch.core.metrics.SwitchCounters;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * HTTP for operators, reading only. Errors are problem details (RFC 9457). A virtual thread a
 * request: a slow client holds up nobody else. The JVM options bound how long it may take.
 */
public final class AdminServer implements AutoCloseable {
    private static final int BACKLOG = 16;
    private static final String JSON = "application/json";
    private static final String ACCOUNTS = "/api/accounts/";

    private final SwitchCounters counters;
    private final NodeView node;
    private final HttpServer server;
    private final ExecutorService executor =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("switch-admin-", 0).factory());

    private record Answer(int status, String contentType, String body) {}

    /**
     * Opens the server.
     *
     * @param port 0 for any free one
     * @throws IOException when the address cannot be bound
     */
    public AdminServer(String host, int port, SwitchCounters counters, NodeView node)
            throws IOException {
        this.counters = counters;
        this.node = node;
        this.server = HttpServer.create(new InetSocketAddress(host, port), BACKLOG);
        server.setExecutor(executor);
        server.createContext("/", this::onExchange);
        server.start();
    }

    /** Port that is bound. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void onExchange(HttpExchange exchange) throws IOException {
        try (exchange) {
            final Answer answer = answerTo(exchange);
            final byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            final boolean isHead = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), isHead ? -1 : body.length);
            if (!isHead) {
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(body);
                }
            }
        }
    }

    private Answer answerTo(HttpExchange exchange) {
        final String path = exchange.getRequestURI().getPath();
        final String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            return problem(405, "Method not allowed", "this server only reads: use GET");
        }
        try {
            return switch (path) {
                case "/health/live" -> new Answer(200, JSON, "{\"status\":\"live\"}\n");
                case "/health/ready" -> ready();
                case "/metrics" ->
                        new Answer(200, MetricsPage.CONTENT_TYPE, MetricsPage.of(counters));
                case "/api/state" ->
                        new Answer(200, JSON, StatePage.of(node, isWalk(exchange)) + "\n");
                default -> path.startsWith(ACCOUNTS) ? account(path) : unknown(path);
            };
        } catch (final IllegalStateException e) {
            return problem(503, "Not available", String.valueOf(e.getMessage()));
        } catch (final RuntimeException e) {
            return problem(500, "Internal error", e.getClass().getSimpleName());
        }
    }

    private static boolean isWalk(HttpExchange exchange) {
        return "walk=true".equals(exchange.getRequestURI().getQuery());
    }

    private Answer ready() {
        return node.isReady()
                ? new Answer(200, JSON, "{\"status\":\"ready\"}\n")
                : problem(503, "Not ready", "starting, stopping, or the disk is full");
    }

    private Answer account(String path) {
        final String id = path.substring(ACCOUNTS.length());
        final String json = AccountPage.of(node, id);
        return json == null
                ? problem(404, "Account unknown", "no account " + id)
                : new Answer(200, JSON, json + "\n");
    }

    private static Answer unknown(String path) {
        return problem(404, "Not found", "nothing at " + path);
    }

    private static Answer problem(int status, String title, String detail) {
        final Json json =
                new Json()
                        .text("type", "about:blank")
                        .text("title", title)
                        .number("status", status)
                        .text("detail", detail);
        return new Answer(status, "application/problem+json", json + "\n");
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
