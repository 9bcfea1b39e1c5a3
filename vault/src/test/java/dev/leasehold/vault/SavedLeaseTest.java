// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SavedLeaseTest {

  private final SettableClock clock = new SettableClock();

  @Test
  void isReadAsItWasWrittenButOlder() throws IOException {
    Credential credential = new Credential("v-orders", Secret.of("a\"b\\c\nd\u00e9"));
    ClockReading issued = clock.now();
    clock.advance(Duration.ofHours(1));
    Lease lease =
        new Lease("id/1", credential, issued, Duration.ofMinutes(10), true, true)
            .renewed(clock.now(), Duration.ofMinutes(10), true);
    SavedToken token =
        new SavedToken(
            Secret.of("hvs.x"), clock.now(), Duration.ofHours(1), Duration.ofHours(2), true);
    String line = new SavedLease("https://vault", "database/creds/x", lease, token).line(clock);

    clock.advance(Duration.ofMinutes(4));
    SavedLease read = SavedLease.read(line, clock);

    assertThat(read.isOf("https://vault")).isTrue();
    assertThat(read.isAt("database/creds/x")).isTrue();
    assertThat(read.isOf("https://other")).isFalse();
    assertThat(read.lease().id()).isEqualTo("id/1");
    assertThat(read.lease().credential()).isEqualTo(credential);
    assertThat(read.lease().remaining(clock.now()))
        .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
    assertThat(clock.now().since(read.lease().issuedAt()))
        .isBetween(Duration.ofMinutes(64), Duration.ofMinutes(65));
    SavedToken under = Objects.requireNonNull(read.token());
    assertThat(under.token).isEqualTo(Secret.of("hvs.x"));
    assertThat(under.fullLife).isEqualTo(Duration.ofHours(2));
    assertThat(clock.now().since(under.grantedAt)).isGreaterThanOrEqualTo(Duration.ofMinutes(4));
    assertThat(read.toString() + under).doesNotContain("hvs.x").doesNotContain("d\u00e9");
  }

  @Test
  void staysOneLine() {
    Lease lease =
        new Lease(
            "id",
            new Credential("u", Secret.of("a\nb")),
            clock.now(),
            Duration.ofDays(1),
            true,
            true);
    assertThat(new SavedLease("v", "p", lease, null).line(clock)).doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hvs.secret", "[1]", "{\"lease_id\":\"secret\"}", "{\"vault\":1}"})
  void refusesAnythingElseWithoutRepeatingIt(String line) {
    assertThatThrownBy(() -> SavedLease.read(line, clock))
        .isInstanceOf(IOException.class)
        .hasMessageNotContaining("secret");
  }
}
