package dev.hashpost.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "the first of one byte, 00",
        "the last of one byte, 7F",
        "the first of two, C280",
        "the last of two, DFBF",
        "the first of three, E0A080",
        "the last before the surrogates, ED9FBF",
        "the first after the surrogates, EE8080",
        "a noncharacter, EFBFBE",
        "the first of four, F0908080",
        "the last code point, F48FBFBF",
        "a byte order mark, EFBBBF"
    })
    void everyCodePointButASurrogateIsText(String what, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThat(Utf8.isValid(bytes)).isTrue();
        assertThat(Utf8.encode(new String(bytes, StandardCharsets.UTF_8)))
                .hasValueSatisfying(again -> assertThat(again).isEqualTo(bytes));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "a lone continuation byte, 80",
        "an overlong NUL, C080",
        "an overlong slash, C0AF",
        "an overlong DEL, C1BF",
        "an overlong slash in three bytes, E080AF",
        "the overlong last of two, E09FBF",
        "an overlong slash in four bytes, F08080AF",
        "a high surrogate, EDA080",
        "a low surrogate, EDBFBF",
        "CESU-8: a pair of surrogates, EDA0BDEDB880",
        "past the last code point, F4908080",
        "five bytes, F888808080",
        "a truncated two, C3",
        "a truncated three, E282",
        "a truncated four, F09F98",
        "a character cut short by the next, E28261",
        "a byte that UTF-8 never has, FF",
        "latin-1, 636166E9",
        "UTF-16 with a mark, FEFF0061"
    })
    void whatIsNotUtf8IsNotText(String what, String hex) {
        assertThat(Utf8.isValid(HexFormat.of().parseHex(hex))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD800", "\uDC00", "a\uD83D", "\uDE00\uD83D", "\uD83D\uD83D\uDE00", "\uD83Da"})
    void anUnpairedSurrogateHasNoBytes(String text) {
        assertThat(Utf8.encode(text)).isEmpty();
    }

    @Property
    void bytesAreTextIfTheTextOfThemHasTheSameBytes(@ForAll byte[] bytes) {
        byte[] again = new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        assertThat(Utf8.isValid(bytes)).isEqualTo(Arrays.equals(again, bytes));
    }

    @ParameterizedTest
    @ValueSource(ints = {4094, 4095, 4096, 4097, 100_000})
    void aFaultIsFoundHoweverFarBackItIs(int before) {
        byte[] bytes = "x".repeat(before).concat("\u20ac").getBytes(StandardCharsets.UTF_8);
        assertThat(Utf8.isValid(bytes)).isTrue();
        assertThat(Utf8.isValid(Arrays.copyOf(bytes, bytes.length - 1))).isFalse();
    }
}
