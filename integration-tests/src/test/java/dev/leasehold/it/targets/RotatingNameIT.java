// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.targets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Workload;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.net.Ports;
import dev.leasehold.testbed.standin.StandIn;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A host's name with two addresses, in a JVM that keeps no answer of the name service. Up to 19
 * Oracle's driver makes addresses of a name in {@code //host:port/service} before its login point.
 * The name is looked up once more there.
 */
class RotatingNameIT {

  private static final String NAME = "rotating.example";

  @AutoClose private static TestBed bed;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it first.
  private Path directory;

  private final String one = loopback();
  private final String other = loopback();
  private final int port = Ports.free();
  private StandIn atOne;
  private StandIn atOther;

  @BeforeAll
  static void start() {
    bed = TestBed.start();
  }

  @BeforeEach
  void listen() {
    atOne = StandIn.postgresql(new InetSocketAddress(one, port));
    atOther = StandIn.postgresql(new InetSocketAddress(other, port));
  }

  @AfterEach
  void close() {
    atOne.close();
    atOther.close();
  }

  /** Where the name service turns the order of its answer around, and one address is down. */
  @ParameterizedTest
  @ValueSource(
      strings = {"ojdbc8-12.2.0.1", "ojdbc8-19.22.0.0", "ojdbc8-21.19.0.0", "ojdbc11-23.26.4.0.0"})
  void isReachedAtAnyAddressThatEachAnswerHas(String library) {
    atOne.close();
    try (RotatingHosts hosts = RotatingHosts.start(directory, both(one, other), both(other, one));
        Client client = Client.start(settings(hosts), library)) {
      assertThat(client.source("name", shortForm()).connect("name").isOk()).isFalse();
      assertThat(atOther.accepted()).isPositive();
      assertThat(client.roles()).hasSize(1);
    }
  }

  /** The address may be another server's by now, as far as can be told. */
  @ParameterizedTest
  @ValueSource(strings = {"ojdbc8-12.2.0.1", "ojdbc8-19.22.0.0"})
  void isReachedAtNoAddressThatTheNextAnswerDoesNotHave(String library) {
    try (RotatingHosts hosts = RotatingHosts.start(directory, line(one), line(other));
        Client client = Client.start(settings(hosts), library)) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.source("name", shortForm()).connect("name").isOk()).isFalse();
      }
      assertThat(atOne.accepted() + atOther.accepted()).isZero();
      assertThat(client.roles()).hasSize(1);
    }
  }

  /** In a description the driver leaves the name to its socket, behind the login point. */
  @ParameterizedTest
  @ValueSource(strings = {"ojdbc8-12.2.0.1", "ojdbc8-19.22.0.0"})
  void isReachedAtEachAnswerWhereADescriptionHasTheName(String library) {
    String description =
        "jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=%s)(PORT=%d))"
            + "(CONNECT_DATA=(SERVICE_NAME=orders)))";
    assertThatEachAnswerIsReached(library, description.formatted(NAME, port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ojdbc8-21.19.0.0", "ojdbc11-23.26.4.0.0"})
  void isReachedAtEachAnswerByLaterDrivers(String library) {
    assertThatEachAnswerIsReached(library, shortForm());
  }

  private void assertThatEachAnswerIsReached(String library, String url) {
    try (RotatingHosts hosts = RotatingHosts.start(directory, line(one), line(other));
        Client client = Client.start(settings(hosts), library)) {
      client.source("name", url);
      for (int i = 0; i < 3; i++) {
        int before = atOne.accepted() + atOther.accepted();
        assertThat(client.connect("name").isOk()).isFalse();
        assertThat(atOne.accepted() + atOther.accepted()).isGreaterThan(before);
      }
      assertThat(client.roles()).hasSize(1);
    }
  }

  private String shortForm() {
    return "jdbc:oracle:thin:@//%s:%d/orders".formatted(NAME, port);
  }

  private Map<String, String> settings(RotatingHosts hosts) {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_URL", shortForm());
    settings.put(
        "JDK_JAVA_OPTIONS", "-Djdk.net.hosts.file=" + hosts.file() + " -Dsun.net.inetaddr.ttl=0");
    return settings;
  }

  private static String both(String first, String second) {
    return line(first) + line(second);
  }

  private static String line(String address) {
    return address + ' ' + NAME + '\n';
  }

  private static String loopback() {
    SecureRandom random = new SecureRandom();
    return "127.%d.%d.%d"
        .formatted(random.nextInt(1, 255), random.nextInt(255), random.nextInt(1, 255));
  }
}
