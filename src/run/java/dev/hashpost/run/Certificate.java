package dev.hashpost.run;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A certificate for {@code localhost} and 127.0.0.1 that signs itself, so that a client which is given {@code pem}
 * trusts exactly this one. EC P-256, 825 days: the longest that every client accepts.
 *
 * @param pem the certificate, for clients
 * @param keystore certificate and key as PKCS #12, under {@link #ALIAS}
 * @param password of the keystore and of its key
 */
public record Certificate(Path pem, Path keystore, String password) {
    public static final String ALIAS = "hashpost";

    private static final Duration RENEWAL = Duration.ofDays(30);

    /**
     * The certificate kept in the directory; made anew if it is missing, unreadable or within 30 days of its end. The
     * keystore is the one source: the PEM file is written from it, so a crash cannot leave two that differ.
     *
     * @throws IOException if the files cannot be written, or {@code keytool} fails
     */
    public static Certificate keptIn(Path directory) throws IOException {
        Certificate kept = new Certificate(
                directory.resolve("localhost.crt"),
                directory.resolve("localhost.p12"),
                PrivateFile.password(directory.resolve("localhost.p12.password")));
        if (kept.read().filter(Certificate::lasts).isEmpty()) {
            kept.make();
        }
        kept.writePem();
        return kept;
    }

    private static boolean lasts(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant().isAfter(Instant.now().plus(RENEWAL));
    }

    private Optional<X509Certificate> read() {
        try {
            KeyStore store = KeyStore.getInstance(keystore.toFile(), password.toCharArray());
            var protection = new KeyStore.PasswordProtection(password.toCharArray());
            return store.getEntry(ALIAS, protection) instanceof KeyStore.PrivateKeyEntry entry
                    ? Optional.of((X509Certificate) entry.getCertificate())
                    : Optional.empty();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty(); // Missing, or not to be read: either way a new one is made.
        }
    }

    /** Lets keytool work in a directory of its own, since it knows no file modes and writes in place. */
    private void make() throws IOException {
        Path workshop = keystore.resolveSibling("localhost.new");
        Directories.delete(workshop);
        Path fresh = Directories.make(workshop).resolve("localhost.p12");
        Path secret = workshop.resolve("password");
        PrivateFile.write(secret, password);
        keytool(fresh, secret);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
        Files.move(fresh, keystore, ATOMIC_MOVE);
        Directories.delete(workshop);
    }

    private static void keytool(Path keystore, Path secret) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-noprompt"));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", keystore.toString()));
        command.addAll(List.of("-storepass:file", secret.toString(), "-alias", ALIAS));
        command.addAll(
                List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "825", "-dname", "CN=localhost"));
        command.addAll(List.of("-ext", "san=dns:localhost,ip:127.0.0.1", "-ext", "bc:critical=ca:true,pathlen:0"));
        command.addAll(List.of("-ext", "ku:critical=digitalSignature,keyEncipherment,keyCertSign"));
        command.addAll(List.of("-ext", "eku=serverAuth"));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!Files.exists(keystore)) {
            throw new IOException(
                    "keytool made no certificate: " + output.strip().replaceAll("\\R", " "));
        }
    }

    private void writePem() throws IOException {
        byte[] der;
        try {
            der = read().orElseThrow(() -> new IOException(keystore + " cannot be read"))
                    .getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IOException(e);
        }
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        String text = "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n";
        if (Files.notExists(pem)
                || !Files.readString(pem, StandardCharsets.ISO_8859_1).equals(text)) {
            PrivateFile.write(pem, text);
        }
    }
}
