package dev.hashpost.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public class SettingsTest {
    @Test
    void whatIsNotSetHasItsDefault() {
        assertThat(settingsOf(Map.of()).text("HASHPOST_A_B", "c")).isEqualTo("c");
        assertThat(settingsOf(Map.of()).number("HASHPOST_A_B", 5, 1, 9)).isEqualTo(5);
    }

    @Test
    void nothingIsNotSet() {
        assertThat(settingsOf(Map.of("hashpost.a.b", "")).text("HASHPOST_A_B", "c"))
                .isEqualTo("c");
        assertThat(settingsOf(Map.of("hashpost.a.b", "")).number("HASHPOST_A_B", 5, 1, 9))
                .isEqualTo(5);
    }

    @Test
    void aVariableIsReadAsThePropertyThatMicroProfileConfigKnowsItBy() {
        assertThat(settingsOf(Map.of("hashpost.db.url", "x")).text("HASHPOST_DB_URL", "y"))
                .isEqualTo("x");
    }

    @Test
    void theSpaceAroundAValueCountsAsThePoolCountsItToo() {
        assertThat(settingsOf(Map.of("hashpost.a.b", " c d ")).text("HASHPOST_A_B", "x"))
                .isEqualTo(" c d ");
        assertThatThrownBy(() -> settingsOf(Map.of("hashpost.a.b", " 7")).number("HASHPOST_A_B", 5, 1, 9))
                .isInstanceOf(BadSettingException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {-3, 0, 9})
    void aNumberMayBeAnyWithinItsBounds(int number) {
        assertThat(settingsOf(Map.of("hashpost.a.b", "" + number)).number("HASHPOST_A_B", 5, -3, 9))
                .isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "10", "-5", "x", "5.0", "5 6", "0x5", "1e0", "5k", "2147483648", "99999999999999999999"})
    void aBadNumberIsRefusedByItsNameWithWhatToDo(String value) {
        assertThatThrownBy(() -> settingsOf(Map.of("hashpost.a.b", value)).number("HASHPOST_A_B", 5, 1, 9))
                .isInstanceOf(BadSettingException.class)
                .hasMessage("HASHPOST_A_B=" + value + " is not a whole number from 1 to 9; set it to one");
    }

    @Test
    void aBadNumberIsRefusedInOneLine() {
        assertThatThrownBy(() -> settingsOf(Map.of("hashpost.a.b", "1\n2")).number("HASHPOST_A_B", 5, 1, 9))
                .isInstanceOf(BadSettingException.class)
                .message()
                .hasLineCount(1);
    }

    /** Settings read from the given properties, such as {@code hashpost.db.url}. */
    public static Settings settingsOf(Map<String, String> properties) {
        return new Settings(new MapConfig(properties));
    }

    /** A configuration of nothing but texts. */
    private record MapConfig(Map<String, String> properties) implements Config {
        @Override
        public <T> T getValue(String name, Class<T> type) {
            return getOptionalValue(name, type).orElseThrow(() -> new NoSuchElementException(name));
        }

        @Override
        public <T> Optional<T> getOptionalValue(String name, Class<T> type) {
            return Optional.ofNullable(properties.get(name)).map(type::cast);
        }

        @Override
        public ConfigValue getConfigValue(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Iterable<String> getPropertyNames() {
            return properties.keySet();
        }

        @Override
        public Iterable<ConfigSource> getConfigSources() {
            return List.of();
        }

        @Override
        public <T> Optional<Converter<T>> getConverter(Class<T> type) {
            return Optional.empty();
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            throw new IllegalArgumentException(type.getName());
        }
    }
}
