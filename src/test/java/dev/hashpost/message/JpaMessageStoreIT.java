package dev.hashpost.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hashpost.persistence.HashpostDataSource;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The store on PostgreSQL, as the container makes it: this class is put into the WAR, and its tests run inside Payara
 * Micro.
 */
@ExtendWith(ArquillianNodeExtension.class) // Before Arquillian's own: it starts what Arquillian's needs.
@ExtendWith(ArquillianExtension.class)
class JpaMessageStoreIT implements MessageStoreContract {
    private static final String CONSTRAINT = "message_digest_is_sha256_of_body";

    @Inject
    @SuppressWarnings("NullAway.Init") // Arquillian sets the fields.
    private MessageStore store;

    @Resource(lookup = HashpostDataSource.NAME)
    @SuppressWarnings("NullAway.Init")
    private DataSource pool;

    @Deployment
    static WebArchive serviceWithTests() {
        return ArquillianNode.war().addClasses(MessageStoreContract.class, ArquillianNodeExtension.class);
    }

    @Override
    public MessageStore store() {
        return store;
    }

    /** The transaction that wrote the row, and where it did. */
    @Override
    public String versionOf(Digest digest) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select xmin || ' ' || ctid from message where digest = ?")) {
            select.setBytes(1, digest.toBytes());
            try (ResultSet row = select.executeQuery()) {
                assertThat(row.next()).isTrue();
                return row.getString(1);
            }
        }
    }

    /** The constraint that forbids it is back when this returns, but does not look at the rows that are there. */
    @Override
    public void damage(Digest digest) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement schema = connection.createStatement()) {
            connection.setAutoCommit(false);
            schema.execute("alter table message drop constraint " + CONSTRAINT);
            update(connection, "body = 'other bytes'", digest);
            schema.execute(
                    "alter table message add constraint " + CONSTRAINT + " check (digest = sha256(body)) not valid");
            connection.commit();
        }
    }

    @Override
    public void refuse(Digest digest) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement schema = connection.createStatement()) {
            schema.execute("alter table message add check (digest <> '\\x" + digest + "') not valid");
        }
    }

    @Override
    public void expire(Digest digest) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            update(connection, "expires_at = now() - interval '1 second'", digest);
        }
    }

    private static void update(Connection connection, String change, Digest digest) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update message set " + change + " where digest = ?")) {
            update.setBytes(1, digest.toBytes());
            assertThat(update.executeUpdate()).isOne();
        }
    }
}
