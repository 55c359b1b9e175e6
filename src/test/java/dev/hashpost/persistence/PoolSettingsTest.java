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
    void twoToFiveConnectionsAreTheDefault() {
        assertThat(PoolSettings.of(settingsOf(Map.of()))).isEqualTo(new PoolSettings(2, 5));
    }

    @ParameterizedTest
    @CsvSource({"0, 3", "3, 3", "1000, 1000"})
    void anyBoundsInOrderAreTaken(int min, int max) {
        assertThat(poolOf(min, max)).isEqualTo(new PoolSettings(min, max));
    }

    @Test
    void moreAtLeastThanAtMostNamesBoth() {
        assertThatThrownBy(() -> poolOf(5, 4))
                .isInstanceOf(BadSettingException.class)
                .hasMessage("HASHPOST_DB_POOL_MIN=5 is more than HASHPOST_DB_POOL_MAX=4;"
                        + " lower the one or raise the other");
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 16, HASHPOST_DB_POOL_MIN=-1 is not a whole number from 0 to 1000; set it to one",
        "0, 2, HASHPOST_DB_POOL_MAX=2 is not a whole number from 3 to 1000; set it to one",
        "0, 1001, HASHPOST_DB_POOL_MAX=1001 is not a whole number from 3 to 1000; set it to one"
    })
    void aNumberOutOfBoundsIsNamed(int min, int max, String message) {
        assertThatThrownBy(() -> poolOf(min, max))
                .isInstanceOf(BadSettingException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"3, 1", "4, 1", "5, 2", "16, 7", "1000, 499"})
    void readsAndWritesShareWhatTheProbeLeaves(int max, int each) {
        assertThat(poolOf(0, max).connectionsPerBatcher()).isEqualTo(each);
    }

    private static PoolSettings poolOf(int min, int max) {
        return PoolSettings.of(settingsOf(Map.of("hashpost.db.pool.min", "" + min, "hashpost.db.pool.max", "" + max)));
    }
}
