package dev.hashpost.message;

import dev.hashpost.http.Accept;
import dev.hashpost.http.AcceptEncoding;
import dev.hashpost.http.DigestFields;
import dev.hashpost.http.DirectExchange;
import dev.hashpost.http.DirectService;
import dev.hashpost.http.ProblemException;
import dev.hashpost.http.WireAnswer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Small posts and reads, straight from the wire. What is malformed, conditional or large is left to
 * {@link MessageResource}, which answers the same, more slowly; what only the database can refuse is refused here.
 */
@Singleton
public class DirectMessages implements DirectService {
    private static final String MESSAGES = "/messages";
    private static final String ONE = MESSAGES + "/";
    private static final Set<String> JSON =
            Set.of("application/json", "application/json;charset=utf-8", "application/json; charset=utf-8");

    /** What a GET says of its body; Java's {@code HttpClient} said 0 until Java 19. */
    private static final Set<List<String>> NO_BODY = Set.of(List.of(), List.of("0"));

    /** Longer bodies take too long to parse, hash or copy on the thread that serves all connections. */
    private static final int MOST_POSTED_BYTES = 16_384;

    private static final int MOST_SENT_BYTES = 65_536;

    private final Messages messages;
    private final MessageLimits limits;

    @Inject
    public DirectMessages(Messages messages, MessageLimits limits) {
        this.messages = messages;
        this.limits = limits;
    }

    @Override
    public boolean take(DirectExchange exchange) {
        if (!Accept.isPlain(exchange.fieldLines("Accept"))) {
            return false; // JAX-RS refuses one that is malformed.
        }
        if (exchange.isGet()) {
            return isPlainGet(exchange) && exchange.path().startsWith(ONE) && get(exchange);
        }
        return exchange.isPost() && exchange.path().equals(MESSAGES) && isPlainPost(exchange) && post(exchange);
    }

    private static boolean isPlainGet(DirectExchange exchange) {
        return NO_BODY.contains(exchange.fieldLines("Content-Length"))
                && exchange.fieldLines("If-None-Match").isEmpty()
                && Accept.allows(exchange.fieldLines("Accept"), "application", "json");
    }

    private static boolean isPlainPost(DirectExchange exchange) {
        List<String> types = exchange.fieldLines("Content-Type");
        return types.size() == 1
                && JSON.contains(types.get(0).toLowerCase(Locale.ROOT))
                && exchange.bodyLength() <= MOST_POSTED_BYTES
                && exchange.fieldLines(DigestFields.CONTENT_DIGEST).isEmpty()
                && exchange.fieldLines(DigestFields.REPR_DIGEST).isEmpty();
    }

    private boolean get(DirectExchange exchange) {
        Optional<Digest> digest = Digest.parse(exchange.path().substring(ONE.length()));
        if (digest.isEmpty()) {
            return false;
        }
        Optional<CachedMessage> cached = messages.cached(digest.get());
        if (cached.isPresent()) {
            Optional<WireAnswer> answer = answer(exchange, cached.get());
            answer.ifPresent(exchange::answer);
            return answer.isPresent();
        }
        return whenKnown(messages.read(digest.get()), exchange, found -> answer(exchange, found));
    }

    /** Empty for a message that is too large to be sent from here, or that is no text. */
    private static Optional<WireAnswer> answer(DirectExchange exchange, CachedMessage message) {
        Optional<WireAnswer> answer =
                message.message().body().length > MOST_SENT_BYTES ? Optional.empty() : small(exchange, message);
        if (answer.isEmpty()) {
            exchange.handOver(message);
        }
        return answer;
    }

    private static Optional<WireAnswer> small(DirectExchange exchange, CachedMessage message) {
        boolean gzip = AcceptEncoding.prefersGzip(exchange.fieldLines("Accept-Encoding"));
        String cacheControl = message.cacheControl();
        return message.json()
                .filter(json -> json.plain().bytes().length <= MOST_SENT_BYTES)
                .flatMap(json -> gzip ? json.wireGzipped(cacheControl) : Optional.of(json.wirePlain(cacheControl)));
    }

    private boolean post(DirectExchange exchange) {
        Posting posting;
        try {
            posting = JsonPosting.parse(exchange.body(), limits.messageBytes());
        } catch (ProblemException e) {
            return false;
        }
        Optional<CachedMessage> known = messages.known(posting);
        if (known.isPresent()) {
            exchange.answer(known.get().posted());
            return true;
        }
        return whenKnown(messages.write(posting), exchange, held -> Optional.of(held.justPosted()));
    }

    /** Suspends the request only if it has to wait: else a row of refusals would call one another ever deeper. */
    private static boolean whenKnown(
            CompletableFuture<CachedMessage> future,
            DirectExchange exchange,
            Function<CachedMessage, Optional<WireAnswer>> toAnswer) {
        boolean known = future.isDone();
        if (known && !future.isCompletedExceptionally()) {
            Optional<WireAnswer> answer = toAnswer.apply(future.join());
            answer.ifPresent(exchange::answer);
            return answer.isPresent();
        }
        if (!known) {
            exchange.suspend();
        }
        var unused = future.thenApply(toAnswer).whenComplete((answer, failure) -> {
            if (failure != null) {
                exchange.fail(failure);
            } else {
                answer.ifPresentOrElse(exchange::answer, exchange::leaveToContainer);
            }
        });
        return true;
    }
}
