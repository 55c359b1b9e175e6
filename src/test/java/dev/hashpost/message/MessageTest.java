package dev.hashpost.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hashpost.http.Problem;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class MessageTest {
    @Test
    void aMessageLiesUnderTheDigestOfItsBytes() {
        Message message = Message.of("foo".getBytes(UTF_8));
        assertThat(message.digest()).isEqualTo(Digest.of("foo".getBytes(UTF_8)));
        assertThat(message.body()).asString(UTF_8).isEqualTo("foo");
    }

    @Property
    void bytesThatMatchTheirDigestAreTheMessage(@ForAll byte[] bytes) {
        assertThat(Message.verified(Digest.of(bytes), bytes).body()).isEqualTo(bytes);
    }

    @Property
    void oneByteMoreOrOtherIsRefused(@ForAll @NotEmpty byte[] kept, @ForAll int bit) {
        byte[] flipped = kept.clone();
        flipped[Math.floorMod(bit, kept.length)] ^= (byte) (1 << (bit & 7));
        assertThat(refusal(Digest.of(kept), flipped)).isNotNull();
        assertThat(refusal(Digest.of(kept), Arrays.copyOf(kept, kept.length + 1)))
                .isNotNull();
    }

    @Test
    void aDamagedMessageIsA500ThatNamesTheDigestAndNotTheBytes() {
        Digest digest = Digest.of("foo".getBytes(UTF_8));
        Problem problem = refusal(digest, "secret".getBytes(UTF_8)).problem();
        assertThat(problem.status()).isEqualTo(500);
        assertThat(problem.type()).isEqualTo("/problems/integrity");
        assertThat(problem.detail()).contains(digest.hex()).doesNotContain("secret");
    }

    private static DamagedMessageException refusal(Digest digest, byte[] found) {
        return assertThatExceptionOfType(DamagedMessageException.class)
                .isThrownBy(() -> Message.verified(digest, found))
                .actual();
    }
}
