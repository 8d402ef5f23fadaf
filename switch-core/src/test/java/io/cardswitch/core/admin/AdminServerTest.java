package io.cardswitch.core.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.cardswitch.core.command.Commands;
import io.cardswitch.core.command.Effects;
import io.cardswitch.core.command.sbe.AccountLoadEncoder;
import io.cardswitch.core.command.sbe.MessageHeaderEncoder;
import io.cardswitch.core.engine.EngineConfig;
import io.cardswitch.core.engine.SwitchStateMachine;
import io.cardswitch.core.metrics.SwitchCounters;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.function.Consumer;

final class AdminServerTest {
    private final SwitchStateMachine engine = new SwitchStateMachine(EngineConfig.small());
    private final SwitchCounters counters = new SwitchCounters();
    private boolean isReady = true;
    private RuntimeException failure;
    private AdminServer server;
    private HttpClient client;

    private final class FakeNode implements NodeView {
        @Override
        public boolean isReady() {
            return isReady;
        }

        @Override
        public long durableSequence() {
            return 7;
        }

        @Override
        public void read(Consumer<SwitchStateMachine> reader) {
            if (failure != null) {
                throw failure;
            }
            reader.accept(engine);
        }
    }

    @BeforeEach
    void open() throws IOException {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[Commands.MAX_LENGTH]);
        new AccountLoadEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .openingMinor(12_345)
                .creditLimitMinor(0)
                .accountId("A-1")
                .currency(840)
                .accountType((short) 0)
                .status((short) 0);
        engine.onCommand(
                1,
                buffer,
                0,
                Commands.HEADER_LENGTH + AccountLoadEncoder.BLOCK_LENGTH,
                new Effects().wrap(new UnsafeBuffer(new byte[Effects.LENGTH]), 0).clear());
        server = new AdminServer("127.0.0.1", 0, counters, new FakeNode());
        client = HttpClient.newHttpClient();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private HttpResponse<String> send(String method, String path)
            throws IOException, InterruptedException {
        final HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void shouldShowAnAccount() throws Exception {
        final HttpResponse<String> response = send("GET", "/api/accounts/A-1");
        assertEquals(200, response.statusCode());
        assertEquals("application/json", typeOf(response));
        assertEquals(
                "{\"account\":\"A-1\",\"currency\":\"840\",\"type\":\"debit\","
                        + "\"status\":\"active\",\"ledger_minor\":12345,"
                        + "\"available_minor\":12345,\"credit_limit_minor\":0,\"holds\":[]}\n",
                response.body());
    }

    private static String typeOf(HttpResponse<String> response) {
        return response.headers().firstValue("content-type").orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/accounts/A-2",
                "/api/accounts/",
                "/api/accounts/%22x%0A%C3%A9-much-longer-than-an-account-can-be",
                "/nothing"
            })
    void shouldAnswerUnknownThingsWithProblemDetails(String path) throws Exception {
        final HttpResponse<String> response = send("GET", path);
        assertEquals(404, response.statusCode());
        assertEquals("application/problem+json", typeOf(response));
        assertTrue(response.body().contains("\"status\":404"), response.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
    void shouldRefuseMethodsThatChange(String method) throws Exception {
        final HttpResponse<String> response = send(method, "/api/accounts/A-1");
        assertEquals(405, response.statusCode());
        assertEquals("GET, HEAD", response.headers().firstValue("allow").get());
    }

    @Test
    void shouldAnswerFailuresWithProblemDetails() throws Exception {
        failure = new IllegalArgumentException("4761739001010119");
        final HttpResponse<String> response = send("GET", "/api/state");
        assertEquals(500, response.statusCode());
        assertEquals("application/problem+json", typeOf(response));
        assertTrue(!response.body().contains("4761"), response.body());
    }

    @Test
    void shouldAnswerWhileAnotherClientIsSlow() throws Exception {
        try (Socket slow = new Socket("127.0.0.1", server.port())) {
            slow.getOutputStream().write("GET /health/live HTTP/1.1\r\n".getBytes(US_ASCII));
            slow.getOutputStream().flush();
            assertEquals(200, send("GET", "/health/live").statusCode());
        }
    }

    @Test
    void shouldTellReadyFromLive() throws Exception {
        assertEquals(200, send("GET", "/health/ready").statusCode());
        isReady = false;
        assertEquals(503, send("GET", "/health/ready").statusCode());
        assertEquals(200, send("GET", "/health/live").statusCode());
        assertEquals(200, send("HEAD", "/health/live").statusCode());
    }

    @Test
    void shouldShowMetricsInPrometheusText() throws Exception {
        counters.counter("switch_requests_total", "Requests.", "link", "a").add(5);
        counters.gauge("switch_ring_remaining", "Free.", () -> 9);
        counters.counter("switch_requests_total", "Requests.", "link", "b").add(6);
        final HttpResponse<String> response = send("GET", "/metrics");
        assertEquals(
                "# HELP switch_requests_total Requests.\n"
                        + "# TYPE switch_requests_total counter\n"
                        + "switch_requests_total{link=\"a\"} 5\n"
                        + "switch_requests_total{link=\"b\"} 6\n"
                        + "# HELP switch_ring_remaining Free.\n"
                        + "# TYPE switch_ring_remaining gauge\n"
                        + "switch_ring_remaining 9\n",
                response.body());
    }

    @Test
    void shouldShowWhereTheEngineStands() throws Exception {
        final String brief = send("GET", "/api/state").body();
        assertTrue(brief.contains("\"last_sequence\":1,"), brief);
        assertTrue(brief.contains("\"durable_sequence\":7"), brief);
        assertTrue(!brief.contains("state_hash"), brief);
        final String walked = send("GET", "/api/state?walk=true").body();
        final String hash = String.format("\"state_hash\":\"%016x\"", engine.stateHash());
        assertTrue(walked.contains(hash), walked);
        assertTrue(walked.contains("\"postings_sum_minor\":{\"840\":0}"), walked);
        assertTrue(walked.contains("\"conserved\":true"), walked);
    }
}
