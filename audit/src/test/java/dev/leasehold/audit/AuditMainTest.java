// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.leasehold.audit.answer.AnswerFormat;
import dev.leasehold.audit.answer.AnswerSection;
import dev.leasehold.audit.history.HistoryFiles;
import dev.leasehold.audit.live.AuditHash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

class AuditMainTest {

  private static Path logs;
  private static HistoryFiles history;

  private final Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter messages = new StringWriter();

  AuditMainTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  static void write(@TempDir Path shared) throws IOException {
    logs = shared;
    history = HistoryFiles.write(logs);
  }

  @Test
  void saysWhatARoleWas() throws Exception {
    assertThat(ask("role", history.role(), "-o", "json")).isZero();
    JsonNode answer = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
    assertThat(answer.at("/role/0/certainty").asText()).startsWith("nearly certain");
    assertThat(answer.at("/lease/0/lease_id").asText()).isEqualTo(history.lease());
    assertThat(answer.at("/lease/0/taken_at").asText())
        .isEqualTo(Instant.ofEpochMilli(history.takenAt()).toString());
    assertThat(answer.at("/lease/0/ended_by").asText()).isEqualTo("server log");
    assertThat(answer.at("/login/0/account_name").asText()).isEqualTo("app0");
    assertThat(answer.at("/pod/0/name").asText()).isEqualTo(history.pod());
    assertThat(answer.at("/sessions").size()).isEqualTo(1);
    assertThat(answer.at("/timeline").findValuesAsText("event"))
        .containsExactly(
            "lease taken", "session started", "lease renewed", "session ended", "lease ended");
    assertThat(answer.at("/findings").size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "namespace/name"})
  void saysWhatAPodHad(String form) throws Exception {
    String name = form.equals("name") ? history.pod() : history.namespace() + "/" + history.pod();
    assertThat(ask("pod", name)).isZero();
    assertThat(answer()).contains(history.role(), history.lease(), "node-1", "pod started");
  }

