package dev.hashpost.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hashpost.system.Client.Answer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Posts that come together share a transaction, but not each other's failures. */
class GroupCommitIT {
    private static final int CLIENTS = 64;
    private static final int REFUSED = 13;

    private final Service service = Service.shared();
    private final Client hashpost = service.client();

    @Test
    void whatTheDatabaseRefusesFailsAlone() throws Exception {
        execute("alter table message add constraint refused check (digest <> '\\x" + Digests.of(text(REFUSED))
                + "') not valid");
        try {
            List<Answer> answers = postAllAtOnce();
            for (int i = 0; i < CLIENTS; i++) {
                boolean refused = i == REFUSED;
                assertThat(answers.get(i).status()).as(text(i)).isEqualTo(refused ? 500 : 201);
                assertThat(hashpost.getMessage(Digests.of(text(i))).status()).isEqualTo(refused ? 404 : 200);
            }
            assertThat(answers.get(REFUSED).body()).contains("\"type\":\"/problems/internal\"");
        } finally {
            execute("alter table message drop constraint refused");
        }
        assertThat(hashpost.postMessage(text(REFUSED)).status()).isEqualTo(201);
    }

    private List<Answer> postAllAtOnce() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        CountDownLatch start = new CountDownLatch(CLIENTS);
        try {
            List<Future<Answer>> posts = IntStream.range(0, CLIENTS)
                    .mapToObj(i -> clients.submit(() -> {
                        start.countDown();
                        start.await();
                        return hashpost.postMessage(text(i));
                    }))
                    .toList();
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> post : posts) {
                answers.add(post.get());
            }
            return answers;
        } finally {
            clients.shutdownNow();
        }
    }

    private static String text(int client) {
        return "committed together, " + client;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = service.postgres().superuserConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
