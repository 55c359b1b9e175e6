package dev.hashpost.persistence;

import static dev.hashpost.settings.SettingsTest.settingsOf;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hashpost.settings.BadSettingException;
import dev.hashpost.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationTest {
    @Test
    void theDefaultsAreAPostgresqlDatabase() {
        assertThatNoException().isThrownBy(() -> new Migration(settingsOf(Map.of())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://u:secret@db/hashpost", "jdbc:mysql://db/hashpost?password=secret", "secret"})
    void anotherKindOfDatabaseIsRefusedWithoutQuotingThePassword(String url) {
        Settings settings = settingsOf(Map.of("hashpost.db.url", url));
        assertThatThrownBy(() -> new Migration(settings))
                .isInstanceOf(BadSettingException.class)
                .hasMessage("HASHPOST_DB_URL is not a PostgreSQL address;"
                        + " set it to jdbc:postgresql://host:5432/database");
    }

    @Test
    void aBadPoolIsFoundBeforeTheDatabaseIsTouched() {
        Settings settings = settingsOf(Map.of("hashpost.db.pool.max", "x"));
        assertThatThrownBy(() -> new Migration(settings))
                .isInstanceOf(BadSettingException.class)
                .hasMessageStartingWith("HASHPOST_DB_POOL_MAX=x");
    }
}
