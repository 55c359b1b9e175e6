package dev.hashpost.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hashpost.run.Postgres;
import dev.hashpost.system.OtlpReceiver.Span;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What a collector gets of a node that traces, and of one that does not. */
@TestInstance(Lifecycle.PER_CLASS)
class TracesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CALLER = "00f067aa0ba902b7";
    private static final long INTERNAL = 1;
    private static final long SERVER = 2;
    private static final long CLIENT = 3;

    private final Random random = new Random();

    private OtlpReceiver receiver;
    private Postgres postgres;
    private Service service;

    @BeforeAll
    void start() throws Exception {
        receiver = new OtlpReceiver();
        postgres = Service.postgres(false);
        service = Service.start(
                postgres,
                Map.of(
                        "OTEL_SDK_DISABLED", "false",
                        "OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint(),
                        "OTEL_BSP_SCHEDULE_DELAY", "100",
                        "HASHPOST_ACCESS_LOG", "all"));
    }

    @AfterAll
    void stop() throws IOException {
        service.close();
        postgres.close();
        receiver.close();
    }

    @Test
    void aPostIsOneTraceFromItsCallerToTheDatabase() {
        String trace = newTrace();
        assertThat(service.client()
                        .postJson("{\"message\":\"traced\"}", "traceparent", parent(trace))
                        .status())
                .isEqualTo(201);
        assertLeadsToTheDatabase(trace, "store");
    }

    @Test
    void aReadIsOneTraceFromItsCallerToTheDatabase() {
        String trace = newTrace();
        assertThat(get(Digests.of("never posted"), trace)).isEqualTo(404);
        assertLeadsToTheDatabase(trace, "lookup");
    }

    @Test
    void aCachedReadDoesNotLeadToTheDatabase() {
        service.client().postMessage("foo");
        String trace = newTrace();
        assertThat(get(Digests.FOO, trace)).isEqualTo(200);
        List<Span> spans = spansOf(trace, 2);
        assertThat(only(SERVER, spans).attributes()).containsEntry("http.status_code", "200");
        assertThat(only(INTERNAL, spans).attributes()).containsEntry("cache.hit", "1");
    }

    @Test
    void theLogNamesTheTraceOfARequest() {
        String trace = newTrace();
        service.client().getMessage(Digests.FOO, "traceparent", parent(trace), "X-Request-Id", "traced-1");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(LogLines.accessOf(
                                "traced-1", service.node().log().lines()))
                        .singleElement()
                        .satisfies(line -> assertThat(line).containsEntry("trace_id", trace)));
    }

    @Test
    void theMetricsHaveTheTraceOfARequestAsAnExemplar() {
        service.client().postMessage("foo");
        String trace = newTrace();
        assertThat(get(Digests.FOO, trace)).isEqualTo(200);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(service.client()
                                .get("/metrics", "Accept", "application/openmetrics-text")
                                .body())
                        .contains("# {trace_id=\"" + trace + "\"}"));
    }

    @Test
    void onlySpansAreSent() {
        get(Digests.FOO, newTrace());
        await().atMost(PATIENCE).until(() -> !receiver.requests().isEmpty());
        assertThat(receiver.requests()).containsOnly("/v1/traces application/x-protobuf");
    }

    @Test
    void nothingIsSentUnlessItIsTurnedOn() throws Exception {
        try (OtlpReceiver unused = new OtlpReceiver();
                Service untraced = Service.start(
                        postgres,
                        Map.of(
                                "OTEL_EXPORTER_OTLP_ENDPOINT", unused.endpoint(),
                                "OTEL_BSP_SCHEDULE_DELAY", "100",
                                "HASHPOST_DRAIN_SECONDS", "0"))) {
            String trace = newTrace();
            untraced.client().getMessage(Digests.FOO + "?through=jaxrs", "traceparent", parent(trace));
            untraced.node().terminate(); // Which would send what is left.
            assertThat(untraced.node().waitFor(PATIENCE)).contains(0);
            assertThat(unused.requests()).isEmpty();
        }
    }

    private void assertLeadsToTheDatabase(String trace, String operation) {
        List<Span> spans = spansOf(trace, 3);
        Span server = only(SERVER, spans);
        assertThat(server.parentId()).isEqualTo(CALLER);
        assertThat(only(INTERNAL, spans)).satisfies(cache -> {
            assertThat(cache.parentId()).isEqualTo(server.id());
            assertThat(cache.name()).isEqualTo("cache get");
            assertThat(cache.attributes()).containsEntry("cache.hit", "0");
        });
        assertThat(only(CLIENT, spans)).satisfies(database -> {
            assertThat(database.parentId()).isEqualTo(server.id());
            assertThat(database.name()).isEqualTo(operation);
            assertThat(database.attributes())
                    .containsEntry("db.system", "postgresql")
                    .containsEntry("db.operation", operation)
                    .containsEntry("db.operation.batch.size", "1");
        });
    }

    private List<Span> spansOf(String trace, int count) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(receiver.spansOf(trace)).hasSize(count));
        return receiver.spansOf(trace);
    }

    private static Span only(long kind, List<Span> spans) {
        return spans.stream()
                .filter(span -> span.kind() == kind)
                .reduce((one, other) -> {
                    throw new AssertionError("two of a kind: " + one + other);
                })
                .orElseThrow(() -> new AssertionError("none of kind " + kind + " in " + spans));
    }

    private int get(String digest, String trace) {
        return service.client().getMessage(digest, "traceparent", parent(trace)).status();
    }

    private String newTrace() {
        byte[] id = new byte[16];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    private static String parent(String trace) {
        return "00-" + trace + "-" + CALLER + "-01";
    }
}
