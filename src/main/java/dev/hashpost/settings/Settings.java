package dev.hashpost.settings;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/**
 * Reads settings by the name that the operator sets, such as {@code HASHPOST_DB_URL}.
 *
 * <p>They come through MicroProfile Config, so {@code hashpost.db.url} as a system property does as well.
 */
@Singleton
public class Settings {
    private final Config config;

    @Inject
    public Settings(Config config) {
        this.config = config;
    }

    /** A text; the default if it is not set, or set to nothing. */
    public String text(String name, String byDefault) {
        return config.getOptionalValue(propertyOf(name), String.class)
                .filter(value -> !value.isEmpty())
                .orElse(byDefault);
    }

    /**
     * A whole number.
     *
     * @param least the smallest value allowed
     * @param most the largest value allowed
     * @throws BadSettingException if it is set to something else
     */
    public int number(String name, int byDefault, int least, int most) {
        String value = text(name, Integer.toString(byDefault));
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, as a number out of bounds is.
        }
        throw new BadSettingException(name + "=" + value.replaceAll("\\p{Cntrl}", "?") + " is not a whole number from "
                + least + " to " + most + "; set it to one");
    }

    /**
     * One of a few words: the names of an enum's values, in lower case.
     *
     * @throws BadSettingException if it is set to something else
     */
    public <E extends Enum<E>> E choice(String name, E byDefault) {
        E[] choices = byDefault.getDeclaringClass().getEnumConstants();
        String value = text(name, wordOf(byDefault));
        for (E choice : choices) {
            if (wordOf(choice).equals(value)) {
                return choice;
            }
        }
        String words = Stream.of(choices).map(Settings::wordOf).collect(Collectors.joining(", "));
        throw new BadSettingException(
                name + "=" + value.replaceAll("\\p{Cntrl}", "?") + " is not one of " + words + "; set it to one");
    }

    private static String wordOf(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    private static String propertyOf(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '.');
    }
}
