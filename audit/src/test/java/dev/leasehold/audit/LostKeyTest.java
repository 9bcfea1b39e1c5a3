// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.audit.answer.AnswerSection;
import dev.leasehold.audit.answer.Question;
import dev.leasehold.audit.history.ToldHashes;
import dev.leasehold.audit.history.UsualTerms;
import dev.leasehold.audit.join.AccountHashes;
import dev.leasehold.audit.join.AuditDatabase;
import dev.leasehold.audit.join.AuditJoin;
import dev.leasehold.audit.join.AuditSources;
import dev.leasehold.audit.source.LogInput;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key of an audit device is lost when the device is disabled; a new key hashes otherwise. */
class LostKeyTest {

  private static final String ROLE = "v-kubernet-orders-b4cd5fgh6jkl7mnp8qrs-1795874485";
  private static final String LEASE = "database/creds/orders/x";
  private static final String SECRET = "\"secret\":{\"lease_id\":\"" + LEASE + "\"}";

  private final Path folder;

  LostKeyTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void isJoinedByTimeAndTheGapIsNamed() throws Exception {
    try (AuditDatabase database = joined(entries())) {
      assertThat(column(Question.ROLE.ask(database), "role", "certainty"))
          .singleElement()
          .asString()
          .startsWith("likely: the only lease");
      assertThat(column(Question.ROLE.ask(database), "lease", "lease_id")).containsExactly(LEASE);
      assertThat(column(Question.FINDINGS.ask(database), "findings", "detail"))
          .contains("the login of a token is missing");
    }
  }

  /** Which hash is the smallest is by chance, so there are several tokens. */
  @Test
  void anotherDeviceTellsWhichHashesOfTheOldAndTheNewKeyAreOfOneToken() throws Exception {
    StringBuilder log = new StringBuilder(entry("0", "sys/mounts", "0a", "13:00:00", ""));
    for (int i = 0; i < 16; i++) {
      for (String key : List.of("a", "b")) {
        String made = "\"auth\":{\"accessor\":\"hmac-sha256:" + i + key + "\"," + account() + "}";
        log.append(entry("login" + i, "auth/kubernetes/login", i + key, "14:01:20", made));
      }
      for (String key : List.of("b", "c")) {
        log.append(entry("both" + i, "auth/token/lookup-self", i + key, "14:31:20", ""));
      }
      log.append(entry("new" + i, "auth/token/lookup-self", i + "c", "14:41:20", ""));
    }
    log.append(entry("1", "sys/mounts", "0c", "15:31:25", ""));
    try (AuditDatabase database = joined(log.toString())) {
      assertThat(column(Question.FINDINGS.ask(database), "findings", "detail")).isEmpty();
    }
  }

  /** Vault is asked for the device whose entries are first, or for the other device. */
  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  void theHashOfEachOfTwoDevicesTellsTheLeaseOfARole(String asked) throws Exception {
    StringBuilder log = new StringBuilder(entry("0", "sys/mounts", "0a", "13:00:00", ""));
    for (String key : List.of("a", "b")) {
      log.append(creds("1", "0" + key, "14:01:25", "1" + key));
    }
    log.append(entry("4", "sys/mounts", "0a", "15:31:25", ""));
    for (String role : List.of(ROLE, "app-orders")) {
      try (AuditDatabase database = joined(log.toString(), role, "1" + asked)) {
        assertThat(column(Question.ROLE.ask(database), "role", "certainty"))
            .containsExactly("certain: the audit log has the hash of the name");
        assertThat(column(Question.ROLE.ask(database), "lease", "lease_id")).containsExactly(LEASE);
      }
    }
  }

  private AuditDatabase joined(String log) throws Exception {
    return joined(log, ROLE, "1b");
  }

  private AuditDatabase joined(String log, String role, String hash) throws Exception {
    Path file = Files.writeString(folder.resolve("audit.log"), log);
    AuditDatabase database = AuditDatabase.create(folder, "640MB");
    AuditSources sources =
        new AuditSources(
            LogInput.of(List.of(file.toString()), InputStream.nullInputStream()),
            List.of(),
            List.of(),
            null,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            AccountHashes.of(new ToldHashes(Map.of(role, "hmac-sha256:" + hash)::get), role));
    AuditJoin.run(database, sources, UsualTerms.of(), new AuditJoin.Subject(role, null));
    return database;
  }

  /** A value that is hashed with the key that is lost ends in a, and with the next key in b. */
  private static String entries() {
    String login = "\"auth\":{\"accessor\":\"hmac-sha256:0a\"," + account() + "}";
    return entry("0", "sys/mounts", "0a", "13:00:00", "")
        + entry("1", "auth/kubernetes/login", "0a", "14:01:20", login)
        + creds("2", "0a", "14:01:25", "1a")
        + entry("3", "sys/leases/renew", "0b", "14:31:25", SECRET)
        + entry("4", "sys/mounts", "0b", "15:31:25", "");
  }

  private static String creds(String id, String token, String at, String username) {
    String data = ",\"data\":{\"username\":\"hmac-sha256:" + username + "\"}";
    return entry(id, "database/creds/orders", token, at, SECRET + data);
  }

  private static String account() {
    return "\"display_name\":\"kubernetes-shop-orders\",\"metadata\":{\"service_account_name\":\"orders\",\"service_account_namespace\":\"shop\"}";
  }

  /** A request and its answer. */
  private static String entry(String id, String path, String token, String at, String response) {
    String begin =
        "{\"auth\":{\"accessor\":\"hmac-sha256:"
            + token
            + "\",\"token_issue_time\":\"2026-11-28T14:01:20Z\","
            + account()
            + "},\"request\":{\"id\":\""
            + id
            + "\",\"operation\":\"read\",\"path\":\""
            + path
            + "\",\"remote_address\":\"10.0.0.7\"},\"time\":\"2026-11-28T"
            + at
            + "Z\",\"type\":\"";
    return begin + "request\"}\n" + begin + "response\",\"response\":{" + response + "}}\n";
  }

  private static List<String> column(List<AnswerSection> answer, String name, String column) {
    AnswerSection section =
        answer.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    int place = section.columns().indexOf(column);
    return section.rows().stream().map(row -> String.valueOf(row.get(place))).toList();
  }
}
