package dev.hashpost.run;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the launcher itself takes from the environment; the service reads every other {@code HASHPOST_*} variable.
 *
 * @param httpPort 1 to 65535, not the same as {@code httpsPort}
 * @param home where everything is kept between runs, as the user wrote it: relative to the current directory
 * @param ownDatabase whether to start a PostgreSQL in {@code home}, because no {@code HASHPOST_DB_URL} is given
 */
record RunSettings(int httpPort, int httpsPort, Path home, boolean ownDatabase) {
    static final String HTTP_PORT = "HASHPOST_HTTP_PORT";
    static final String HTTPS_PORT = "HASHPOST_HTTPS_PORT";
    static final String HOME = "HASHPOST_HOME";
    static final String DB_URL = "HASHPOST_DB_URL";
    static final String DB_USER = "HASHPOST_DB_USER";
    static final String DB_PASSWORD = "HASHPOST_DB_PASSWORD";

    /**
     * Reads the settings; one that is missing or blank has its default.
     *
     * @throws StartException naming the first variable whose value cannot be used
     */
    static RunSettings from(Map<String, String> environment) {
        int http = port(environment, HTTP_PORT, 8080);
        int https = port(environment, HTTPS_PORT, 5000);
        if (http == https) {
            throw new StartException(
                    HTTP_PORT + " and " + HTTPS_PORT + " are both " + http + "; set one of them to another port");
        }
        return new RunSettings(http, https, home(environment), ownDatabase(environment));
    }

    private static int port(Map<String, String> environment, String name, int otherwise) {
        String value = value(environment, name).orElse(Integer.toString(otherwise));
        try {
            int port = Integer.parseInt(value);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Told below, as a port out of bounds is.
        }
        throw new StartException(name + "=" + value + " is not a whole number from 1 to 65535; set it to one");
    }

    private static Path home(Map<String, String> environment) {
        String value = value(environment, HOME).orElse(".hashpost");
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new StartException(HOME + "=" + value + " is not a path; set it to a directory", e);
        }
    }

    private static boolean ownDatabase(Map<String, String> environment) {
        if (value(environment, DB_URL).isPresent()) {
            return false;
        }
        for (String name : new String[] {DB_USER, DB_PASSWORD}) {
            if (value(environment, name).isPresent()) {
                throw new StartException(name + " is set without " + DB_URL + "; set that as well, or unset " + name);
            }
        }
        return true;
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
