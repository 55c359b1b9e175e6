package dev.hashpost.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How one node of the service is started, as a child process.
 *
 * @param directory of this node alone: log, temporary files and process number go there
 * @param tls none for a node that speaks plain HTTP only
 * @param environment added to this process's own
 * @param jvmOptions added to those of the installation
 */
public record PayaraLaunch(
        Installation installation,
        Path directory,
        int httpPort,
        Optional<Tls> tls,
        Map<String, String> environment,
        List<String> jvmOptions) {

    /** Of Payara Micro; not by -jar, which would make the unpacked files a node's own and two nodes' at once. */
    private static final String MAIN_CLASS = "fish.payara.micro.impl.PayaraMicroImpl";

    /** Where a node speaks HTTPS, and as whom. */
    public record Tls(int port, Certificate certificate) {}

    /** A node without TLS, on a port that is free now. */
    public static PayaraLaunch plain(Installation installation, Path directory, Map<String, String> environment) {
        return new PayaraLaunch(installation, directory, Ports.free(), Optional.empty(), environment, List.of());
    }

    /** Starts the process; {@link PayaraProcess#awaitReady} tells when it serves. */
    public PayaraProcess start() throws IOException {
        return PayaraProcess.start(this);
    }

    /** What Payara changes of itself as it runs: made anew at every start. */
    Path root() {
        return directory.resolve("payara-root").toAbsolutePath();
    }

    private Path logs() {
        return directory.resolve("logs").toAbsolutePath();
    }

    Path temporaryFiles() {
        return directory.resolve("payara-tmp");
    }

    ProcessBuilder process() throws IOException {
        installation
                .runtime()
                .require(installation.payara(), installation.config().resolve("Prepare.java"));
        Directories.delete(root());
        installation.runtime().copyConfigurationTo(Directories.make(root()));
        Path options = directory.resolve("payara.options");
        PrivateFile.write(options, optionsFile());
        List<String> command = new ArrayList<>();
        command.add(PayaraRuntime.java());
        command.add("@" + installation.config().resolve("jvm.options"));
        if (PayaraRuntime.AHEAD_OF_TIME) {
            command.add("@" + installation.config().resolve("aot.options"));
        }
        command.add("@" + options);
        command.addAll(List.of("-cp", installation.runtime().launcher().toString(), MAIN_CLASS));
        command.addAll(List.of("--rootdir", root().toString(), "--nohazelcast", "--disablephonehome"));
        command.addAll(List.of(
                "--prebootcommandfile",
                installation.config().resolve("preboot.asadmin").toString()));
        command.addAll(List.of(
                "--logproperties",
                installation.config().resolve("logging.properties").toString()));
        command.addAll(List.of("--port", Integer.toString(httpPort)));
        tls.ifPresent(it ->
                command.addAll(List.of("--sslport", Integer.toString(it.port()), "--sslcert", Certificate.ALIAS)));
        command.addAll(
                List.of("--contextroot", "/", "--deploy", installation.war().toString()));
        ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
        process.environment()
                .putIfAbsent("HASHPOST_LOG_DIR", Directories.make(logs()).toString());
        process.environment().putAll(environment);
        return process;
    }

    /** In a file, because any user of the machine can read a command line, and the keystore's password is one. */
    private String optionsFile() {
        List<String> options = new ArrayList<>(installation.runtime().jvmOptions());
        options.addAll(jvmOptions);
        // What Payara writes there, a killed one leaves behind.
        options.add("-Djava.io.tmpdir=" + temporaryFiles().toAbsolutePath());
        tls.map(Tls::certificate).ifPresent(certificate -> {
            options.add("-Djavax.net.ssl.keyStore=" + certificate.keystore().toAbsolutePath());
            options.add("-Djavax.net.ssl.keyStorePassword=" + certificate.password());
        });
        return options.stream().map(PayaraLaunch::quoted).collect(Collectors.joining());
    }

    private static String quoted(String option) {
        return '"' + option.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n";
    }
}
