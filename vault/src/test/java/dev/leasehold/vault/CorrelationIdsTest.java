// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static dev.leasehold.testbed.TestBed.CREDS_PATH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.testbed.TestBed;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The facts that Vault and an operator can tell of a request by its {@code X-Correlation-Id}. */
@Timeout(60)
class CorrelationIdsTest {

  private static final TestBed BED = Sessions.BED;
  private static final RequestOrigin ORIGIN =
      RequestOrigin.of(
          "agent",
          "1.2.3",
          Map.of("POD_NAMESPACE", "shop", "POD_NAME", "orders-0", "POD_UID", "5f3c"),
          "node-1");
  private static final Pattern HEADERS =
      Pattern.compile(
          "\"user-agent\":\\[\"leasehold/1\\.2\\.3 \\(agent\\)\"].*"
              + "\"x-correlation-id\":\\[\"([0-9a-f]{16})-([0-9]+);namespace=shop;pod=orders-0"
              + ";uid=5f3c\"]");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it first.
  private Path directory;

  @Test
  void standInVaultsAuditLogInPlainTextForEachRequest() throws Exception {
    int earlier = Files.readAllLines(BED.vault().auditLog()).size();
    VaultConnection connection = Sessions.connection(BED).build();
    try (LeaseSource source = source(connection, Sessions.login(BED))) {
      Lease lease = source.fetch();
      source.renew(lease);
      source.revoke(lease);
    }
    List<String> runs = new ArrayList<>();
    List<String> numbers = new ArrayList<>();
    for (String path :
        List.of(
            "auth/jwt/login",
            CREDS_PATH,
            "sys/leases/renew",
            "sys/leases/revoke",
            "auth/token/revoke-self")) {
      Matcher headers = HEADERS.matcher(audited(earlier, path));
      assertThat(headers.find()).as(audited(earlier, path)).isTrue();
      runs.add(headers.group(1));
      numbers.add(headers.group(2));
    }
    assertThat(runs.stream().distinct()).as("runs").hasSize(1);
    assertThat(numbers).as("requests of the run").doesNotHaveDuplicates();
  }

  private static String audited(int earlier, String path) throws Exception {
    return Files.readAllLines(BED.vault().auditLog()).stream()
        .skip(earlier)
        .filter(line -> line.contains("\"type\":\"request\""))
        .filter(line -> line.contains("\"path\":\"" + path + "\""))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no request to " + path));
  }

  @Test
  void nameTheRequestThatVaultRefused() throws Exception {
    try (MisbehavingServer server =
        new MisbehavingServer(MisbehavingServer.status(403, "{\"errors\":[]}"))) {
      LeaseException first = fault(server.address());
      List<String> sent = server.headers(CorrelationIds.HEADER);
      assertThat(sent).doesNotHaveDuplicates().allMatch(id -> id.endsWith(";uid=5f3c"));
      String last = sent.get(sent.size() - 1);
      assertThat(LeaseException.correlation(first))
          .isEqualTo(" [correlation id " + last.substring(0, last.indexOf(';')) + "]");
      LeaseException second = fault(server.address());
      assertThat(LeaseException.correlation(second))
          .isNotEqualTo(LeaseException.correlation(first));
      assertThat(second.getMessage()).as("the same failure").isEqualTo(first.getMessage());
    }
  }

  /** Such a request may have made a role all the same. */
  @Test
  void nameTheRequestThatVaultDidNotAnswer() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (MisbehavingServer server = new MisbehavingServer(out -> over.await())) {
      LeaseException fault = fault(server.address());
      over.countDown();
      List<String> sent = server.headers(CorrelationIds.HEADER);
      String last = sent.get(sent.size() - 1);
      assertThat(LeaseException.correlation(fault))
          .contains(last.substring(0, last.indexOf(';')) + "]");
    }
  }

  @Test
  void nameNoRequestThatWasNotSent() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      int port = taken.getLocalPort();
      taken.close();
      assertThat(LeaseException.correlation(fault("http://127.0.0.1:" + port))).isEmpty();
    }
  }

  private LeaseException fault(String address) throws Exception {
    Path token = Files.writeString(directory.resolve("token"), "eyJ.a.b");
    VaultLogin login = VaultLogin.jwt(VaultPath.ofAuthMount("jwt"), "orders", token.toFile());
    VaultConnection connection =
        VaultConnection.to(VaultAddress.parse(address), Duration.ofSeconds(2)).build();
    LeaseSource source = source(connection, login);
    LeaseException fault = catchThrowableOfType(LeaseException.class, source::fetch);
    assertThat(fault).isNotNull();
    return fault;
  }

  private static LeaseSource source(VaultConnection connection, VaultLogin login) {
    return new VaultSession(connection, ORIGIN, login, LeaseClock.system(), LoginListener.NONE)
        .leases(VaultPath.ofSecret(CREDS_PATH));
  }
}
