package dev.hashpost.persistence;

import static dev.hashpost.settings.SettingsTest.settingsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hashpost.settings.BadSettingException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolSettingsTest {
    @Test
    void sixConnectionsAreTheDefault() {
        assertThat(PoolSettings.of(settingsOf(Map.of()))).isEqualTo(new PoolSettings(6));
    }

    @ParameterizedTest
    @CsvSource({
        "3, HASHPOST_DB_POOL_MAX=3 is not a whole number from 4 to 1000; set it to one",
        "1001, HASHPOST_DB_POOL_MAX=1001 is not a whole number from 4 to 1000; set it to one"
    })
    void aNumberOutOfBoundsIsNamed(int max, String message) {
        assertThatThrownBy(() -> poolOf(max))
                .isInstanceOf(BadSettingException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"4, 1", "5, 1", "6, 2", "16, 7", "1000, 499"})
    void readsAndWritesShareWhatTheProbeAndTheFiguresLeave(int max, int each) {
        assertThat(poolOf(max).connectionsPerBatcher()).isEqualTo(each);
    }

    private static PoolSettings poolOf(int max) {
        return PoolSettings.of(settingsOf(Map.of("hashpost.db.pool.max", "" + max)));
    }
}
