package dev.hashpost.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hashpost.run.Postgres;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What was acknowledged survives the service and the database being killed. */
class DurabilityIT {
    private static final int USERS = 8;
    private static final int ENOUGH = 400;

    @Test
    void whatWasAcknowledgedSurvivesAKillOfEverything() throws Exception {
        try (Postgres postgres = Service.postgres(true)) {
            Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
            try (Service service = Service.start(postgres, Map.of())) {
                ExecutorService users = Executors.newFixedThreadPool(USERS);
                List<Future<?>> posting = new ArrayList<>();
                for (int user = 0; user < USERS; user++) {
                    String name = "user " + user;
                    posting.add(users.submit(() -> postUntilKilled(service.client(), name, acknowledged)));
                }
                Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> acknowledged.size() > ENOUGH);
                postgres.kill();
                service.node().kill();
                users.shutdown();
                for (Future<?> user : posting) {
                    user.get(60, TimeUnit.SECONDS);
                }
            }
            postgres.start();
            try (Service service = Service.start(postgres, Map.of())) {
                assertThat(acknowledged)
                        .allSatisfy(text -> assertThat(service.client()
                                        .getMessage(Digests.of(text))
                                        .body())
                                .isEqualTo("{\"message\":\"" + text + "\"}"));
            }
        }
    }

    private static void postUntilKilled(Client hashpost, String name, Queue<String> acknowledged) {
        try {
            for (int i = 0; ; i++) {
                String text = name + " message " + i;
                int status = hashpost.postMessage(text).status();
                if (status == 201) {
                    acknowledged.add(text);
                } else {
                    assertThat(status).isEqualTo(503);
                }
            }
        } catch (UncheckedIOException e) {
            // The service was killed.
        }
    }
}
