package dev.hashpost.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * {@code monitoring/try [--quick] [--only REGEX] [--pictures DIRECTORY]}: everything real, on the loopback address and ports
 * that are free. Every query of the dashboards and every rule must have an answer while the service is loaded, idle and
 * broken; and each breakage must make its alerts fire and nothing else, be told of by the right ones, and be over when it is
 * mended.
 */
public final class Trial {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(150);

    /** So much history the rules need before they say anything. */
    private static final long LOADED_SECONDS = 20;

    /** As often a look that finds a fault is repeated, a second later. */
    private static final int LOOKS = 10;

    /** As much as fills the pictures. */
    private static final long PICTURED_SECONDS = 170;

    private static final String PICTURES =
            Path.of("monitoring/grafana/pictures/pictures.mjs").toAbsolutePath().toString();

    private final Stage stage;
    private final Panels panels;
    private final Progress progress;
    private final Optional<Path> pictures;
    private Set<String> always = Set.of();

    private Trial(Stage stage, Progress progress, Optional<Path> pictures) throws IOException, InterruptedException {
        this.stage = stage;
        this.panels = Panels.ofAllDashboards();
        this.progress = progress;
        this.pictures = pictures;
    }

    public static void main(String[] arguments) throws Exception {
        List<String> options = List.of(arguments);
        boolean quick = options.contains("--quick");
        Optional<String> only = valueOf("--only", options);
        List<Breakage> wanted = Breakages.all().stream()
                .filter(breakage -> only.map(words ->
                                Pattern.compile(words).matcher(breakage.name()).find())
                        .orElse(!quick || breakage.quick()))
                .toList();
        if (wanted.isEmpty()) {
            System.err.println("no breakage is called like that: "
                    + Breakages.all().stream().map(Breakage::name).toList());
            System.exit(2);
        }
        Progress progress = new Progress();
        if (!System.getProperty("user.name").equals("root")) {
            wanted = wanted.stream().filter(breakage -> !breakage.needsRoot()).toList();
            progress.say("skipped: what only root may do (mounting a disk to fill it)");
        }
        boolean passed;
        try (Stage stage = Stage.set(Path.of("target/monitoring-trial").toAbsolutePath(), progress)) {
            Trial trial =
                    new Trial(stage, progress, valueOf("--pictures", options).map(Path::of));
            trial.states();
            for (Breakage breakage : wanted) {
                trial.tryOut(breakage);
            }
            passed = progress.conclude();
        } catch (Exception e) {
            progress.failed("the trial itself", e.toString());
            passed = false;
        }
        System.exit(passed ? 0 : 1);
    }

    private static Optional<String> valueOf(String option, List<String> options) {
        int at = options.indexOf(option);
        return at < 0 || at + 1 == options.size() ? Optional.empty() : Optional.of(options.get(at + 1));
    }

    private void states() throws Exception {
        TimeUnit.SECONDS.sleep(pictures.isPresent() ? PICTURED_SECONDS : LOADED_SECONDS);
        state("loaded");
        picture("loaded");
        stage.load().rest(true);
        boolean idle = awaited(() -> stage.prometheus()
                        .value("sum(rate(http_server_request_duration_seconds_count{route=\"/messages\"}[8s]))")
                == 0);
        end("the load rests", idle, "no posts for 8 s");
        state("idle");
        stage.load().rest(false);
        end("healthy: nothing fires", healthy(), "but " + always);
    }

    /** What fires on a healthy service is a fault, unless it is the machine's own trouble. */
    private boolean healthy() throws Exception {
        boolean quiet = quiet();
        always = relevant(stage.prometheus().firing());
        return quiet || always.equals(Set.of("PostgresStorageFilling"));
    }

    private void state(String name) throws Exception {
        List<String> faults = faults();
        for (int again = 0; !faults.isEmpty() && again < LOOKS; again++) {
            TimeUnit.SECONDS.sleep(1); // A scrape that was not done in time leaves a gap until the next.
            faults = faults();
        }
        faults.forEach(progress::say);
        String detail = panels.size() + " queries of panels, "
                + stage.prometheus().rules() + " rules, " + faults.size() + " without an answer";
        end("queries, " + name, faults.isEmpty(), detail);
    }

