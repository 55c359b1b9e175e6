package dev.hashpost.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operators' rules and dashboards rest on. */
class MetricsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Service service = Service.shared();
    private final Client hashpost = service.client();

    @Test
    void theListOfMetricsIsTheWholeTruth() throws IOException {
        Map<String, String> listed = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("monitoring/metrics.txt"))) {
            String[] words = line.split("\\s+", 3);
            if (words.length > 1 && words[0].matches("(http_server|hashpost)_.*")) {
                listed.put(words[0], words[1]);
            }
        }
        Map<String, String> exposed = new TreeMap<>(Scrape.of(hashpost).types());
        exposed.keySet().removeIf(name -> !name.matches("(http_server|hashpost)_.*"));
        assertThat(exposed).isEqualTo(listed);
    }

    @Test
    void whatHasNotHappenedIsZeroAndNotAbsent() {
        Scrape scrape = Scrape.of(hashpost);
        assertThat(scrape.series())
                .containsKeys(
                        "http_server_request_duration_seconds_count{code=\"500\",method=\"POST\",route=\"/messages\"}",
                        "hashpost_store_total{result=\"failed\"}",
                        "hashpost_lookup_total{result=\"damaged\"}",
                        "hashpost_integrity_total{result=\"damaged\"}",
                        "hashpost_batch_refused_total{operation=\"store\"}",
                        "hashpost_db_errors_total{class=\"transaction\"}",
                        "hashpost_db_pool_timeouts_total",
                        "hashpost_cache_evictions_total");
    }

    @Test
    void theBucketsContainTheServiceLevels() throws IOException {
        Scrape scrape = Scrape.of(hashpost);
        List<String> levels = Pattern.compile("\"seconds\"\\s*:\\s*([0-9.]+)")
                .matcher(Files.readString(Path.of("monitoring/slo.json")))
                .results()
                .map(level -> level.group(1))
                .toList();
        assertThat(levels).isNotEmpty();
        assertThat(scrape.valuesOf("le")).containsAll(levels);
    }

    @ParameterizedTest(name = "{0} {1} is counted under {2} {3} {4}")
    @CsvSource({
        "GET,/messages/2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7af,GET,/messages/{digest},404",
        "GET,/messages/nonsense,GET,/messages/{digest},404",
        "GET,/messages/%zz,other,malformed,404",
        "PUT,/messages,other,/messages,405",
        "POST,/messages,POST,/messages,415",
        "GET,/unknown/2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae,GET,other,404",
        "GET,/api/health,GET,/api/health,200",
        "OPTIONS,/api/health,OPTIONS,/api/health,204",
        "HEAD,/,HEAD,/,302",
        "GET,/health/live,GET,/health/{check},200",
        "GET,/openapi,GET,/openapi,200",
        "GET,/metrics,GET,/metrics,200",
        "DELETE,/metrics,other,/metrics,405",
        "BREW,/pot,other,other,404"
    })
    void everyRequestIsCountedUnderItsRoute(String method, String path, String counted, String route, int code) {
        double before = Scrape.of(hashpost).requests(counted, route, code);
        hashpost.raw(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        awaitGrowth(() -> Scrape.of(hashpost).requests(counted, route, code), before, 1);
    }

    @Test
    void whatIsNoHttpIsCountedToo() {
        double before = Scrape.of(hashpost).requests("other", "malformed", 505);
        hashpost.raw("GET / HTTP/9.9\r\nHost: localhost\r\n\r\n");
        awaitGrowth(() -> Scrape.of(hashpost).requests("other", "malformed", 505), before, 1);
    }

    @Test
    void bothPathsOfAReadAreCountedOnce() {
        hashpost.postMessage("counted twice");
        String digest = Digests.of("counted twice");
        double before = Scrape.of(hashpost).requests("GET", "/messages/{digest}", 200);
        hashpost.getMessage(digest); // The direct path's.
        hashpost.getMessage(digest, "If-None-Match", "\"other\""); // The container's.
        awaitGrowth(() -> Scrape.of(hashpost).requests("GET", "/messages/{digest}", 200), before, 2);
        assertThat(Scrape.of(hashpost).requests("GET", "/messages/{digest}", 200))
                .isEqualTo(before + 2);
    }

    /** The direct path looks it up, and leaves it to the container as it finds it large. */
    @Test
    void aReadOfALargeMessageIsOneLookup() throws IOException, SQLException {
        String text = "large and counted " + "x".repeat(100_000);
        execute("insert into message (digest, body) select sha256(body), body from (select '" + text
                + "'::bytea as body) as new");
        String digest = Digests.of(text);
        for (String result : new String[] {"found", "cached"}) {
            Scrape before = Scrape.of(hashpost);
            try (Wire wire = new Wire(service.node().baseUri())) {
                assertThat(wire.ask("GET /messages/" + digest + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                .status())
                        .isEqualTo(200);
            }
            Awaitility.await() // It may be counted just after the answer.
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(lookupsSince(before)).isEqualTo(Map.of(result, 1.0)));
        }
    }

    private Map<String, Double> lookupsSince(Scrape before) {
        Scrape now = Scrape.of(hashpost);
        Map<String, Double> grown = new TreeMap<>();
        for (String result : new String[] {"cached", "found", "missing", "damaged", "failed"}) {
            String series = "hashpost_lookup_total{result=\"" + result + "\"}";
            grown.put(result, now.value(series) - before.value(series));
        }
        grown.values().removeIf(lookups -> lookups == 0);
        return grown;
    }

    @Test
    void messagesAreCountedByWhatBecameOfThem() {
        String text = "counted at " + System.nanoTime();
        Scrape before = Scrape.of(hashpost);
        hashpost.postMessage(text);
        hashpost.postMessage(text);
        hashpost.getMessage(Digests.of(text));
        hashpost.getMessage(Digests.of("not " + text));
        for (String series : new String[] {
            "hashpost_store_total{result=\"new\"}",
            "hashpost_store_total{result=\"held\"}",
            "hashpost_lookup_total{result=\"cached\"}",
            "hashpost_lookup_total{result=\"missing\"}",
            "hashpost_cache_requests_total{result=\"hit\"}",
            "hashpost_cache_requests_total{result=\"miss\"}",
            "hashpost_db_operation_seconds_count{operation=\"store\"}",
            "hashpost_batch_requests_count{operation=\"lookup\"}",
            "hashpost_batch_wait_seconds_count{operation=\"store\"}"
        }) {
            awaitGrowth(() -> Scrape.of(hashpost).value(series), before.value(series), 1);
        }
    }

    @Test
    void damageIsCounted() throws SQLException {
        String digest = Digests.of("damaged and counted");
        double before = Scrape.of(hashpost).value("hashpost_integrity_total{result=\"damaged\"}");
        execute("alter table message drop constraint message_digest_is_sha256_of_body");
        try {
            execute("insert into message (digest, body) values ('\\x" + digest + "', 'wrong bytes')");
            assertThat(hashpost.getMessage(digest).status()).isEqualTo(500);
            awaitGrowth(() -> Scrape.of(hashpost).value("hashpost_integrity_total{result=\"damaged\"}"), before, 1);
        } finally {
            execute("delete from message where digest = '\\x" + digest + "'");
            execute(
                    "alter table message add constraint message_digest_is_sha256_of_body check (digest = sha256(body))");
        }
    }

    @Test
    void theGaugesSayHowThingsStand() {
        hashpost.postMessage("there is one");
        Scrape scrape = Scrape.of(hashpost);
        assertThat(scrape.value("hashpost_ready")).isOne();
        assertThat(scrape.value("hashpost_db_up")).isOne();
        assertThat(scrape.value("hashpost_db_pool_max")).isEqualTo(6);
        assertThat(scrape.value("hashpost_db_pool_active") + scrape.value("hashpost_db_pool_idle"))
                .isBetween(1.0, 6.0);
        assertThat(scrape.value("hashpost_db_pool_pending")).isZero();
        assertThat(scrape.value("hashpost_cache_entries")).isPositive();
        assertThat(scrape.value("hashpost_cache_bytes")).isPositive();
        assertThat(scrape.value("hashpost_cache_max_bytes")).isPositive();
        assertThat(scrape.value("http_server_requests_in_flight_limit")).isEqualTo(200);
        assertThat(scrape.value("hashpost_batch_queue_limit{operation=\"store\"}"))
                .isEqualTo(1000);
        assertThat(scrape.valuesOf("version")).anyMatch(version -> version.matches("\\d+\\.\\d+\\.\\d+.*"));
        // The census asks every ten seconds, and PostgreSQL may keep to itself for as long what a session has written.
        Awaitility.await()
                .atMost(Duration.ofSeconds(45))
                .until(() -> Scrape.of(hashpost).value("hashpost_messages") > 0);
        assertThat(Scrape.of(hashpost).value("hashpost_bytes")).isPositive();
    }

    @Test
    void whoScrapesNothingCanDoWithout() throws Exception {
        try (Service uncounted =
                Service.start(service.postgres(), Map.of("HASHPOST_METRICS", "off", "HASHPOST_DRAIN_SECONDS", "0"))) {
            Client client = uncounted.client();
            assertThat(client.postMessage("not counted").status()).isEqualTo(201);
            assertThat(client.getMessage(Digests.of("not counted")).status()).isEqualTo(200);
            assertThat(client.get("/metrics").status()).isEqualTo(404);
        }
    }

    @Test
    void noLabelHoldsAnythingOfARequest() {
        hashpost.postMessage("foo");
        hashpost.getMessage(Digests.FOO);
        hashpost.get("/messages/secret-" + Digests.FOO + "?token=secret");
        hashpost.get("/secret");
        assertThat(hashpost.get("/metrics").body()).doesNotContain(Digests.FOO).doesNotContain("secret");
    }

    private static void awaitGrowth(Callable<Double> value, double before, double by) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(value.call()).isGreaterThanOrEqualTo(before + by));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = service.postgres().superuserConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
