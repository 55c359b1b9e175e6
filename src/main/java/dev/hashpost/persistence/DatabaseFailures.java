package dev.hashpost.persistence;

import dev.hashpost.http.ProblemException;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionalException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a database that is away from one that was asked wrongly. */
final class DatabaseFailures {
    /** Classes of SQLSTATE that blame the statement: data exception, constraint violation, syntax or access rule. */
    private static final Set<String> BLAMING_THE_STATEMENT = Set.of("22", "23", "42");

    /** Classes of SQLSTATE of a database that nobody can use now: connection, resources, shutdown, system. */
    private static final Set<String> BLAMING_THE_DATABASE = Set.of("08", "53", "57", "58");

    /** What a failure is counted as: the class of its SQLSTATE, in a word. */
    enum Kind {
        CONNECTION,
        RESOURCES,
        SHUTDOWN,
        SYSTEM,
        DATA,
        CONSTRAINT,
        SYNTAX,
        TRANSACTION,
        TIMEOUT,
        OTHER;

        /** By the statement's time limit: nobody else ends one. */
        private static final String QUERY_CANCELED = "57014";

        private static Kind ofState(String sqlState) {
            if (sqlState.equals(QUERY_CANCELED)) {
                return TIMEOUT;
            }
            return switch (sqlState.substring(0, Math.min(2, sqlState.length()))) {
                case "08" -> CONNECTION;
                case "53" -> RESOURCES;
                case "57" -> SHUTDOWN;
                case "58" -> SYSTEM;
                case "22" -> DATA;
                case "23" -> CONSTRAINT;
                case "42" -> SYNTAX;
                case "40" -> TRANSACTION;
                default -> OTHER;
            };
        }
    }

    private DatabaseFailures() {}

    /** What to count the failure as. That nothing came in time, the driver tells as it does a connection that broke. */
    static Kind kindOf(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                return Kind.TIMEOUT;
            }
        }
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused && refused.getSQLState() != null) {
                return Kind.ofState(refused.getSQLState());
            }
        }
        return Kind.OTHER;
    }

    /** Whether the database itself is away, so that trying one thing after the other would be in vain. */
    static boolean isAway(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused && refused.getSQLState() != null) {
                return hasClass(BLAMING_THE_DATABASE, refused.getSQLState());
            }
        }
        return translate(failure) instanceof DatabaseUnavailableException;
    }

    /** The exception to end a request with, for one that its database work ended with. */
    static RuntimeException translate(@Nullable Throwable failure) {
        if (failure instanceof ProblemException ended) {
            return ended;
        }
        boolean ofTheDatabase = false;
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused && blamesTheStatement(refused.getSQLState())) {
                return new IllegalStateException("the database refused a statement", failure);
            }
            ofTheDatabase |= comesFromTheDatabase(cause);
        }
        return ofTheDatabase
                ? new DatabaseUnavailableException(failure)
                : new IllegalStateException("work on the database failed by a fault of its own", failure);
    }

    /** A commit that fails need not carry the driver's exception. */
    private static boolean comesFromTheDatabase(Throwable cause) {
        return cause instanceof SQLException
                || cause instanceof PersistenceException
                || cause instanceof TransactionalException
                || cause instanceof RollbackException
                || cause instanceof SystemException;
    }

    private static boolean blamesTheStatement(@Nullable String sqlState) {
        return sqlState != null && hasClass(BLAMING_THE_STATEMENT, sqlState);
    }

    private static boolean hasClass(Set<String> classes, String sqlState) {
        return sqlState.length() == 5 && classes.contains(sqlState.substring(0, 2));
    }
}
