package dev.hashpost.http;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemsTest {
    @ParameterizedTest
    @MethodSource("clientErrors")
    void aClientErrorKeepsItsStatus(int status) {
        assertThat(Problems.ofStatus(status).status()).isEqualTo(status);
    }

    static IntStream clientErrors() {
        return IntStream.range(400, 500);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 501, 503, 505})
    void aServerErrorThatClientsCanUseKeepsItsStatus(int status) {
        assertThat(Problems.ofStatus(status).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @MethodSource("serverErrors")
    void anyOtherServerErrorIsKeptOrA500(int status) {
        assertThat(Problems.ofStatus(status).status()).isIn(status, 500);
    }

    static IntStream serverErrors() {
        return IntStream.range(500, 600);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 100, 200, 302, 399, 600, 999})
    void whatIsNoErrorStatusIsA500(int status) {
        assertThat(Problems.ofStatus(status)).isEqualTo(Problems.internal());
    }

    @ParameterizedTest
    @MethodSource("problems")
    void everyProblemSaysWhatAndWhy(Problem problem) {
        assertThat(problem.type()).matches("about:blank|/problems/[a-z-]+");
        assertThat(problem.title()).isNotBlank().doesNotEndWith(".");
        assertThat(problem.detail()).isNotBlank().endsWith(".");
    }

    static Stream<Problem> problems() {
        return IntStream.range(400, 600).mapToObj(Problems::ofStatus);
    }

    @Test
    void problemsOfOneTypeShareATitleUnlessTheTypeSaysNothing() {
        Map<String, Set<String>> titles = problems()
                .filter(problem -> !problem.type().equals("about:blank"))
                .collect(groupingBy(Problem::type, mapping(Problem::title, toSet())));
        assertThat(titles.values())
                .allSatisfy(ofOneType -> assertThat(ofOneType).hasSize(1));
    }

    @Test
    void a503TellsWhenToTryAgain() {
        assertThat(Problems.ofStatus(503).headers()).containsEntry("Retry-After", "1");
        assertThat(Problems.unavailable("Later.", 7).headers()).containsEntry("Retry-After", "7");
    }

    @ParameterizedTest
    @CsvSource({
        "400, /problems/bad-request",
        "404, /problems/not-found",
        "405, /problems/method-not-allowed",
        "406, /problems/not-acceptable",
        "408, /problems/request-timeout",
        "413, /problems/content-too-large",
        "414, /problems/uri-too-long",
        "415, /problems/unsupported-media-type",
        "431, /problems/header-fields-too-large",
        "500, /problems/internal",
        "503, /problems/unavailable"
    })
    void whatTheContractNamesHasATypeOfItsOwn(int status, String type) {
        assertThat(Problems.ofStatus(status).type()).isEqualTo(type);
    }
}
