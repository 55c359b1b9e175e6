package dev.hashpost.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunSettingsTest {
    @Test
    void anEmptyEnvironmentGivesTheDefaults() {
        assertThat(RunSettings.from(Map.of())).isEqualTo(new RunSettings(8080, 5000, Path.of(".hashpost"), true));
    }

    @Test
    void whatIsSetIsTaken() {
        Map<String, String> environment = Map.of(
                "HASHPOST_HTTP_PORT", " 1 ",
                "HASHPOST_HTTPS_PORT", "65535",
                "HASHPOST_HOME", "/srv/hashpost",
                "HASHPOST_DB_URL", "jdbc:postgresql://db/hashpost");
        assertThat(RunSettings.from(environment)).isEqualTo(new RunSettings(1, 65535, Path.of("/srv/hashpost"), false));
    }

    @Test
    void aBlankValueIsNoValue() {
        assertThat(RunSettings.from(Map.of("HASHPOST_HTTP_PORT", "", "HASHPOST_HOME", " ", "HASHPOST_DB_URL", "")))
                .isEqualTo(RunSettings.from(Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "0", "-1", "65536", "80.5", "99999999999"})
    void aPortThatIsNotANumberOfAPortNamesTheVariable(String port) {
        assertThatThrownBy(() -> RunSettings.from(Map.of("HASHPOST_HTTPS_PORT", port)))
                .isInstanceOf(StartException.class)
                .hasMessage("HASHPOST_HTTPS_PORT=" + port + " is not a whole number from 1 to 65535; set it to one");
    }

    @Test
    void thePortsMustDiffer() {
        assertThatThrownBy(() -> RunSettings.from(Map.of("HASHPOST_HTTP_PORT", "5000")))
                .isInstanceOf(StartException.class)
                .hasMessage("HASHPOST_HTTP_PORT and HASHPOST_HTTPS_PORT are both 5000;"
                        + " set one of them to another port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HASHPOST_DB_USER", "HASHPOST_DB_PASSWORD"})
    void credentialsWithoutADatabaseAreRefusedRatherThanIgnored(String name) {
        assertThatThrownBy(() -> RunSettings.from(Map.of(name, "x")))
                .isInstanceOf(StartException.class)
                .hasMessage(name + " is set without HASHPOST_DB_URL; set that as well, or unset " + name);
    }
}
