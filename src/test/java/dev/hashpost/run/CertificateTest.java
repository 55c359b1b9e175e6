package dev.hashpost.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateTest {
    private final Path directory;

    CertificateTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void itIsForLocalhostAndSignsItself() throws Exception {
        X509Certificate certificate = read(Certificate.keptIn(directory).pem());
        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getSubjectAlternativeNames().toString()).isEqualTo("[[2, localhost], [7, 127.0.0.1]]");
        assertThat(certificate.getBasicConstraints()).isZero();
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(Duration.between(
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant()))
                .isLessThanOrEqualTo(Duration.ofDays(825));
    }

    @Test
    void onlyItsOwnerMayReadTheKey() throws Exception {
        Path keystore = Certificate.keptIn(directory).keystore();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keystore)))
                .isEqualTo("rw-------");
    }

    @Test
    void itIsKept() throws Exception {
        String first = Files.readString(Certificate.keptIn(directory).pem());
        assertThat(Certificate.keptIn(directory).pem()).hasContent(first);
    }

    @Test
    void aLostPemFileIsWrittenAgainFromTheKeystore() throws Exception {
        Path pem = Certificate.keptIn(directory).pem();
        String first = Files.readString(pem);
        Files.delete(pem);
        assertThat(Certificate.keptIn(directory).pem()).hasContent(first);
    }

    @Test
    void aKeystoreThatCannotBeReadIsMadeAnew() throws Exception {
        Certificate first = Certificate.keptIn(directory);
        String pem = Files.readString(first.pem());
        Files.writeString(first.keystore(), "cut short");
        assertThat(Files.readString(Certificate.keptIn(directory).pem())).isNotEqualTo(pem);
    }

    private static X509Certificate read(Path pem) throws Exception {
        try (InputStream in = Files.newInputStream(pem)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
