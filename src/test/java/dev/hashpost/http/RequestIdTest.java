package dev.hashpost.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {
    private static final String SANE = "[A-Za-z0-9._-]{1,64}";

    @ParameterizedTest
    @MethodSource("saneIds")
    void aSaneIdIsTaken(String sent) {
        assertThat(RequestId.orNew(sent)).isEqualTo(sent);
    }

    static Stream<String> saneIds() {
        return Stream.of("a", "AZaz09._-", "-", "6e1f3c4a-0d3c-4b7e-9c53-0f5b4d3f2a11", "x".repeat(64));
    }

    @ParameterizedTest
    @NullSource
    @MethodSource("saneIdsMadeLonger")
    @ValueSource(
            strings = {
                "",
                " ",
                " a",
                "a b",
                "a\n",
                "a\r\nSet-Cookie: b",
                "a\u0000",
                "\u00e9",
                "\u0661",
                "a/b",
                "\"a\"",
                "<b>"
            })
    void forAnyOtherOneIsMade(@Nullable String sent) {
        assertThat(RequestId.orNew(sent)).isNotEqualTo(sent).matches(SANE);
    }

    static Stream<String> saneIdsMadeLonger() {
        return Stream.of("x".repeat(65), "x".repeat(10_000));
    }

    @Test
    void noTwoThatAreMadeAreTheSame() {
        assertThat(Stream.generate(() -> RequestId.orNew(null)).limit(1000)).doesNotHaveDuplicates();
    }
}
