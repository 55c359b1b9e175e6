package dev.hashpost.http;

import static dev.hashpost.settings.SettingsTest.settingsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hashpost.settings.BadSettingException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
    private static final int THREADS = 16;

    @Test
    void pastTheBoundNobodyIsLetIn() {
        Gate gate = new Gate(2);
        assertThat(IntStream.range(0, 4).mapToObj(i -> gate.enter())).containsExactly(true, true, false, false);
        assertThat(gate.inFlight()).isEqualTo(2);
    }

    @Test
    void whoLeavesMakesRoomForOne() {
        Gate gate = new Gate(1);
        gate.enter();
        gate.enter();
        gate.leave();
        assertThat(gate.inFlight()).isZero();
        assertThat(gate.enter()).isTrue();
        assertThat(gate.enter()).isFalse();
    }

    @Test
    void onlyThoseWhoWereLetInCountAsEntered() {
        Gate gate = new Gate(1);
        gate.enter();
        gate.enter();
        gate.leave();
        gate.enter();
        assertThat(gate.entered()).isEqualTo(2);
    }

    @Test
    void aClosingGateStillLetsIn() {
        Gate gate = new Gate(1);
        assertThat(gate.isClosing()).isFalse();
        gate.close();
        assertThat(gate.isClosing()).isTrue();
        assertThat(gate.enter()).isTrue();
    }

    @Test
    void ofAllWhoComeAtOnceExactlyTheBoundIsLetIn() throws Exception {
        Gate gate = new Gate(1000);
        assertThat(onEveryThread(
                        () -> IntStream.range(0, 500).filter(i -> gate.enter()).count()))
                .satisfies(letIn -> assertThat(
                                letIn.stream().mapToLong(Long::longValue).sum())
                        .isEqualTo(1000));
        assertThat(gate.inFlight()).isEqualTo(1000);
    }

    @Test
    void thereAreNeverMoreInsideThanTheBound() throws Exception {
        Gate gate = new Gate(3);
        AtomicInteger inside = new AtomicInteger();
        List<Integer> most = onEveryThread(() -> {
            int seen = 0;
            for (int i = 0; i < 10_000; i++) {
                if (gate.enter()) {
                    seen = Math.max(seen, inside.incrementAndGet());
                    inside.decrementAndGet();
                    gate.leave();
                }
            }
            return seen;
        });
        assertThat(most).allSatisfy(seen -> assertThat(seen).isLessThanOrEqualTo(3));
        assertThat(gate.inFlight()).isZero();
    }

    @Test
    void theBoundIsASetting() {
        assertThat(roomOf(Map.of())).isEqualTo(200);
        assertThat(roomOf(Map.of("hashpost.max.in.flight", "1"))).isEqualTo(1);
        assertThat(roomOf(Map.of("hashpost.max.in.flight", "200"))).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "201", "many"})
    void aBoundThatWouldLeaveNoThreadToRefuseWithIsRefused(String value) {
        assertThatThrownBy(() -> new Gate(settingsOf(Map.of("hashpost.max.in.flight", value))))
                .isInstanceOf(BadSettingException.class)
                .hasMessage("HASHPOST_MAX_IN_FLIGHT=" + value + " is not a whole number from 1 to 200; set it to one");
    }

    private static long roomOf(Map<String, String> properties) {
        Gate gate = new Gate(settingsOf(properties));
        return IntStream.range(0, 300).filter(i -> gate.enter()).count();
    }

    private static <T> List<T> onEveryThread(Callable<T> work) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(Collections.nCopies(THREADS, work))) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