  @Test
  void drawsATimeLineOfAPod() throws Exception {
    assertThat(ask("pod", history.pod(), "-o", "html")).isZero();
    Document page =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(out.toByteArray()));
    assertThat(page.getElementsByTagName("rect").getLength()).isEqualTo(1 + 6 + 6);
    assertThat(page.getElementsByTagName("script").getLength()).isZero();
    assertThat(answer()).contains("lease_id " + history.lease());
  }

  @Test
  void escapesWhatALogSays() throws Exception {
    StringWriter page = new StringWriter();
    AnswerFormat.html.write(
        List.of(
            new AnswerSection("findings", List.of("detail"), List.of(List.of("<b>&\u001b")), 0)),
        page);
    assertThat(page.toString()).contains("<td>&lt;b&gt;&amp;?</td>");
    StringWriter text = new StringWriter();
    AnswerFormat.text.write(
        List.of(
            new AnswerSection("findings", List.of("detail"), List.of(List.of("a\u001b[2J")), 0)),
        text);
    assertThat(text.toString()).doesNotContain("\u001b");
    StringWriter csv = new StringWriter();
    AnswerFormat.csv.write(
        List.of(new AnswerSection("findings", List.of("detail"), List.of(List.of("=1,\"x\"")), 0)),
        csv);
    assertThat(csv.toString()).isEqualTo("section,detail\r\nfindings,\"'=1,\"\"x\"\"\"\r\n");
  }

  @Test
  void saysWhoseALeaseWas() throws Exception {
    assertThat(ask("lease", history.lease())).isZero();
    assertThat(answer()).contains(history.role(), history.pod());
  }

  @Test
  void saysWhatThereWasAtATime() throws Exception {
    String time = Instant.ofEpochMilli(history.takenAt() + 600_000).toString();
    assertThat(ask("at", time.replace("Z", ""), "-o", "csv")).isZero();
    assertThat(answer()).contains("roles," + history.role());
    assertThat(ask("at", "yesterday")).isEqualTo(2);
    assertThat(messages.toString()).contains("yesterday is no time: write 2026-");
  }

  @Test
  void listsFindingsWithACodeEach() throws Exception {
    assertThat(ask("findings", "--lease-ttl=3h/3h", "-o", "csv")).isEqualTo(1);
    for (int code = 1; code <= 13; code++) {
      assertThat(answer()).contains("findings,LA%02d,".formatted(code));
    }
    assertThat(answer()).contains("findings,LA15,");
  }

  @Test
  void endsWithOneWhereNothingIsKnown() throws Exception {
    assertThat(ask("role", "v-kubernet-orders-b4cd5fgh6jkl7mnp8qrs-1795000000")).isEqualTo(1);
    assertThat(ask("pod", "nobody")).isEqualTo(1);
    assertThat(answer()).contains("pods\n  none");
  }

  @Test
  void readsStandardInputAndFolders() throws Exception {
    Path rotated = Files.createDirectory(folder.resolve("rotated"));
    Files.copy(logs.resolve("audit.log"), rotated.resolve("audit.log.1"));
    assertThat(run("", "lease", history.lease(), "--vault-audit=" + rotated)).isZero();
    String log = Files.readString(logs.resolve("audit.log"));
    assertThat(run(log, "lease", history.lease(), "--vault-audit=-")).isZero();
    assertThat(run(log, "findings", "--vault-audit=-", "--postgresql=-")).isEqualTo(2);
  }

  @Test
  void exportsTablesOfSeveralRunsWithOneKey() throws Exception {
    Path tables = folder.resolve("tables");
    Path key = folder.resolve("key");
    for (int run = 0; run < 2; run++) {
      assertThat(ask("export", tables.toString(), "--key-file=" + key)).isZero();
    }
    try (Stream<Path> parts = Files.list(tables.resolve("source_session_line"))) {
      assertThat(parts).hasSize(2);
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(tables.resolve("join.sql")))
        .startsWith("-- spark-sql -d folder=URL-OF-THIS-FOLDER -f join.sql\n")
        .contains(
            "LOCATION '${folder}/source_vault_response';\n",
            "INSERT INTO setting VALUES (60000, 2, 600000);\n");
    Files.writeString(key, "secret");
    assertThat(ask("export", tables.toString(), "--key-file=" + key)).isEqualTo(73);
    assertThat(messages.toString())
        .contains(key + " holds no key: 32 hexadecimal digits are expected")
        .doesNotContain("secret");
    assertThat(run("no entry\n", "export", folder.resolve("none").toString(), "--vault-audit=-"))
        .isEqualTo(65);
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void endsWithTheCodeOfTheFault() throws Exception {
    assertThat(run("", "findings")).isEqualTo(2);
    assertThat(run("", "findings", "--vault-audit=" + folder.resolve("none"))).isEqualTo(66);
    assertThat(run("no entry\n", "findings", "--vault-audit=-")).isEqualTo(65);
    assertThat(run("", "findings", "--vault-audit=-", "--lease-ttl=1h")).isEqualTo(2);
    assertThat(run("", "findings", "--vault-audit=-", "--clock-skew=soon")).isEqualTo(2);
    assertThat(run("", "findings", "--vault-audit=-", "--auth-mount=/auth/")).isEqualTo(2);
    assertThat(run("", "findings", "--vault-audit=-", "--proxy=db.example")).isEqualTo(2);
    assertThat(messages.toString())
        .contains(
            "--auth-mount names no path; give it as in auth/kubernetes-eu",
            "--proxy db.example is no address and no block of addresses, as in 10.4.0.9 or 10.4.0.0/16");
    assertThat(messages.toString()).doesNotContain("Exception", "please report it");
  }

  @Test
  void saysWhyVaultGivesNoHash() {
    assertThatThrownBy(() -> AuditHash.of("file", Map.of()))
        .hasMessageContaining("set VAULT_ADDR in the environment");
    Map<String, String> nobody =
        Map.of("VAULT_ADDR", "http://127.0.0.1:1/", "VAULT_TOKEN", "hvs.hunter2");
    assertThatThrownBy(() -> AuditHash.of("a file", nobody))
        .hasMessageContaining("the name after --audit-device is no part of a URL");
    assertThatThrownBy(() -> AuditHash.of("file", nobody).hash("v-x"))
        .hasMessageStartingWith("Vault at http://127.0.0.1:1/ did not answer: ")
        .hasMessageNotContaining("hunter2");
    Map<String, String> broken =
        Map.of("VAULT_ADDR", "http://127.0.0.1:1/", "VAULT_TOKEN", "hvs.\rhunter2\n");
    assertThatThrownBy(() -> AuditHash.of("file", broken).hash("v-x"))
        .hasMessageContaining("VAULT_TOKEN has characters")
        .hasMessageNotContaining("hunter2");
    Map<String, String> gone =
        Map.of("VAULT_ADDR", "http://127.0.0.1:1/", "VAULT_TOKEN_FILE", folder + "/token");
    assertThatThrownBy(() -> AuditHash.of("file", gone).hash("v-x"))
        .hasMessageStartingWith("VAULT_TOKEN_FILE " + folder + "/token cannot be read: ");
  }

  @Test
  void leavesNoTemporaryFiles() throws Exception {
    assertThat(ask("lease", history.lease(), "--temporary-folder=" + folder)).isZero();
    assertThat(run("no entry\n", "findings", "--vault-audit=-", "--temporary-folder=" + folder))
        .isEqualTo(65);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  private int ask(String... question) {
    List<String> arguments = new ArrayList<>(List.of(question));
    arguments.add("--vault-audit=" + logs.resolve("audit.log"));
    arguments.add("--vault-log=" + logs.resolve("vault.log"));
    arguments.add("--postgresql=" + logs.resolve("postgresql.json"));
    arguments.add("--kubernetes=" + logs.resolve("pods.json"));
    return run("", arguments.toArray(String[]::new));
  }

  private int run(String in, String... arguments) {
    out.reset();
    return AuditMain.run(
        new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
        out,
        new PrintWriter(messages, true),
        arguments);
  }

  private String answer() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
