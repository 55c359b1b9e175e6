package dev.hashpost.persistence;

import dev.hashpost.settings.BadSettingException;
import dev.hashpost.settings.Configured;
import dev.hashpost.settings.Settings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.internal.exception.FlywaySqlException;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** Brings the database's schema up to this version of the service; nodes that start together take turns. */
@Singleton
public class Migration implements Configured {
    private static final int CONNECT_RETRIES = 5;

    /** In seconds; a migration may take its time, but a silent database must not hang the start for ever. */
    private static final Map<String, String> TIME_LIMITS =
            Map.of("connectTimeout", "1", "loginTimeout", "2", "socketTimeout", "600");

    private final String url;
    private final String user;
    private final String password;

    @Inject
    public Migration(Settings settings) {
        PoolSettings.of(settings);
        url = settings.text("HASHPOST_DB_URL", HashpostDataSource.DEFAULT_URL);
        user = settings.text("HASHPOST_DB_USER", HashpostDataSource.DEFAULT_USER);
        password = settings.text("HASHPOST_DB_PASSWORD", HashpostDataSource.DEFAULT_PASSWORD);
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new BadSettingException(
                    "HASHPOST_DB_URL is not a PostgreSQL address;" + " set it to jdbc:postgresql://host:5432/database");
        }
    }

    /**
     * Applies what has not been applied yet.
     *
     * @throws BadSettingException if the database cannot be reached or logged into, or its schema is not one that this
     *     version can work with
     */
    public void run() {
        try {
            FluentConfiguration configuration = Flyway.configure(Migration.class.getClassLoader())
                    .dataSource(url, user, password)
                    .locations("classpath:db/migration")
                    .jdbcProperties(TIME_LIMITS)
                    .connectRetries(CONNECT_RETRIES)
                    .connectRetriesInterval(1);
            // Nodes take turns by a lock of the session: one of a transaction is what an index made concurrently waits
            // for.
            configuration
                    .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                    .setTransactionalLock(false);
            configuration.load().migrate();
        } catch (FlywaySqlException e) {
            throw new BadSettingException("the database at HASHPOST_DB_URL cannot be used (" + lastReason(e)
                    + "); check HASHPOST_DB_URL, HASHPOST_DB_USER, HASHPOST_DB_PASSWORD and that PostgreSQL runs");
        } catch (FlywayException e) {
            throw new BadSettingException("the schema of the database at HASHPOST_DB_URL does not fit this version ("
                    + firstLineOf(e)
                    + "); run the version that made it, or restore a backup");
        }
    }

    private static String lastReason(Throwable failure) {
        Throwable last = failure;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return firstLineOf(last);
    }

    private static String firstLineOf(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
