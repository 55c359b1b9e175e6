package dev.hashpost;

import dev.hashpost.http.Edge;
import dev.hashpost.log.Event;
import dev.hashpost.message.Digest;
import dev.hashpost.message.MessageStore;
import dev.hashpost.persistence.DatabaseProbe;
import dev.hashpost.persistence.Migration;
import dev.hashpost.settings.BadSettingException;
import dev.hashpost.settings.Configured;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts the service: settings, schema, and the way out; or ends the process with one line that says why not. */
@WebListener
public class Start implements ServletContextListener {
    private static final Logger LOG = System.getLogger(Start.class.getName());

    @Inject
    @Any
    @SuppressWarnings("NullAway.Init") // CDI sets the fields.
    private Instance<Configured> configured;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Instance<Migration> migration;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Instance<MessageStore> store;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Instance<DatabaseProbe> probe;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Instance<Edge> edge;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Instance<ServiceMetrics> metrics;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        try {
            configured.forEach(bean -> {}); // Makes each.
            metrics.get().register();
            migration.get().run();
            warmUp();
            edge.get().open();
        } catch (RuntimeException e) {
            refuse(e);
        }
    }

    /**
     * The first use of JPA takes seconds on a slow machine: better here than within a request's time limit. And the first
     * of the probe makes it, which Grizzly's threads, those of the direct path, could not.
     */
    private void warmUp() {
        probe.get().isUp();
        store.get().find(List.of(new Digest("0".repeat(64))));
    }

    /** At once, as Payara would go on without the WAR; and past its logging, which would wrap the line. */
    private static void refuse(RuntimeException failure) {
        String reason = reasonOf(failure);
        if (reason == null) {
            Event.named("start_failed").causedBy(failure).log(LOG, Level.ERROR);
            reason = "the start failed by a fault of its own (" + failure + "); the log has more";
        }
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8)
                .println("hashpost: " + reason.replaceAll("\\p{Cntrl}", " "));
        Runtime.getRuntime().halt(1);
    }

    private static @Nullable String reasonOf(RuntimeException failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BadSettingException) {
                return cause.getMessage();
            }
        }
        return null;
    }
}
