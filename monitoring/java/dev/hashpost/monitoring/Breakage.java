package dev.hashpost.monitoring;

import java.util.Set;

/**
 * Something that really goes wrong, and what must be seen of it.
 *
 * @param name in a word or two
 * @param fires the alerts that must fire, and no others but those of {@code also}
 * @param also alerts that may fire too, as it depends on how long it lasts
 * @param pages those of them that a person must be told of at once: no other page may go out
 * @param quick whether the quick trial has it too, and all queries are tried while it lasts
 * @param breaking breaks it, and returns what mends it
 */
record Breakage(String name, Set<String> fires, Set<String> also, Set<String> pages, boolean quick, Breaking breaking) {
    static final String DISK_FULL = "disk full";

    @FunctionalInterface
    interface Breaking {
        Mending on(Stage stage) throws Exception;
    }

    @FunctionalInterface
    interface Mending {
        void mend() throws Exception;
    }

    boolean needsRoot() {
        return name.equals(DISK_FULL);
    }
}
