package dev.hashpost.persistence;

import dev.hashpost.settings.BadSettingException;
import dev.hashpost.settings.Settings;

/**
 * How many connections to the database this node keeps.
 *
 * @param min connections that stay open when idle
 * @param max connections at most, 3 or more
 */
record PoolSettings(int min, int max) {
    static PoolSettings of(Settings settings) {
        int min = settings.number("HASHPOST_DB_POOL_MIN", HashpostDataSource.DEFAULT_POOL_MIN, 0, 1000);
        int max = settings.number("HASHPOST_DB_POOL_MAX", HashpostDataSource.DEFAULT_POOL_MAX, 3, 1000);
        if (min > max) {
            throw new BadSettingException("HASHPOST_DB_POOL_MIN=" + min + " is more than HASHPOST_DB_POOL_MAX=" + max
                    + "; lower the one or raise the other");
        }
        return new PoolSettings(min, max);
    }

    /** Reads and writes have as many each; one is the probe's. */
    int connectionsPerBatcher() {
        return (max - 1) / 2;
    }
}
