package dev.hashpost.persistence;

import dev.hashpost.settings.Settings;

/**
 * How many connections to the database this node may have. The container's pool would give more: what holds the bound is
 * that no more threads ask for one, and that the pool grows by one at a time.
 *
 * @param max connections at most, 4 or more
 */
record PoolSettings(int max) {
    private static final int DEFAULT_MAX = 6;

    static PoolSettings of(Settings settings) {
        return new PoolSettings(settings.number("HASHPOST_DB_POOL_MAX", DEFAULT_MAX, 4, 1000));
    }

    /** Reads and writes have as many each; one is the probe's, and one is for figures that are asked now and then. */
    int connectionsPerBatcher() {
        return (max - 2) / 2;
    }
}
