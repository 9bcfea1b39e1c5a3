// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.inject.jdbc.ReplacedArguments;
import dev.leasehold.inject.jdbc.SessionStart;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.lease.Secret;
import dev.leasehold.target.Targets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The arguments that are handed to a driver in the place of URL and properties lead where the
 * originals lead. The originals stay as they are. As many as {@code -Dleasehold.urls} says,
 * beginning with {@code -Dleasehold.seed}.
 */
class PassedOnTest {

  private static final int CALLS = Integer.getInteger("leasehold.urls", 20_000) / 10;
  private static final long SEED = Long.getLong("leasehold.seed", new Random().nextLong());
  private static final List<String> HOSTS = List.of("127.0.0.2", "127.0.0.3", "127.0.0.4");
  private static final Credential CREDENTIAL = new Credential("v-test-1", Secret.of("secret"));
  private static final SessionStart START = new SessionStart(null, "pod");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql-42.2.2",
        "postgresql-42.2.29",
        "postgresql-42.4.5",
        "postgresql-42.6.2",
        "postgresql-newest",
        "mysql-connector-java-5.1.49",
        "mysql-connector-java-8.0.11",
        "mysql-connector-j-26.10.0",
        "mssql-jdbc-12.10.2.jre11",
        "mssql-jdbc-13.6.2.jre11"
      })
  void leadsToTheSameTargets(String library) throws Exception {
    try (DriverUnderTest driver = new DriverUnderTest(library)) {
      RandomUrl urls = new RandomUrl(new Random(SEED), HOSTS, 1001, 1002);
      int compared = 0;
      for (int i = 0; i < CALLS; i++) {
        compared += compare(driver, urls.next(library));
      }
      assertThat(compared).as("calls that the driver takes").isGreaterThan(CALLS / 10);
    }
  }

  private static int compare(DriverUnderTest driver, RandomUrl.Call call) throws Exception {
    String what = driver.library() + ", " + call + ", run again with -Dleasehold.seed=" + SEED;
    Properties before = DriverUnderTest.copyOf(call.info());
    ConnectionRequest request = driver.request(call.url(), call.info());
    if (request == null || !request.targets().isReadable() || "".equals(request.user())) {
      return 0; // No server has a user without a name.
    }
    ReplacedArguments passed;
    try {
      passed = request.with(CREDENTIAL, START, "0123abcd");
    } catch (NoCredentialException kept) {
      return 0; // A login that is not taken out, so that nothing is handed over.
    }
    Properties info = (Properties) Objects.requireNonNull(passed.second());
    ConnectionRequest again =
        Objects.requireNonNull(driver.request((String) passed.first(), info), what);
    assertThat(described(again.targets())).as(what).isEqualTo(described(request.targets()));
    assertThat(again.user()).as(what).isEqualTo("v-test-1");
    assertThat(info).as(what).containsEntry("password", "secret");
    assertThat(DriverUnderTest.copyOf(call.info())).as(what).isEqualTo(before);
    return 1;
  }

  private static String described(Targets targets) {
    return new HashSet<>(targets.each()) + " by " + targets.detours();
  }
}
