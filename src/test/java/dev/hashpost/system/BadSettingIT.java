package dev.hashpost.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hashpost.run.PayaraProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bad setting stops the start, with one line that names it. */
class BadSettingIT {
    @ParameterizedTest
    @CsvSource({
        "HASHPOST_MAX_MESSAGE_BYTES,1 MiB,hashpost: HASHPOST_MAX_MESSAGE_BYTES=1 MiB is not a whole number from 1 to 16777216; set it to one",
        "HASHPOST_ACCESS_LOG,some,'hashpost: HASHPOST_ACCESS_LOG=some is not one of all, failed, none; set it to one'",
        "HASHPOST_METRICS,no,'hashpost: HASHPOST_METRICS=no is not one of on, off; set it to one'",
        "HASHPOST_LOG_DIR,/dev/null/logs,hashpost: HASHPOST_LOG_DIR=/dev/null/logs is not the absolute path of a directory",
        "HASHPOST_DB_PASSWORD,wrong,hashpost: the database at HASHPOST_DB_URL cannot be used"
    })
    void stopsTheStartWithOneLine(String name, String value, String line) throws IOException, InterruptedException {
        PayaraProcess node =
                Service.launch(Service.shared().postgres(), Map.of(name, value)).start();
        try {
            assertThat(node.waitFor(Duration.ofSeconds(90))).as(node.log()).contains(1);
            assertThat(node.log().lines().filter(it -> it.startsWith("hashpost: ")))
                    .singleElement()
                    .asString()
                    .startsWith(line);
        } finally {
            node.kill();
        }
    }
}
