/** The benchmark: measures the service beside its peers on one machine. Not part of the WAR. */
@NullMarked
package dev.hashpost.bench;

import org.jspecify.annotations.NullMarked;
