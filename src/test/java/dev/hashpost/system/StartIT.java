package dev.hashpost.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hashpost.run.PayaraProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A node's first requests. */
class StartIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void readsAreServedThoughNobodyHasAskedWhetherTheNodeIsReady() throws IOException {
        PayaraProcess node =
                Service.launch(Service.shared().postgres(), Map.of()).start();
        try {
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(read(node)).isEqualTo(404));
            assertThat(LogLines.parse(node.log().lines()))
                    .noneSatisfy(line -> assertThat(line).containsEntry("event", "request_failed"));
        } finally {
            node.kill();
        }
    }

    private static int read(PayaraProcess node) throws IOException {
        try (Wire wire = new Wire(node.baseUri())) {
            return wire.ask("GET /messages/" + Digests.of("never posted") + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .status();
        }
    }
}
