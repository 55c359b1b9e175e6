package dev.hashpost.run;

import java.nio.file.Path;

/**
 * What is run: our WAR, and Payara Micro with its settings.
 *
 * @param payara the {@code payara-micro} JAR
 * @param config a directory with {@code jvm.options} and {@code aot.options}, java argument files, {@code preboot.asadmin} and
 *     {@code Prepare.java}
 * @param runtime where Payara Micro is, or will be, unpacked
 */
public record Installation(Path war, Path payara, Path config, PayaraRuntime runtime) {
    /**
     * As the build names them, by {@code hashpost.war}, {@code hashpost.payara} and {@code hashpost.payara.config}.
     *
     * @param runtime a directory to unpack Payara Micro in, kept from run to run
     */
    public static Installation ofSystemProperties(Path runtime) {
        return new Installation(
                path("hashpost.war"),
                path("hashpost.payara"),
                Path.of(System.getProperty("hashpost.payara.config", "src/main/payara")),
                new PayaraRuntime(runtime));
    }

    private static Path path(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new IllegalStateException("the build sets no " + property);
        }
        return Path.of(value);
    }
}
