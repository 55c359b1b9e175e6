package dev.hashpost.message;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What every POST and every read from the database goes through: parse, hash, write. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MessageBenchmark {
    @Param({"100", "10000"})
    int bytes;

    @Param({"ascii", "mixed"})
    String text = "ascii";

    private byte[] message = {};
    private byte[] json = {};

    @Setup
    public void prepare() {
        String unit = text.equals("ascii") ? "hash post " : "häsh \"pöst\"\n";
        message = unit.repeat(bytes).substring(0, bytes).getBytes(StandardCharsets.UTF_8);
        json = JsonAnswer.ofText(message);
    }

    /** Hashes as well: a posting has its digest. */
    @Benchmark
    public Object parse() {
        return JsonPosting.parse(json, 1 << 20);
    }

    @Benchmark
    public Object digest() {
        return Digest.of(message);
    }

    @Benchmark
    public Object write() {
        return JsonAnswer.ofText(message);
    }

    @Benchmark
    public boolean isText() {
        return Utf8.isValid(message);
    }
}
