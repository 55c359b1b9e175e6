package dev.hashpost.http;

/**
 * A request whose answer has been handed to its connection.
 *
 * @param method one of {@link FinishedRequests#METHODS}
 * @param bytes of the answer's body
 * @param nanos from when its header was read until the answer was written; 0 if it is malformed
 * @param traceId 32 hexadecimal digits; empty if it was not traced
 */
public record FinishedRequest(
        String method, Route route, int status, long bytes, long nanos, String requestId, String traceId) {}
