/** What every HTTP answer shares: problems, conditional reads, request ids, limits, headers. Knows no feature. */
@NullMarked
package dev.hashpost.http;

import org.jspecify.annotations.NullMarked;
