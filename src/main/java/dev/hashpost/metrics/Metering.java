package dev.hashpost.metrics;

/** Whether this node counts its requests and shows its metrics: the setting {@code HASHPOST_METRICS}. */
public enum Metering {
    /** As it should be wherever somebody watches. */
    ON,
    /** For who scrapes nothing, and for measuring what counting costs: {@code /metrics} is 404. */
    OFF
}
