/** The launcher behind {@code mvn -Prun}, and the processes that tests and benchmarks start; not in the WAR. */
@NullMarked
package dev.hashpost.run;

import org.jspecify.annotations.NullMarked;
