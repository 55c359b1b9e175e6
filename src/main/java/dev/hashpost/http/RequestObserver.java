package dev.hashpost.http;

/** Is told of every request that was answered, whoever answered it. All beans that implement this are. */
public interface RequestObserver {
    /** Runs on the thread that has written the answer, which others wait for: it must be quick and not block. */
    void finished(FinishedRequest request);
}
