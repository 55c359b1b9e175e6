/** The registry of all metrics, and the way out for them; each feature has its own in a class {@code …Metrics}. */
@NullMarked
package dev.hashpost.metrics;

import org.jspecify.annotations.NullMarked;
