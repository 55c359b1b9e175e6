package dev.hashpost.persistence;

import jakarta.annotation.sql.DataSourceDefinition;

/**
 * The pool of connections to PostgreSQL, as Payara makes it from the settings.
 *
 * <p>Everything that a request can wait for is bounded, in seconds: connecting 1, a free connection 1, an answer 2. The
 * database itself gives a statement up after 1.5, when nobody waits for it any more: left to run, such as behind a lock, each
 * would keep a connection there, until it has no more for anybody.
 */
@DataSourceDefinition(
        name = HashpostDataSource.NAME,
        className = "org.postgresql.ds.PGSimpleDataSource",
        url = "${MPCONFIG=hashpost.db.url:" + HashpostDataSource.DEFAULT_URL + "}",
        user = "${MPCONFIG=hashpost.db.user:" + HashpostDataSource.DEFAULT_USER + "}",
        password = "${MPCONFIG=hashpost.db.password:" + HashpostDataSource.DEFAULT_PASSWORD + "}",
        // Payara takes these from no setting, and opens 8 by default: the bound is in PoolSettings.
        minPoolSize = 1,
        maxPoolSize = 1000,
        properties = {
            "fish.payara.max-wait-time-in-millis=1000",
            // One at a time: by two, as is Payara's default, it would open more than are asked for.
            "fish.payara.pool-resize-quantity=1",
            "fish.payara.is-connection-validation-required=true",
            "fish.payara.connection-validation-method=custom-validation",
            "fish.payara.validation-classname=org.glassfish.api.jdbc.validation.PostgresConnectionValidation",
            "fish.payara.validate-atmost-once-period-in-seconds=1",
            "fish.payara.fail-all-connections=true",
            "fish.payara.connection-creation-retry-attempts=0",
            "connectTimeout=1",
            "socketTimeout=2",
            "tcpKeepAlive=true",
            "options=-c statement_timeout=1500",
            // What it says of a refused row has the row's content.
            "logServerErrorDetail=false",
            "applicationName=hashpost"
        })
public final class HashpostDataSource {
    /** The name under which the container has the pool. */
    public static final String NAME = "java:app/jdbc/hashpost";

    static final String DEFAULT_URL = "jdbc:postgresql://localhost:5432/hashpost";
    static final String DEFAULT_USER = "hashpost";
    static final String DEFAULT_PASSWORD = "hashpost";

    private HashpostDataSource() {}
}
