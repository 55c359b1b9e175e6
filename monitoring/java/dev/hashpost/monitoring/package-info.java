/** {@code monitoring/try}: the whole monitoring beside a service that is really loaded, and really broken. */
package dev.hashpost.monitoring;
