/** Ties the features together: the JAX-RS application, the start and the health of the whole. */
@NullMarked
package dev.hashpost;

import org.jspecify.annotations.NullMarked;
