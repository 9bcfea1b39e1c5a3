// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.tls.Keys;
import dev.leasehold.testbed.tls.Pem;
import dev.leasehold.testbed.vault.AppRoleAuth;
import dev.leasehold.testbed.vault.TokenTerms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The other ways to log in, and the other ways to connect, each to a first connection and an end
 * without a role left.
 */
class LoginsIT {

  @AutoClose private static TestBed bed;

  @BeforeAll
  static void start() {
    bed = TestBed.start();
  }

  @AfterEach
  void noRoleIsLeft() {
    assertThat(bed.postgres().ephemeralRoles()).isEmpty();
  }

  @Test
  void logsInByAppRoleAndTrustsADirectoryOfAuthorities() throws IOException {
    TokenTerms terms = TokenTerms.of(bed.vault().appPolicy(TestBed.ROLE));
    AppRoleAuth.Pair pair = bed.vault().appRole().role(TestBed.ROLE, terms);
    Path authorities = Jars.scratch("authorities");
    Path copy = authorities.resolve("vault.pem");
    Files.copy(bed.vault().caCertificate(), copy);
    copy.toFile().deleteOnExit();
    Map<String, String> settings = withoutLogin();
    settings.remove("VAULT_CACERT");
    settings.put("VAULT_CAPATH", authorities.toString());
    settings.put("LEASEHOLD_AUTH_METHOD", "approle");
    settings.put("LEASEHOLD_AUTH_ROLE_ID", pair.roleId());
    settings.put("LEASEHOLD_AUTH_SECRET_ID_FILE", file(pair.secretId()).toString());
    connects(settings, Source.DRIVER_MANAGER);
  }

  @Test
  void logsInByAppRoleWithoutASecretIdWhereTheRoleWantsNone() {
    TokenTerms terms = TokenTerms.of(bed.vault().appPolicy(TestBed.ROLE));
    String roleId = bed.vault().appRole().roleWithoutSecretId("bare", terms);
    Map<String, String> settings = withoutLogin();
    settings.put("LEASEHOLD_AUTH_METHOD", "approle");
    settings.put("LEASEHOLD_AUTH_ROLE_ID", roleId);
    connects(settings, Source.DRIVER_MANAGER);
  }

  @Test
  void usesATokenThatSomebodyElseKeepsInAFile() throws IOException {
    Map<String, ?> wanted =
        Map.of("policies", List.of(bed.vault().appPolicy(TestBed.ROLE)), "ttl", "1h");
    String token =
        bed.vault()
            .api()
            .write("auth/token/create", wanted)
            .path("auth")
            .path("client_token")
            .asText();
    Map<String, String> settings = withoutLogin();
    settings.put("LEASEHOLD_AUTH_METHOD", "token");
    settings.put("LEASEHOLD_AUTH_TOKEN_FILE", file(token).toString());
    connects(settings, Source.DRIVER_MANAGER);
  }

  @Test
  void showsItsCertificateToAVaultThatWantsOneOfEachClient() throws IOException {
    KeyPair pair = Keys.ec();
    Map<String, String> settings = Workload.settings(bed);
    settings.put("VAULT_ADDR", bed.vault().mutualTlsAddress().toString());
    settings.put(
        "VAULT_CLIENT_CERT", file(bed.vault().clientCertificate(pair.getPublic())).toString());
    settings.put("VAULT_CLIENT_KEY", file(Pem.key(pair.getPrivate())).toString());
    connects(settings, Source.DRIVER_MANAGER);
  }

  @Test
  void injectsIntoPostgresqlsOwnDataSource() {
    connects(Workload.settings(bed), Source.PG_SIMPLE);
  }

  private static void connects(Map<String, String> settings, Source source) {
    try (Workload workload = Workload.start(settings, bed.postgres().url(), source, 100)) {
      workload.awaitReady();
      assertThat(workload.on("a", "borrow")).isEqualTo("borrowed");
      assertThat(workload.on("a", "do", "SELECT current_user")).startsWith("row v-");
      workload.stop();
    }
  }

  private static Map<String, String> withoutLogin() {
    Map<String, String> settings = Workload.settings(bed);
    settings.keySet().removeIf(name -> name.startsWith("LEASEHOLD_AUTH_"));
    return settings;
  }

  private static Path file(String content) throws IOException {
    Path file = Files.createTempFile("leasehold-it", "secret");
    Files.writeString(file, content);
    file.toFile().deleteOnExit();
    return file;
  }
}
