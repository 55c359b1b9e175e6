package dev.hashpost.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;

/** One event for the log. Payara's formatter makes a member of its JSON object of each field; a value is written as text. */
public final class Event {
    private final String name;
    private final Map<String, Object> fields = new LinkedHashMap<>();

    private Event(String name) {
        this.name = name;
        fields.put("event", name);
    }

    /** Begins an event. Its name, in lower case with underscores, is what it is found by. */
    public static Event named(String name) {
        return new Event(name);
    }

    public Event with(String key, Object value) {
        fields.put(key, value);
        return this;
    }

    /** With the trace of the failure; one line like any other. */
    public Event causedBy(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        return with("stack_trace", trace);
    }

    public void log(Logger logger, Level level) {
        logger.log(level, name, fields);
    }
}
