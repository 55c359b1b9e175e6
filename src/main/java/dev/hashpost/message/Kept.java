package dev.hashpost.message;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is made when it is first wanted, and kept. Threads that want it at once may make it twice. */
final class Kept<T> {
    private volatile @Nullable T value;

    /** The value, made now if it has not been yet. */
    T orMake(Supplier<T> maker) {
        @Nullable T made = value;
        if (made == null) {
            made = maker.get();
            value = made;
        }
        return made;
    }

    /** The value, if it has been made. */
    Optional<T> ifMade() {
        return Optional.ofNullable(value);
    }
}
