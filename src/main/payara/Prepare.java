import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Unpacks Payara Micro, so that it starts faster: java Prepare.java payara-micro.jar DIRECTORY
 *
 * <p>From its one JAR it loads its classes from JARs within, which no class-data archive can hold. And it opens its two key
 * stores at every start, whose passwords are derived in 10,000 rounds. That password is public, so one round does. And it reads
 * default-web.xml for the application and again for itself, nearly all of which is a thousand media types and the compiler of
 * JSP.
 */
class Prepare {
    /** What every application has beside its own web.xml. Payara needs the login, though nobody logs in. */
    private static final String DEFAULT_WEB_XML =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <web-app xmlns="http://xmlns.jcp.org/xml/ns/javaee" version="3.1">
                <servlet>
                    <servlet-name>default</servlet-name>
                    <servlet-class>org.apache.catalina.servlets.DefaultServlet</servlet-class>
                    <init-param>
                        <param-name>listings</param-name>
                        <param-value>false</param-value>
                    </init-param>
                    <load-on-startup>1</load-on-startup>
                </servlet>
                <servlet-mapping>
                    <servlet-name>default</servlet-name>
                    <url-pattern>/</url-pattern>
                </servlet-mapping>
                <login-config>
                    <auth-method>BASIC</auth-method>
                </login-config>
            </web-app>
            """;

    private static final char[] PASSWORD = "changeit".toCharArray();

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 2) {
            System.err.println("usage: java Prepare.java payara-micro.jar DIRECTORY");
            System.exit(2);
        }
        unpack(Path.of(arguments[0]), Path.of(arguments[1]));
        System.setProperty("keystore.pkcs12.macIterationCount", "1");
        System.setProperty("keystore.pkcs12.certPbeIterationCount", "1");
        System.setProperty("keystore.pkcs12.keyPbeIterationCount", "1");
        for (String name : List.of("keystore.p12", "cacerts.p12")) {
            rewrite(Path.of(arguments[1], "config", name));
        }
        Files.writeString(Path.of(arguments[1], "config", "default-web.xml"), DEFAULT_WEB_XML);
    }

    private static void unpack(Path payara, Path directory) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java, "-jar", payara.toString(), "--rootdir", directory.toString(), "--outputlauncher")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            System.err.println(payara + " did not unpack itself into " + directory + "; is the disk full?");
            System.exit(1);
        }
    }

    private static void rewrite(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        KeyStore quick = KeyStore.getInstance("PKCS12"); // The old one would keep its rounds.
        quick.load(null, null);
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                quick.setKeyEntry(alias, store.getKey(alias, PASSWORD), PASSWORD, store.getCertificateChain(alias));
            } else {
                quick.setCertificateEntry(alias, store.getCertificate(alias));
            }
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            quick.store(out, PASSWORD);
        }
    }
}
