package dev.hashpost.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"a\"",
                " \"a\" ",
                "W/\"a\"",
                "*",
                " * ",
                "\"b\",\"a\"",
                "\"b\" , \"a\"",
                "\"b\",\t\"a\"\t",
                "W/\"b\", W/\"a\"",
                "\"a\", \"b\"",
                ", ,\"b\",,\"a\"",
                "\"b,c\", \"a\"",
                "\"\", \"a\"",
                "\"\u00e9\", \"a\""
            })
    void aListThatHoldsTheTagMatches(String line) {
        assertThat(EntityTags.anyMatches(List.of(line), "\"a\"")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "a",
                "'a'",
                "\"A\"",
                "\"aa\"",
                "\"b\"",
                "\"\"",
                "\"a",
                "a\"",
                "w/\"a\"",
                "W/a",
                "W/ \"a\"",
                "\"b,\"a\"",
                "\"b, a\"",
                "\"b\" \"a\"",
                "\"*\"",
                "**"
            })
    void anythingElseDoesNot(String line) {
        assertThat(EntityTags.anyMatches(List.of(line), "\"a\"")).isFalse();
    }

    @Test
    void aCommaMayBePartOfATag() {
        assertThat(EntityTags.anyMatches(List.of("\"b\", \"a,b\""), "\"a,b\"")).isTrue();
        assertThat(EntityTags.anyMatches(List.of("\"a,b\""), "\"a\"")).isFalse();
    }

    @Test
    void theFieldMayStandOnSeveralLines() {
        assertThat(EntityTags.anyMatches(List.of("\"b\"", "\"c\", \"a\""), "\"a\""))
                .isTrue();
        assertThat(EntityTags.anyMatches(List.of("\"b\"", "*"), "\"a\"")).isTrue();
        assertThat(EntityTags.anyMatches(List.of("\"b\"", "\"c\""), "\"a\"")).isFalse();
    }

    @Test
    void withoutTheFieldNothingIsHeld() {
        assertThat(EntityTags.anyMatches(List.of(), "\"a\"")).isFalse();
    }
}
