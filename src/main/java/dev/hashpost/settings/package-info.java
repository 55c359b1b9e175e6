/** Reads settings from MicroProfile Config and refuses bad ones by name. */
@NullMarked
package dev.hashpost.settings;

import org.jspecify.annotations.NullMarked;
