package dev.hashpost.http;

/**
 * A feature that answers some requests straight from the wire, before the servlet container has them.
 *
 * <p>It is asked only about requests that are whole and plain: HTTP/1.1 on a connection that stays open, without a query,
 * an expectation, or a coding of the body. Whatever it leaves goes to the container, which must serve it too.
 */
public interface DirectService {
    /**
     * Answers the request, now or later and from any thread, or leaves it.
     *
     * <p>This runs on the thread that serves all connections: it must not block.
     *
     * @return false to leave the request to the container
     */
    boolean take(DirectExchange exchange);
}
