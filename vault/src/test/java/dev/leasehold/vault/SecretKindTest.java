// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.testbed.TestBed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SecretKindTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final TestBed BED = Sessions.BED;

  private final VaultSession session;

  SecretKindTest(@TempDir Path directory) throws Exception {
    Path token = Files.writeString(directory.resolve("token"), BED.vault().rootToken());
    session =
        new VaultSession(
            Sessions.connection(BED).build(),
            VaultLogin.token(token.toFile()),
            LeaseClock.system());
  }

  @BeforeAll
  static void mount() {
    mount("secret", "2");
    mount("kv", "1");
  }

  @Test
  void readsAVersionedSecretAgainAndSeesItChange() throws Exception {
    write("secret/data/orders", Map.of("data", Map.of("username", "u", "password", "one")));
    LeaseSource source = session.leases(VaultPath.ofSecret("secret/data/orders"));
    Lease lease = source.fetch();
    assertThat(lease.id()).isEqualTo("secret/data/orders#1");
    assertThat(lease.duration()).isEqualTo(HOUR);
    assertThat(lease.revocable()).isFalse();
    assertThat(source.renew(lease).id()).isEqualTo(lease.id());
    source.revoke(lease);

    write("secret/data/orders", Map.of("data", Map.of("username", "u", "password", "two")));
    Lease changed = source.renew(lease);
    assertThat(changed.id()).isEqualTo("secret/data/orders#2");
    assertThat(changed.credential().password().reveal()).isEqualTo("two");
  }

  @Test
  void saysThatAVersionedSecretsPathLacksData() throws Exception {
    assertThatThrownBy(session.leases(VaultPath.ofSecret("secret/orders"))::fetch)
        .hasMessageStartingWith(
            "Vault answered 404 for secret/orders: the path of a versioned key-value secret has"
                + " data/ after the mount; write it so (at ");
  }

  @Test
  void readsAnUnversionedSecret() throws Exception {
    write("kv/orders", Map.of("username", "u", "password", "p"));
    Lease lease = session.leases(VaultPath.ofSecret("kv/orders")).fetch();
    assertThat(lease.credential().username()).isEqualTo("u");
    assertThat(lease.duration()).isEqualTo(HOUR);
    assertThat(lease.revocable()).isFalse();
  }

  @Test
  void knowsWhenVaultChangesAStaticRolesPassword() throws Exception {
    try (Connection connection = BED.postgres().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE fixed LOGIN PASSWORD 'old'");
      statement.execute("GRANT fixed TO " + BED.postgres().vault().user() + " WITH ADMIN OPTION");
    }
    BED.vault().database().staticRole("fixed", "fixed", HOUR);
    Lease lease = session.leases(VaultPath.ofSecret("database/static-creds/fixed")).fetch();
    assertThat(lease.id()).startsWith("database/static-creds/fixed#2");
    assertThat(lease.credential().username()).isEqualTo("fixed");
    assertThat(lease.changesAfter()).isBetween(HOUR.minusMinutes(1), HOUR);
    assertThat(lease.duration()).isEqualTo(HOUR.plus(lease.changesAfter()));
    assertThat(lease.renewable()).isTrue();
    assertThat(lease.revocable()).isFalse();
  }

  private static void mount(String path, String version) {
    Map<String, ?> options = Map.of("version", version);
    BED.vault().api().write("sys/mounts/" + path, Map.of("type", "kv", "options", options));
  }

  private static void write(String path, Map<String, ?> fields) {
    BED.vault().api().write(path, fields);
  }
}
