/** Messages and their digests: posting, storing, finding. */
@NullMarked
package dev.hashpost.message;

import org.jspecify.annotations.NullMarked;
