package dev.hashpost.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptEncodingTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip",
                "GZIP",
                "x-gzip",
                "X-GZip",
                "*",
                "gzip, deflate, br, zstd",
                "br;q=1.0, gzip;q=0.8, *;q=0.1",
                "deflate,gzip",
                "deflate , gzip",
                "deflate\t;\tq=1\t,\tgzip\t;\tq=0.5",
                "gzip;q=0.001",
                "gzip;q=1.",
                "gzip;q=1.000",
                "gzip;Q=0.5",
                "gzip, *;q=0",
                "*;q=0.5, identity;q=0.4",
                "gzip;q=0.5, identity;q=0.5",
                "gzip, identity",
                "identity;q=0, gzip;q=0.1",
                ", gzip ,"
            })
    void gzipIsSentToThoseWhoLikeItNoLessThanNone(String line) {
        assertThat(AcceptEncoding.prefersGzip(List.of(line))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "identity",
                "br",
                "deflate, zstd",
                "gzip;q=0",
                "gzip;q=0.0",
                "gzip;q=0.000",
                "gzip;q=0, *",
                "*, gzip;q=0",
                "*;q=0",
                "br, *;q=0",
                "identity, gzip;q=0.9",
                "identity;q=0.5, gzip;q=0.4",
                "identity, *;q=0.5",
                "gzipped",
                "not-gzip",
                "gzip2"
            })
    void othersGetNoCoding(String line) {
        assertThat(AcceptEncoding.prefersGzip(List.of(line))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip;q=",
                "gzip;q=-1",
                "gzip;q=2",
                "gzip;q=x",
                "gzip;q=0,5",
                "gzip;q=0.0001",
                "gzip;q=0 .5",
                "gzip;level=9",
                "gzip;;q=1",
                "gzip deflate",
                "\"gzip\"",
                "gzip;q=\"1\"",
                "br=gzip",
                "@gzip",
                "\u0000gzip"
            })
    void whatIsMalformedIsNoWishForGzip(String line) {
        assertThat(AcceptEncoding.prefersGzip(List.of(line))).isFalse();
    }

    @Test
    void theFieldMayStandOnSeveralLines() {
        assertThat(AcceptEncoding.prefersGzip(List.of("br", "gzip"))).isTrue();
        assertThat(AcceptEncoding.prefersGzip(List.of("*", "gzip;q=0"))).isFalse();
    }

    @Test
    void withoutTheFieldNoCodingIsUsed() {
        assertThat(AcceptEncoding.prefersGzip(List.of())).isFalse();
    }
}
