package dev.hashpost.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemMediaTypeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/problem+json",
                "Application/Problem+JSON",
                "application/problem+json;q=0.5",
                "application/json, application/problem+json",
                "text/html,application/problem+json;charset=utf-8, */*"
            })
    void whoNamesProblemJsonGetsIt(String accept) {
        assertThat(ProblemMediaType.chosenBy(accept)).isEqualTo("application/problem+json");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "*/*", "application/*", "application/json", "application/problem+xml", "text/html"})
    void everyoneElseGetsJson(@Nullable String accept) {
        assertThat(ProblemMediaType.chosenBy(accept)).isEqualTo("application/json");
    }

    /** RFC 9110, section 12.4.2: a weight of 0 means 'not acceptable'. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/problem+json;q=0, application/json",
                "application/problem+json; q=0.000",
                "application/problem+jsonl"
            })
    void whoRefusesProblemJsonOrNamesALongerTypeGetsJson(String accept) {
        assertThat(ProblemMediaType.chosenBy(accept)).isEqualTo("application/json");
    }
}
