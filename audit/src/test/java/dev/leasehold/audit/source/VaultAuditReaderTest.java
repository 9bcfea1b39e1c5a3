// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VaultAuditReaderTest {

  private static final String CREDS =
      "{\"auth\":{\"accessor\":\"hmac-sha256:aa\",\"display_name\":\"kubernetes-shop-orders\",\"metadata\":{\"role\":\"orders\","
          + "\"service_account_name\":\"orders\",\"service_account_namespace\":\"shop\"},\"token_issue_time\":\"2026-11-28T14:21:25Z\"},"
          + "\"request\":{\"id\":\"a532ffc7\",\"operation\":\"read\",\"path\":\"database/creds/orders\",\"remote_address\":\"10.0.0.7\","
          + "\"client_token_accessor\":\"hmac-sha256:aa\"},\"response\":{\"data\":{\"password\":\"hunter2\",\"username\":\"v-x\"},"
          + "\"secret\":{\"lease_id\":\"database/creds/orders/yD9V\"}},\"time\":\"2026-11-28T14:21:25.665110025Z\",\"type\":\"response\"}";
  private static final String REVOKED =
      "{\"auth\":{\"accessor\":\"hmac-sha256:aa\"},\"request\":{\"id\":\"b1\",\"operation\":\"update\",\"path\":\"sys/leases/revoke/database/creds/orders/yD9V\"},"
          + "\"response\":{},\"time\":\"2026-11-28T15:21:25+01:00\",\"type\":\"response\"}";
  private static final String JWT_LOGIN =
      "{\"auth\":{\"accessor\":\"hmac-sha256:bb\"},\"request\":{\"id\":\"c1\",\"path\":\"auth/jwt/login\",\"remote_address\":\"10.0.0.7\"},"
          + "\"response\":{\"auth\":{\"accessor\":\"hmac-sha256:bb\",\"client_token\":\"hvs.hunter2\",\"display_name\":\"jwt-system:serviceaccount:shop:orders\","
          + "\"metadata\":{\"role\":\"orders\",\"pod\":\"orders-1\",\"pod_uid\":\"u-1\"}}},\"time\":\"2026-11-28T14:21:25Z\",\"type\":\"response\"}";

  private static final String BATCH =
      "\"client_token\":\"hmac-sha256:be\",\"token_type\":\"batch\",";

  private final RecordedTables tables = new RecordedTables();

  @Test
  void readsWhoTookALeaseAndNeverThePassword() throws Exception {
    List<@Nullable Object> row = read(CREDS).get(0);
    assertThat(row)
        .contains(
            "creds",
            "database/creds/orders",
            "10.0.0.7",
            "shop",
            "orders",
            "v-x",
            "database/creds/orders/yD9V",
            "kubernetes-shop-orders",
            new Fingerprints(FingerprintKey.random()).lease("database/creds/orders/yD9V"));
    assertThat(row.toString()).doesNotContain("hunter2");
  }

  @Test
  void takesNoCredentialsOfAnotherEngineForThoseOfADatabase() throws Exception {
    String cloud = CREDS.replace("\"operation\":", "\"mount_type\":\"aws\",\"operation\":");
    assertThat(read(cloud).get(0)).contains("other").doesNotContain("creds");
  }

  @Test
  void readsThatAStaticRoleWasReadWhichHasNoLease() throws Exception {
    String read =
        CREDS
            .replace("database/creds/orders\"", "database/static-creds/orders\"")
            .replace(",\"secret\":{\"lease_id\":\"database/creds/orders/yD9V\"}", "");
    assertThat(read(read).get(0)).contains("creds", "database/static-creds/orders", "v-x");
    assertThat(tables.rows("source_vault_response").get(0).get(20)).isNull();
  }

  /** An engine that does not have the role says so in the answer, and the entry has no error. */
  @Test
  void knowsAReadOfARoleThatDoesNotExist() throws Exception {
    String unknown =
        CREDS.substring(0, CREDS.indexOf("\"response\":"))
            + "\"response\":{\"data\":{\"error\":\"hmac-sha256:0b\"},\"mount_type\":\"database\"},"
            + CREDS.substring(CREDS.indexOf("\"time\""));
    assertThat(read(CREDS + "\n" + unknown))
        .extracting(row -> row.get(4), row -> row.get(19))
        .containsExactly(tuple("creds", false), tuple("creds", true));
  }

  /** A batch token has no accessor; a token that Vault does not know has none, either. */
  @Test
  void knowsABatchTokenByItsHash() throws Exception {
    String login = JWT_LOGIN.replace("\"accessor\":\"hmac-sha256:bb\",", "");
    String made = login.replace("\"client_token\":", "\"token_type\":\"batch\",\"client_token\":");
    String use =
        CREDS
            .replace(",\"client_token_accessor\":\"hmac-sha256:aa\"", "")
            .replace(
                "\"accessor\":\"hmac-sha256:aa\"",
                "\"client_token\":\"hvs.hunter2\",\"token_type\":\"batch\"");
    String unknown = use.replace("\"batch\"", "\"default\"");
    List<List<@Nullable Object>> rows = read(made + "\n" + use + "\n" + unknown);
    assertThat(rows).extracting(row -> row.get(4)).containsExactly("login", "creds", "creds");
    assertThat(rows.get(0).get(8)).isNotNull().isEqualTo(rows.get(1).get(7));
    assertThat(rows.get(2).get(7)).isNull();
    assertThat(rows.toString()).doesNotContain("hunter2");
  }

  /** A client has an answer wrapped, and takes it out with a token of its own. */
  @Test
  void readsAWrappedLeaseAndAWrappedLogin() throws Exception {
    String wrapped =
        CREDS.substring(0, CREDS.indexOf("\"response\":"))
            + "\"response\":{\"wrap_info\":{\"ttl\":300,\"token\":\"hmac-sha256:0c\",\"accessor\":\"hmac-sha256:0d\"}},"
            + CREDS.substring(CREDS.indexOf("\"time\""));
    String unwrapped =
        CREDS
            .replace("database/creds/orders\",\"remote", "sys/wrapping/unwrap\",\"remote")
            .replace("\"auth\":{", "\"auth\":{\"client_token\":\"hmac-sha256:0c\",");
    String byAnother =
        unwrapped
            .replace("\"hmac-sha256:0c\"", "\"hmac-sha256:0e\"")
            .replace("\"operation\":", "\"data\":{\"token\":\"hmac-sha256:0c\"},\"operation\":");
    String login =
        "{\"auth\":{\"accessor\":\"hmac-sha256:bb\",\"display_name\":\"jwt-system:serviceaccount:shop:orders\","
            + "\"metadata\":{\"role\":\"orders\",\"pod\":\"orders-1\",\"pod_uid\":\"u-1\"}},\"request\":{\"id\":\"c1\","
            + "\"path\":\"auth/jwt/login\",\"remote_address\":\"10.0.0.7\"},\"response\":{\"wrap_info\":{"
            + "\"wrapped_accessor\":\"hmac-sha256:bb\"}},\"time\":\"2026-11-28T14:21:25Z\",\"type\":\"response\"}";
    String batch =
        login
            .replace("\"accessor\":\"hmac-sha256:bb\",", BATCH)
            .replace("\"path\":", "\"operation\":\"update\",\"path\":")
            .replace("\"wrapped_accessor\":\"hmac-sha256:bb\"", "\"token\":\"hmac-sha256:0f\"");
    String role = batch.replace("\"update\"", "\"read\"");
    List<List<@Nullable Object>> rows =
        read(String.join("\n", wrapped, unwrapped, byAnother, login, batch, role));
    assertThat(rows)
        .extracting(row -> row.get(4))
        .containsExactly("creds", "unwrap", "unwrap", "login", "login", "other");
    assertThat(rows.subList(0, 3))
        .extracting(row -> row.get(23))
        .doesNotContainNull()
        .containsOnly(rows.get(0).get(23));
    assertThat(rows)
        .extracting(row -> row.get(20))
        .startsWith((Object) null, "database/creds/orders/yD9V");
    assertThat(rows.subList(3, 5))
        .allSatisfy(row -> assertThat(row).contains("shop", "orders", "orders-1", "u-1"));
    assertThat(rows.get(4).get(8)).isNotNull().isEqualTo(rows.get(5).get(7));
  }

  @Test
  void readsAWrappedLoginWithANameInItsPath() throws Exception {
    String login =
        "{\"auth\":{"
            + BATCH
            + "\"display_name\":\"ldap-orders\"},\"request\":{\"id\":\"c1\",\"operation\":\"update\","
            + "\"path\":\"auth/ldap/login/orders\"},\"response\":{\"wrap_info\":{\"token\":\"hmac-sha256:0f\"}},"
            + "\"time\":\"2026-11-28T14:21:25Z\",\"type\":\"response\"}";
    assertThat(read(login)).extracting(row -> row.get(4)).containsExactly("login");
  }

  @Test
  void readsARevocationOfALeaseThatThePathNames() throws Exception {
    assertThat(read(REVOKED).get(0))
        .contains("revoke", "database/creds/orders/yD9V", 1_795_875_685_000L);
  }

  @Test
  void readsThePodOfAVerifiedTokenAndTheAccountOfItsSubject() throws Exception {
    List<@Nullable Object> row = read(JWT_LOGIN).get(0);
    assertThat(row).contains("login", "shop", "orders", "orders-1", "u-1");
    assertThat(row.toString()).doesNotContain("hunter2");
  }

  @Test
  void readsThePodThatARequestClaims() throws Exception {
    assertThat(claim("9f3c-17;namespace=shop;pod=orders-1;uid=5f3c-1;node=node-1"))
        .containsExactly("shop", "orders-1", "5f3c-1");
    assertThat(claim("9f3c-17;host=orders-2")).containsExactly(null, "orders-2", null);
    for (String other :
        List.of(
            "hmac-sha256:6f1d",
            "9f3c-17",
            "9f3c-17;pod=;uid=a'b;namespace=?",
            "9f3c-17;xpod=orders-1;pod",
            "9f3c-17;pod=orders-1".repeat(50))) {
      assertThat(claim(other)).as(other).containsOnlyNulls();
    }
  }

  private List<@Nullable Object> claim(String header) throws Exception {
    String headers = "\"headers\":{\"user-agent\":[\"x\"],\"x-correlation-id\":[\"" + header;
    tables.rows("source_vault_response").clear();
    return read(CREDS.replace("\"operation\":", headers + "\",\"other\"]},\"operation\":"))
        .get(0)
        .subList(16, 19);
  }

  @Test
  void countsLinesThatAreNoEntriesAndReadsTheOthers() throws Exception {
    String log =
        CREDS
            + "\r\n\n"
            + CREDS.substring(0, 300)
            + "\n\0\1\2\n"
            + "x".repeat(5 << 20)
            + "\n[]\n{}\n"
            + CREDS.replace("2026-11-28T14:21:25.665110025Z", "yesterday")
            + "\n"
            + CREDS;
    assertThat(read(log)).hasSize(2);
    assertThat(tables.read).isEqualTo(2);
    assertThat(tables.problems)
        .containsExactly(
            "UNREADABLE 3",
            "UNREADABLE 4",
            "UNREADABLE 5",
            "UNREADABLE 6",
            "UNREADABLE 7",
            "NO_TIME 8");
  }

  /** Vault 1.10 knows less, and a later Vault more; a field may change its type. */
  @Test
  void readsEntriesOfOtherVersions() throws Exception {
    String old =
        "{\"time\":\"2022-03-28T14:21:25.6Z\",\"type\":\"response\",\"auth\":{\"client_token\":\"hmac-sha256:0a\",\"accessor\":\"hmac-sha256:aa\","
            + "\"display_name\":\"root\",\"policies\":[\"root\"],\"token_type\":\"service\"},\"request\":{\"id\":\"0b\",\"operation\":\"read\","
            + "\"client_token\":\"hmac-sha256:0a\",\"namespace\":{\"id\":\"root\"},\"path\":\"database/creds/orders\",\"remote_address\":\"10.0.0.7\"},"
            + "\"response\":{\"secret\":{\"lease_id\":\"database/creds/orders/yD9V\"},\"data\":{\"username\":\"v-x\"}}}";
    String later =
        CREDS
            .replace(
                "\"type\":\"response\"",
                "\"type\":\"response\",\"forwarded_from\":\"10.0.0.2:8201\",\"v\":{\"a\":[1,{}]}")
            .replace("\"metadata\":{", "\"policy_results\":null,\"metadata\":{\"new\":[true],")
            .replace(
                "\"operation\":", "\"headers\":null,\"mount_type\":\"database\",\"operation\":");
    String changed =
        CREDS.replace("\"display_name\":\"kubernetes-shop-orders\"", "\"display_name\":[]");
    assertThat(read(old + "\n" + later + "\n" + changed))
        .extracting(row -> row.get(4), row -> row.get(5), row -> row.get(20))
        .containsOnly(tuple("creds", "database/creds/orders", "database/creds/orders/yD9V"))
        .hasSize(3);
    assertThat(tables.rows("source_vault_response").get(1)).contains("shop", "orders");
    assertThat(tables.problems).isEmpty();
  }

  @Test
  void readsAGzippedLogAsFarAsItGoes() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write((CREDS + "\n").repeat(500).getBytes(StandardCharsets.UTF_8));
    }
    byte[] whole = packed.toByteArray();
    readBytes(whole);
    assertThat(tables.read).isEqualTo(500);
    readBytes(Arrays.copyOf(whole, whole.length - 20));
    assertThat(tables.problems).singleElement().asString().startsWith("BROKEN_OFF");
  }

  @Test
  void goesOnAfterAGzippedLogThatIsCutInItsHeader() throws Exception {
    readBytes(new byte[] {0x1f, (byte) 0x8b, 8, 0});
    assertThat(tables.problems).containsExactly("NOT_OPENED 1");
    readBytes(new byte[] {0x1f});
    readBytes(new byte[0]);
    assertThat(read("\ufeff" + CREDS)).hasSize(1);
    assertThat(tables.problems).containsExactly("NOT_OPENED 1", "UNREADABLE 1");
  }

  /** Names of parameters stand in the log in clear: a client makes its entry long or deep. */
  @Test
  void readsAnEntryThatAClientHasMadeLongDeepOrStrange() throws Exception {
    StringBuilder data = new StringBuilder("\"data\":{\"id\":\"x\",\"path\":\"y\"");
    for (int i = 0; i < 200_000; i++) {
      data.append(",\"k").append(i).append("\":\"hmac-sha256:0a\"");
    }
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    data.append(",\"deep\":").append(deep).append(",\"\\\"}\":{\"lease_id\":\"z\"}},");
    String entry = CREDS.replace("\"operation\":", data + "\"operation\":");
    assertThat(read(entry + "\n" + CREDS)).hasSize(2);
    assertThat(tables.problems).isEmpty();
    List<List<@Nullable Object>> rows = tables.rows("source_vault_response");
    assertThat(rows.get(0).subList(1, rows.get(0).size()))
        .isEqualTo(rows.get(1).subList(1, rows.get(1).size()));
  }

  @Test
  void takesNoDisplayNameOfAnotherMethodForAServiceAccount() throws Exception {
    String callback =
        JWT_LOGIN
            .replace("auth/jwt/login", "auth/oidc/oidc/callback")
            .replace("\"jwt-system", "\"oidc-system");
    String inside = JWT_LOGIN.replace("jwt-system", "jwt-x-system");
    String other = JWT_LOGIN.replace("auth/jwt/", "auth/people/");
    String type = JWT_LOGIN.replace("\"path\":", "\"mount_type\":\"approle\",\"path\":");
    String child = JWT_LOGIN.replace("auth/jwt/login", "auth/token/create");
    String metadata =
        JWT_LOGIN.replace(
            "\"role\":",
            "\"service_account_name\":\"orders\",\"service_account_namespace\":\"x\",\"role\":");
    for (String login : List.of(callback, inside, other, type, child, metadata)) {
      tables.rows("source_vault_response").clear();
      assertThat(read(login).get(0))
          .as(login)
          .contains("login")
          .doesNotContain("shop", "orders-1", "u-1");
    }
    tables.rows("source_vault_response").clear();
    assertThat(read(CREDS.replace("kubernetes-shop-orders", "approle")).get(0))
        .doesNotContain("shop");
  }

  private List<List<@Nullable Object>> read(String log) throws Exception {
    readBytes(log.getBytes(StandardCharsets.UTF_8));
    return tables.rows("source_vault_response");
  }

  private void readBytes(byte[] log) throws Exception {
    LogInput input = new LogInput("log", () -> new ByteArrayInputStream(log));
    LogReading.read(
        LogKind.VAULT_AUDIT,
        input,
        new VaultAuditReader(tables, 0, FingerprintKey.random()),
        tables);
  }
}
