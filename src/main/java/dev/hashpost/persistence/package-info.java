/** The data source, its migration at start and its readiness. Knows no feature. */
@NullMarked
package dev.hashpost.persistence;

import org.jspecify.annotations.NullMarked;
