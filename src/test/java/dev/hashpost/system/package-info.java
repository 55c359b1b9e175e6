/** The packaged WAR on a real Payara Micro with a real PostgreSQL, as its users meet it. */
@NullMarked
package dev.hashpost.system;

import org.jspecify.annotations.NullMarked;
