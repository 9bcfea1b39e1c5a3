// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.testbed.net.Relay;
import dev.leasehold.testbed.vault.VaultApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that ends without a word and had a secret that Vault does not end, and the next. */
@Timeout(60)
class ResumedSecretTest {

  private static final VaultApi VAULT = Sessions.BED.vault().api();
  private static final String V1 = "resumed1/app";
  private static final String V2 = "resumed2/data/app";

  private final SettableClock clock = new SettableClock();
  private final List<String> stored = new ArrayList<>();
  private final Relay toVault = Relay.to(Sessions.BED.vault().port());
  private final VaultLogin login;
  private String path = V2;

  ResumedSecretTest(@TempDir Path directory) throws IOException {
    Path token = Files.writeString(directory.resolve("token"), Sessions.BED.vault().rootToken());
    this.login = VaultLogin.token(token.toFile());
  }

  @BeforeAll
  static void mount() {
    VAULT.write("sys/mounts/resumed1", Map.of("type", "kv", "options", Map.of("version", "1")));
    VAULT.write("sys/mounts/resumed2", Map.of("type", "kv", "options", Map.of("version", "2")));
  }

  @BeforeEach
  void beginWithOne() {
    write("one");
  }

  @AfterEach
  void end() {
    toVault.close();
  }

  /** As a file's format may refuse the secret that was read. */
  @ParameterizedTest
  @ValueSource(strings = {V1, V2})
  void holdsWhatIsInUseWhereTheSecretAfterItIsGivenBack(String kind) throws Exception {
    path = kind;
    write("one");
    ResumedLeaseSource source = start();
    Lease inUse = source.fetch();
    write("two");
    source.revoke(source.renew(inUse));
    assertThat(stored).singleElement().asString().contains("\"one\"").contains(inUse.id());
  }

  @ParameterizedTest
  @ValueSource(strings = {V1, V2})
  void holdsTheSecretBeforeUntilOneMoreFollows(String kind) throws Exception {
    path = kind;
    write("one");
    ResumedLeaseSource source = start();
    Lease first = source.fetch();
    write("two");
    Lease second = source.renew(first);
    Lease again = source.renew(second);
    assertThat(again.id()).as("its id, while it is the same").isEqualTo(second.id());
    assertThat(stored).hasSize(2);
    assertThat(stored.get(0)).contains("\"one\"");
    assertThat(stored.get(1)).contains("\"two\"");

    write("three");
    assertThat(source.renew(again).id()).isNotEqualTo(second.id());
    assertThat(stored).hasSize(2);
    assertThat(stored.get(0)).contains("\"two\"");
    assertThat(stored.get(1)).contains("\"three\"");
  }

  @Test
  void readsItAgainAndKeepsItsAgeWhereItIsTheSame() throws Exception {
    Lease first = start().fetch();
    clock.advance(Duration.ofMinutes(30));
    Lease resumed = start().fetch();
    assertThat(resumed.isResumed()).isTrue();
    assertThat(resumed.credential()).isEqualTo(first.credential());
    assertThat(resumed.remaining(clock.now())).isGreaterThan(Duration.ofMinutes(59));
    assertThat(clock.now().since(resumed.issuedAt()))
        .isGreaterThanOrEqualTo(Duration.ofMinutes(30));

    write("two");
    Lease changed = start().fetch();
    assertThat(changed.credential().password().reveal()).isEqualTo("two");
    assertThat(changed.isResumed()).isFalse();
    assertThat(clock.now().since(changed.issuedAt())).isLessThan(Duration.ofMinutes(5));
  }

  @Test
  void usesItUntilItsEndWhereVaultIsAway() throws Exception {
    Lease first = start().fetch();
    toVault.refuse();
    clock.advance(Duration.ofMinutes(30));
    ResumedLeaseSource next = start();
    Lease resumed = next.fetch();
    assertThat(resumed.credential()).isEqualTo(first.credential());
    assertThat(resumed.remaining(clock.now()))
        .isBetween(Duration.ofMinutes(25), Duration.ofMinutes(30));
    assertThat(next.countEarlier()).as("to be revoked").isZero();
    assertThat(next.left()).isEmpty();

    clock.advance(Duration.ofMinutes(31));
    assertThatThrownBy(start()::fetch).isInstanceOf(LeaseException.class);
  }

  @Test
  void doesNotUseItWhereVaultSaysThatItIsGone() throws Exception {
    Lease ignored = start().fetch();
    VAULT.write("resumed2/delete/app", Map.of("versions", List.of(currentVersion())));
    assertThatThrownBy(start()::fetch).isInstanceOf(LeaseException.class);
  }

  private static int currentVersion() {
    return VAULT.read("resumed2/metadata/app").path("data").path("current_version").asInt();
  }

  private void write(String password) {
    Map<String, String> secret = Map.of("username", "u", "password", password);
    VAULT.write(path, path.equals(V2) ? Map.of("data", secret) : secret);
  }

  /** A process that reads the state that was stored last, and knows nothing else. */
  private ResumedLeaseSource start() throws LeaseException, IOException {
    List<SavedLease> left = new ArrayList<>();
    for (String line : stored) {
      left.add(SavedLease.read(line, clock));
    }
    VaultConnection connection =
        Sessions.connection("https://127.0.0.1:" + toVault.port())
            .caFile(Sessions.BED.vault().caCertificate().toFile())
            .build();
    VaultSession session = new VaultSession(connection, login, clock);
    return new ResumedLeaseSource(session, VaultPath.ofSecret(path), null, left, this::store);
  }

  private void store(List<SavedLease> held) {
    stored.clear();
    held.forEach(lease -> stored.add(lease.line(clock)));
  }
}
