package dev.hashpost.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hashpost.http.ProblemException;
import dev.hashpost.http.Problems;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import org.hibernate.exception.JDBCConnectionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseFailuresTest {
    /** Connection lost, refused, shutting down, starting, full, disk full, read-only after a failover, a lost race. */
    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "08000", "08001", "08003", "08006", "57P01", "57P02", "57P03", "57014", "53300", "53100", "25006",
                "40001", "40P01", "28P01", "58030", "XX000", "", "23", "2350", "235050"
            })
    void aDatabaseThatIsAwayOrUnableIsA503ThatMayBeTriedAgain(@Nullable String sqlState) {
        assertUnavailable(translated(new SQLException("reason", sqlState)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "23514", "22021", "22P02", "42601", "42P01", "42501"})
    void aRefusedStatementIsNotBlamedOnTheDatabase(String sqlState) {
        assertThat(translated(new SQLException("reason", sqlState))).isNotInstanceOf(ProblemException.class);
    }

    @Test
    void theReasonIsFoundUnderAnyNumberOfCauses() {
        SQLException refused = new SQLException("reason", "23505");
        Throwable nested = new RuntimeException(new IllegalStateException(new SQLException("outer", null, refused)));
        assertThat(translated(nested)).isNotInstanceOf(ProblemException.class).hasRootCause(refused);
        SQLException lost = new SQLException("reason", "08006", new ConnectException());
        assertUnavailable(translated(new RuntimeException(new JDBCConnectionException("outer", lost))));
    }

    @ParameterizedTest
    @CsvSource({
        "08006, CONNECTION",
        "53300, RESOURCES",
        "57P01, SHUTDOWN",
        "57014, TIMEOUT",
        "58030, SYSTEM",
        "22021, DATA",
        "23505, CONSTRAINT",
        "42501, SYNTAX",
        "40P01, TRANSACTION",
        "XX000, OTHER",
        "'', OTHER"
    })
    void aFailureIsCountedByTheClassOfItsState(String sqlState, DatabaseFailures.Kind kind) {
        assertThat(DatabaseFailures.kindOf(new RuntimeException(new SQLException("reason", sqlState))))
                .isEqualTo(kind);
    }

    @Test
    void aDatabaseThatSaysNothingIsCountedAsATimeout() {
        SQLException silent = new SQLException("reason", "08006", new SocketTimeoutException("Read timed out"));
        assertThat(DatabaseFailures.kindOf(new RuntimeException(silent))).isEqualTo(DatabaseFailures.Kind.TIMEOUT);
    }

    @Test
    void aProblemOfTheWorkItselfStaysAsItIs() {
        ProblemException problem = new ProblemException(Problems.ofStatus(409), new SQLException("reason", "23505"));
        assertThat(translated(problem)).isSameAs(problem);
    }

    @Test
    void afterwardsTheCauseCanStillBeLogged() {
        SQLException lost = new SQLException("reason", "08006");
        assertThat(translated(lost)).hasCause(lost);
    }

    @Test
    void aFaultOfTheProgramIsNotBlamedOnTheDatabase() {
        assertThat(translated(new NullPointerException())).isNotInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "53300", "57P01", "58030"})
    void aDatabaseThatNobodyCanUseIsAway(String sqlState) {
        assertThat(DatabaseFailures.isAway(new RuntimeException(new SQLException("reason", sqlState))))
                .isTrue();
    }

    /** A deadlock, a damaged page, a row that is too large: another request may succeed. */
    @ParameterizedTest
    @ValueSource(strings = {"40P01", "XX001", "54000", "55P03", "23514"})
    void aDatabaseThatFailsOneRequestIsNotAway(String sqlState) {
        assertThat(DatabaseFailures.isAway(new RuntimeException(new SQLException("reason", sqlState))))
                .isFalse();
    }

    @Test
    void aConnectionThatIsNotToBeHadIsAway() {
        assertThat(DatabaseFailures.isAway(new SQLException("no connection from the pool")))
                .isTrue();
    }

    private static RuntimeException translated(Throwable failure) {
        return DatabaseFailures.translate(failure);
    }

    private static void assertUnavailable(RuntimeException translated) {
        assertThat(translated).isInstanceOfSatisfying(DatabaseUnavailableException.class, e -> {
            assertThat(e.problem().type()).isEqualTo("/problems/database-unavailable");
            assertThat(e.problem().status()).isEqualTo(503);
            assertThat(e.problem().headers()).containsKey("Retry-After");
        });
    }
}
