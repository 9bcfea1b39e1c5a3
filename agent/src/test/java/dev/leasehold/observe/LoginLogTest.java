// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.LeaseException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoginLogTest {

  private static final String HOW = "login at auth/jwt as orders";
  private static final Duration HOUR = Duration.ofHours(1);

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final LoginLog listener =
      new LoginLog(
          new Log(
              new PrintStream(written, true, StandardCharsets.UTF_8)::println,
              Log.Level.INFO,
              "4711"));

  @Test
  void saysWhyLeasesGetShorter() {
    fail("Vault is sealed", Duration.ofMinutes(12));

    assertThat(warnings())
        .singleElement()
        .asString()
        .endsWith(
            " WARN [leasehold] the login at auth/jwt as orders failed and is tried again with the"
                + " next lease. Until it succeeds, no lease lasts longer than the old token, which"
                + " has 12 min left: Vault is sealed");
  }

  @Test
  void tellsEachFailureOnceUntilALoginSucceeds() {
    for (int minutes = 20; minutes > 10; minutes--) {
      fail("Vault is sealed", Duration.ofMinutes(minutes));
      fail("Vault is not ready", Duration.ofMinutes(minutes));
    }
    assertThat(warnings()).hasSize(2);

    listener.loggedIn(HOW, HOUR);
    fail("Vault is sealed", HOUR);
    assertThat(warnings()).hasSize(3);
  }

  @Test
  void saysWhyATokenWasNotRevoked() {
    LeaseException why = new LeaseException(LeaseException.Kind.UNAVAILABLE, "Vault is sealed");
    listener.tokenKept(HOW, why, Duration.ofMinutes(12));
    listener.tokenKept(HOW, why, Duration.ofMinutes(11));

    assertThat(warnings())
        .singleElement()
        .asString()
        .endsWith(
            " WARN [leasehold] the token of the login at auth/jwt as orders is needed no more and"
                + " could not be revoked; it ends by itself in 12 min at most: Vault is sealed");
  }

  private void fail(String why, Duration left) {
    listener.loginFailed(HOW, new LeaseException(LeaseException.Kind.UNAVAILABLE, why), left);
  }

  private List<String> warnings() {
    return written
        .toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.contains(" WARN "))
        .toList();
  }
}
