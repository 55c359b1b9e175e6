package dev.hashpost.run;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/** A way into our PostgreSQL, over the loopback address. */
record PostgresLogin(int port, String user, String password) {
    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Not through DriverManager, which inside Maven does not see our driver. */
    Connection connect(String database) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url(database));
        return source.getConnection(user, password);
    }
}
