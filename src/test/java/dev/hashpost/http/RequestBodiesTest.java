package dev.hashpost.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.hashpost.http.FieldLinesTest.FakeHeaders;
import dev.hashpost.http.MemoryBudget.Reservation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodiesTest {
    private static final int BUDGET = 64 << 10;
    private static final int CHUNKED = -1;

    private final MemoryBudget memory = new MemoryBudget((long) BUDGET * RequestBodies.MEMORY_PER_BYTE);

    @Property(tries = 200)
    void aBodyComesAsItWasSentHoweverItArrives(
            @ForAll @Size(max = 3) byte[] seed,
            @ForAll @IntRange(max = 40_000) int size,
            @ForAll @IntRange(min = 1, max = 20_000) int portion) {
        byte[] sent = randomBytes(size, seed.length);
        assertThat(read(inPortions(sent, portion), size, size)).isEqualTo(sent);
        assertThat(read(inPortions(sent, portion), CHUNKED, size)).isEqualTo(sent);
        assertNothingIsTaken();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, 4096, 8190, 8191, 8192, 8193, 16_384, 20_000, 40_000})
    void aBodyMayBeExactlyAsLargeAsAllowedAndNotOneByteMore(int most) {
        assertThat(read(zeros(most), most, most)).hasSize(most);
        assertThat(read(zeros(most), CHUNKED, most)).hasSize(most);
        assertThat(refusal(zeros(most + 1), most + 1, most).status()).isEqualTo(413);
        assertThat(refusal(zeros(most + 1), CHUNKED, most).status()).isEqualTo(413);
        assertNothingIsTaken();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, Integer.MAX_VALUE, 1L << 32, (1L << 32) + 5, Long.MAX_VALUE})
    void aBodyThatIsDeclaredTooLargeIsRefusedUnread(long declared) {
        assertThat(refusal(failing(new AssertionError("was read")), declared, 10)
                        .status())
                .isEqualTo(413);
    }

    @Test
    void aChunkedBodyIsReadNoFurtherThanOneByteTooMany() {
        AtomicInteger read = new AtomicInteger();
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                read.addAndGet(length);
                return length;
            }
        };
        assertThat(refusal(endless, CHUNKED, 20_000).status()).isEqualTo(413);
        assertThat(read).hasValueLessThanOrEqualTo(20_001);
    }

    @Test
    void whatIsTooLargeEndsTheConnection() {
        assertThat(refusal(zeros(11), 11, 10).headers()).containsEntry("Connection", "close");
        assertThat(refusal(zeros(20_000), CHUNKED, 10).headers()).containsEntry("Connection", "close");
    }

    @Test
    void ofADeclaredBodyNoMoreIsReadThanDeclared() {
        assertThat(read(zeros(11), 10, 100)).hasSize(10);
    }

    @Test
    void aBodyThatEndsBeforeItsDeclaredLengthIsRefused() {
        Problem problem = refusal(zeros(9), 10, 100);
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.headers()).containsEntry("Connection", "close");
        assertNothingIsTaken();
    }

    @ParameterizedTest
    @CsvSource({"10", "-1"})
    void aClientThatSendsNothingForTooLongIsA408(long declared) {
        Problem problem = refusal(failing(new SocketTimeoutException("secret")), declared, 10);
        assertThat(problem.status()).isEqualTo(408);
        assertThat(problem.headers()).containsEntry("Connection", "close");
        assertThat(problem.detail()).doesNotContain("secret");
        assertNothingIsTaken();
    }

    /** Grizzly's own timeout is an IOException with a TimeoutException as its cause. */
    @Test
    void theServersOwnTimeoutIsA408Too() {
        IOException timeout = new IOException(new TimeoutException());
        assertThat(refusal(failing(timeout), CHUNKED, 10).status()).isEqualTo(408);
        assertNothingIsTaken();
    }

    @ParameterizedTest
    @CsvSource({"10", "-1"})
    void aBodyThatBreaksOffIsA400(long declared) {
        Problem problem = refusal(failing(new IOException("secret")), declared, 10);
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.headers()).containsEntry("Connection", "close");
        assertThat(problem.detail()).doesNotContain("secret");
        assertNothingIsTaken();
    }

    @ParameterizedTest
    @CsvSource({"65537", "-1"})
    void moreThanAllBodiesMayTakeIsA503ThatMayBeTriedAgain(long declared) {
        Problem problem = refusal(zeros(BUDGET + 1), declared, 2 * BUDGET);
        assertThat(problem.status()).isEqualTo(503);
        assertThat(problem.headers()).containsEntry("Retry-After", "1");
        assertNothingIsTaken();
    }

    @Test
    void aBodyTakesItsMemoryUntilItsReservationIsClosed() {
        try (Reservation first = memory.reserve()) {
            assertThat(RequestBodies.read(zeros(BUDGET - 8192), BUDGET - 8192, BUDGET, first))
                    .hasSize(BUDGET - 8192);
            assertThat(refusal(zeros(8193), 8193, BUDGET).status()).isEqualTo(503);
            assertThat(read(zeros(8192), 8192, BUDGET)).hasSize(8192);
        }
        assertNothingIsTaken();
    }

    @Test
    void memoryIsTakenForWhatHasComeAndNotForWhatIsDeclared() {
        InputStream asking = new InputStream() {
            @Override
            public int read() {
                throw new IllegalStateException("read byte by byte");
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                assertThat(RequestBodiesTest.this.read(zeros(BUDGET - 8192), BUDGET - 8192, BUDGET))
                        .hasSize(BUDGET - 8192);
                return -1;
            }
        };
        assertThat(refusal(asking, BUDGET, BUDGET).status()).isEqualTo(400);
    }

    @Test
    void closingTwiceGivesBackOnce() {
        Reservation reservation = memory.reserve();
        reservation.growTo(BUDGET);
        reservation.close();
        reservation.close();
        assertNothingIsTaken();
        assertThat(refusal(zeros(BUDGET + 1), BUDGET + 1, 2 * BUDGET).status()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(longs = {CHUNKED, 10_000})
    void anErrorGivesTheMemoryBackToo(long declared) {
        OutOfMemoryError error = new OutOfMemoryError("as if");
        assertThat(catchThrowable(() -> read(failing(error), declared, 20_000))).isSameAs(error);
        assertNothingIsTaken();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "br", "identity, gzip", "x"})
    void aCodedBodyIsA415ThatSaysWhatIsTaken(String coding) {
        Problem problem = assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> RequestBodies.refuseCodings(new FakeHeaders("Content-Encoding", coding)))
                .actual()
                .problem();
        assertThat(problem.status()).isEqualTo(415);
        assertThat(problem.headers()).containsEntry("Accept-Encoding", "identity");
    }

    @Test
    void aBodyAsItIsIsTaken() {
        assertThatNoException().isThrownBy(() -> {
            RequestBodies.refuseCodings(new FakeHeaders("Accept", "*/*"));
            RequestBodies.refuseCodings(new FakeHeaders("Content-Encoding", ""));
            RequestBodies.refuseCodings(new FakeHeaders("Content-Encoding", " Identity "));
        });
    }

    private byte[] read(InputStream in, long declared, int most) {
        try (Reservation reservation = memory.reserve()) {
            return RequestBodies.read(in, declared, most, reservation);
        }
    }

    private Problem refusal(InputStream in, long declared, int most) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> read(in, declared, most))
                .actual()
                .problem();
    }

    /** A body as large as all may be together fits only if every other has given its memory back. */
    private void assertNothingIsTaken() {
        assertThatNoException().isThrownBy(() -> read(zeros(BUDGET), BUDGET, BUDGET));
    }

    private static InputStream zeros(int size) {
        return new ByteArrayInputStream(new byte[size]);
    }

    private static byte[] randomBytes(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static InputStream inPortions(byte[] bytes, int most) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, most));
            }
        };
    }

    /** A stream that gives one byte, and then fails. */
    private static InputStream failing(Throwable failure) {
        return new InputStream() {
            private boolean gaveOne;

            @Override
            public int read() throws IOException {
                throw new IOException("read byte by byte");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (!gaveOne && !(failure instanceof AssertionError)) {
                    gaveOne = true;
                    return 1;
                }
                if (failure instanceof IOException e) {
                    throw e;
                }
                throw (Error) failure;
            }
        };
    }
}
