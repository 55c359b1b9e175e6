package dev.hashpost.persistence;

import jakarta.enterprise.inject.spi.CDI;
import java.sql.Connection;
import java.sql.SQLException;
import org.hibernate.engine.jdbc.connections.internal.DatasourceConnectionProviderImpl;
import org.jspecify.annotations.Nullable;

/** Where Hibernate gets its connections: from the container's pool, with the time that it takes counted. */
public class JpaConnections extends DatasourceConnectionProviderImpl {
    private static final long serialVersionUID = 1;

    private transient @Nullable DatabaseMetrics metrics;

    @Override
    public Connection getConnection() throws SQLException {
        return metrics().timed(super::getConnection);
    }

    private DatabaseMetrics metrics() {
        @Nullable DatabaseMetrics known = metrics;
        if (known == null) {
            known = CDI.current().select(DatabaseMetrics.class).get(); // Hibernate makes this, not CDI.
            metrics = known;
        }
        return known;
    }
}
