/** Events of the log, and their fields. Knows nothing of ours. */
@NullMarked
package dev.hashpost.log;

import org.jspecify.annotations.NullMarked;
