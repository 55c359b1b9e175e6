package dev.hashpost.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hashpost.system.Client.Answer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** A stored message that no longer matches its digest is never served, and mended by posting it again. */
class IntegrityIT {
    private static final String CONSTRAINT = "message_digest_is_sha256_of_body";

    private final Service service = Service.shared();
    private final Client hashpost = service.client();

    @Test
    void theDatabaseItselfRefusesOtherBytes() throws SQLException {
        assertThat(hashpost.postMessage("guarded").status()).isEqualTo(201);
        assertThatThrownBy(() -> damage(Digests.of("guarded"), "other"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(CONSTRAINT);
        assertThat(hashpost.getMessage(Digests.of("guarded")).status()).isEqualTo(200);
    }

    @Test
    void aDamagedMessageIsNotServedAndMendedByPostingItAgain() throws SQLException {
        String digest = Digests.of("to be damaged");
        execute("alter table message drop constraint " + CONSTRAINT);
        try {
            // Never seen by this node, whose cache would go on serving the message as it was.
            execute("insert into message (digest, body) values ('\\x" + digest + "', 'wrong bytes')");

            Answer answer = hashpost.getMessage(digest);
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body())
                    .contains("\"type\":\"/problems/integrity\"")
                    .doesNotContain("wrong bytes");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");

            assertThat(hashpost.postMessage("to be damaged").status()).isEqualTo(201);
            assertThat(hashpost.getMessage(digest).body()).isEqualTo("{\"message\":\"to be damaged\"}");
        } finally {
            execute("alter table message add constraint " + CONSTRAINT + " check (digest = sha256(body))");
        }
    }

    private void damage(String digest, String text) throws SQLException {
        try (Connection connection = service.postgres().superuserConnection();
                PreparedStatement update =
                        connection.prepareStatement("update message set body = ? where digest = ?")) {
            update.setBytes(1, text.getBytes(StandardCharsets.UTF_8));
            update.setBytes(2, HexFormat.of().parseHex(digest));
            assertThat(update.executeUpdate()).isOne();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = service.postgres().superuserConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