    private List<String> faults() throws Exception {
        List<String> faults = new ArrayList<>(panels.faultsAt(stage.prometheus()));
        faults.addAll(stage.prometheus().failedRules());
        faults.addAll(stage.faultsOfExposition());
        return faults;
    }

    private void tryOut(Breakage breakage) throws Exception {
        quiet();
        stage.webhook().forget();
        progress.begin("breaking: " + breakage.name());
        Set<String> seen = new TreeSet<>();
        Breakage.Mending mending = breakage.breaking().on(stage);
        boolean all;
        try {
            all = awaited(() -> {
                seen.addAll(stage.prometheus().firing());
                return seen.containsAll(breakage.fires())
                        && stage.webhook().firing("page").containsAll(breakage.pages());
            });
            if (breakage.quick()) {
                state("while broken: " + breakage.name());
            }
            picture(breakage.name(), "hashpost-overview");
        } finally {
            mending.mend();
        }
        boolean over = awaited(() -> {
            Set<String> firing = stage.prometheus().firing();
            seen.addAll(firing);
            return relevant(firing).isEmpty()
                    && stage.webhook().resolved("page").containsAll(breakage.pages());
        });
        List<String> faults = faultsOf(breakage, seen, all, over);
        end(
                breakage.name(),
                faults.isEmpty(),
                faults.isEmpty()
                        ? "fired " + relevant(seen) + ", paged "
                                + stage.webhook().firing("page")
                        : String.join("; ", faults));
    }

    private List<String> faultsOf(Breakage breakage, Set<String> seen, boolean all, boolean over) throws Exception {
        List<String> faults = new ArrayList<>();
        if (!all) {
            faults.add("did not fire or page: " + without(breakage.fires(), seen)
                    + without(breakage.pages(), stage.webhook().firing("page")));
        }
        if (!over) {
            faults.add("did not end: " + relevant(stage.prometheus().firing()));
        }
        Set<String> others = without(without(relevant(seen), breakage.fires()), breakage.also());
        if (!others.isEmpty()) {
            faults.add("fired too: " + others);
        }
        Set<String> pages =
                without(without(relevant(stage.webhook().firing("page")), breakage.pages()), breakage.also());
        if (!pages.isEmpty()) {
            faults.add("paged too: " + pages);
        }
        return faults;
    }

    /**
     * Those that say something of the breakage. How quickly the service answers says more of the machine that all this runs
     * on, unless the alert is expected.
     */
    private Set<String> relevant(Set<String> names) {
        Set<String> relevant = without(without(names, always), Set.of("Watchdog", "PostgresOutageRecent"));
        relevant.removeIf(name -> name.matches("Hashpost(Read|Write)LatencyBurn.*"));
        return relevant;
    }

    private static Set<String> without(Set<String> names, Set<String> others) {
        Set<String> rest = new TreeSet<>(names);
        rest.removeAll(others);
        return rest;
    }

    /**
     * Waits until nothing fires any more. A group that Alertmanager still has would be told of at once, before what inhibits
     * it can fire too.
     */
    private boolean quiet() throws Exception {
        return awaited(() -> relevant(stage.prometheus().firing()).isEmpty()
                && relevant(stage.alertmanager().alerts()).isEmpty());
    }

    private static boolean awaited(Callable<Boolean> condition) throws Exception {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < PATIENCE_NANOS) {
            if (condition.call()) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(300);
        }
        return false;
    }

    /** Of the overview, or of all dashboards. */
    private void picture(String name, String... dashboards) throws IOException, InterruptedException {
        if (pictures.isEmpty()) {
            return;
        }
        Path directory = Files.createDirectories(pictures.get().resolve(name.replaceAll("\\W+", "-")));
        List<String> command = new ArrayList<>(List.of("node", PICTURES, "--out", directory.toString()));
        command.addAll(List.of("--prometheus", stage.prometheus().uri().toString()));
        command.addAll(List.of("--range", "3m", "--interval", "8s"));
        for (String dashboard : dashboards) {
            command.addAll(List.of("--dashboard", dashboard));
        }
        try {
            Command.run(command.toArray(String[]::new));
        } catch (IOException e) {
            progress.failed("pictures, " + name, e.getMessage());
        }
    }

    private void end(String step, boolean passed, String detail) {
        if (passed) {
            progress.passed(step, detail);
        } else {
            progress.failed(step, detail);
        }
    }
}
