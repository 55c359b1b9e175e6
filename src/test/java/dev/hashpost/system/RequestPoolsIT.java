package dev.hashpost.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a burst of requests leaves in the heap. */
class RequestPoolsIT {
    private static final int CONCURRENT = 48;
    private static final int REQUESTS_EACH = 100;

    private final Service service = Service.shared();
    private final Client hashpost = service.client();

    @Test
    void noThreadKeepsMoreThanOneRequestThatItHasServed() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CONCURRENT);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < CONCURRENT; i++) {
                all.add(clients.submit(() -> {
                    for (int n = 0; n < REQUESTS_EACH; n++) {
                        assertThat(hashpost.get("/api/health").status()).isEqualTo(200);
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            clients.shutdownNow();
        }
        double threads = Scrape.of(hashpost).value("jvm_threads_current");
        assertThat(liveInstances("org.glassfish.grizzly.http.server.Request")).isBetween(1, (int) threads);
        assertThat(liveInstances("com.sun.enterprise.web.pwc.connector.coyote.PwcCoyoteRequest"))
                .isBetween(1, (int) threads);
    }

    private int liveInstances(String type) throws IOException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(service.node().pid()),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String histogram = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher line = Pattern.compile("(?m)^ *\\d+: +(\\d+) +\\d+ +" + Pattern.quote(type) + "( |$)")
                .matcher(histogram);
        assertThat(line.find()).as(type).isTrue();
        return Integer.parseInt(line.group(1));
    }
}
