package dev.hashpost.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptTest {
    @Test
    void noFieldAllowsAll() {
        assertThat(Accept.allows(List.of(), "application", "json")).isTrue();
        assertThat(Accept.allows(List.of(""), "application", "json")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "*/*",
                "application/*",
                "text/html, */*;q=0.1",
                "application/json;charset=utf-8",
                "*/*;q=0, application/json",
                "application/*;q=0, application/json;q=0.001"
            })
    void theMostSpecificRangeAllows(String line) {
        assertThat(Accept.allows(List.of(line), "application", "json")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "application/json;q=0",
                "*/*, application/json;q=0.0",
                "application/*;q=0, text/*",
                "application/jsonl",
                "nonsense"
            })
    void whatNoRangeAllowsIsRefused(String line) {
        assertThat(Accept.allows(List.of(line), "application", "json")).isFalse();
    }

    @Test
    void severalLinesAreOneList() {
        assertThat(Accept.allows(List.of("text/html", "application/json"), "application", "json"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*/*",
                "application/json",
                "Application/JSON;Q=1, text/*;q=0.25 , */*;q=0.",
                "text/html,application/signed-exchange;v=b3;q=0.7"
            })
    void whatAnyoneReadsTheSameIsPlain(String accept) {
        assertThat(Accept.isPlain(List.of(accept, "*/*"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ";;/",
                "application/json, ;;/",
                "application/json;q=x",
                "text/*;q=2",
                "a/b;c=\"d,e\"",
                "json",
                "a/b,"
            })
    void whatIsMalformedOrQuotedIsNot(String accept) {
        assertThat(Accept.isPlain(List.of("*/*", accept))).isFalse();
    }

    @Test
    void whatIsLongIsNotPlain() {
        assertThat(Accept.isPlain(List.of("a/b" + ",a/b".repeat(3900)))).isFalse();
        assertThat(Accept.isPlain(List.of("a/b" + ";a=b".repeat(3900)))).isFalse();
        assertThat(Accept.isPlain(List.of("a/b" + ",a/b".repeat(249)))).isTrue();
    }

    @Test
    void aLongFieldDoesNotOverflowTheStack() {
        assertThat(Accept.allows(List.of("a/b" + ";a=b".repeat(3900)), "application", "json"))
                .isFalse();
        assertThat(Accept.allows(List.of("application/json" + ";".repeat(15_900)), "application", "json"))
                .isTrue();
    }
}
