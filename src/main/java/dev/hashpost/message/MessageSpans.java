package dev.hashpost.message;

import dev.hashpost.http.Tracing;
import dev.hashpost.persistence.Waiting;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The spans of a request's way through cache and database. */
final class MessageSpans {
    private final Tracing tracing;

    MessageSpans(Tracing tracing) {
        this.tracing = tracing;
    }

    /** A look into the cache. */
    Optional<CachedMessage> ofCache(Supplier<Optional<CachedMessage>> look) {
        Span span = tracing.begin("cache get", SpanKind.INTERNAL);
        Optional<CachedMessage> cached = look.get();
        span.setAttribute("cache.hit", cached.isPresent()).end();
        return cached;
    }

    /** A request's work on the database, from asking for it to its outcome: the wait for its batch, and the batch. */
    CompletableFuture<CachedMessage> ofDatabase(String operation, Supplier<CompletableFuture<CachedMessage>> work) {
        Span span = tracing.begin(operation, SpanKind.CLIENT)
                .setAttribute("db.system", "postgresql")
                .setAttribute("db.operation", operation);
        CompletableFuture<CachedMessage> outcome = work.get();
        return outcome.whenComplete((held, failure) -> {
            if (outcome instanceof Waiting<?> waiting) {
                span.setAttribute("db.operation.batch.size", waiting.batchSize());
            }
            if (failure != null) {
                span.setStatus(StatusCode.ERROR, failure.getClass().getSimpleName());
            }
            span.end();
        });
    }
}
