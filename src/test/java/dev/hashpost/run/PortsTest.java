package dev.hashpost.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void aTakenPortNamesTheVariableAndTheWayOut() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            assertThatThrownBy(() -> Ports.requireFree("HASHPOST_HTTP_PORT", port))
                    .isInstanceOf(StartException.class)
                    .hasMessage("HASHPOST_HTTP_PORT=" + port + " is taken by another process;"
                            + " stop that one, or set HASHPOST_HTTP_PORT to a free port");
        }
    }

    @Test
    void aFreePortPasses() {
        assertThatCode(() -> Ports.requireFree("HASHPOST_HTTP_PORT", Ports.free()))
                .doesNotThrowAnyException();
    }
}
