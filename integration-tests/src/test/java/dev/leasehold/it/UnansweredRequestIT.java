// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.vault.VaultApi;
import dev.leasehold.testbed.vault.VaultServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests of which Vault's audit log has no answer, though it lacks no line. */
class UnansweredRequestIT {

  private static final String LOOKUP = "auth/token/lookup-self";
  private static final String WRAPPING = "sys/wrapping/";

  private final ObjectMapper mapper = new ObjectMapper();
  private final Path folder;

  @AutoClose private final VaultServer vault = VaultServer.launch();

  UnansweredRequestIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void areNoGap() throws Exception {
    VaultApi root = vault.api();
    useTwice(root);
    root.write("sys/quotas/config", Map.of("enable_rate_limit_audit_logging", true));
    Map<String, Object> once = Map.of("path", "auth/token/", "rate", 1, "interval", "1h");
    root.write("sys/quotas/rate-limit/once", once);
    root.read(LOOKUP);
    refused("429", () -> root.read(LOOKUP));
    Path second = vault.directory().resolve("second.log");
    Map<String, String> file = Map.of("file_path", second.toString());
    root.write("sys/audit/second", Map.of("type", "file", "options", file));
    vault.seal();
    vault.unseal();
    root.write("sys/step-down", Map.of());

    List<String> lines = new ArrayList<>(Files.readAllLines(vault.auditLog()));
    lines.addAll(Files.readAllLines(second));
    assertThat(unanswered(lines))
        .containsExactlyInAnyOrder(
            LOOKUP,
            WRAPPING + "lookup",
            WRAPPING + "rewrap",
            WRAPPING + "unwrap",
            "sys/audit/test",
            "sys/seal",
            "sys/step-down");
    assertThat(gaps(0, lines)).isEmpty();
    lines.removeIf(line -> line.contains(LOOKUP) && line.contains("\"type\":\"response\""));
    assertThat(gaps(1, lines)).containsExactly("an answer is missing");
  }

  /** Takes a wrapped answer out, and then tries to do so again. */
  private void useTwice(VaultApi root) {
    JsonNode wrapped = root.wrappedFor(vault.rootToken()).read("sys/mounts");
    String used = wrapped.at("/wrap_info/token").asText();
    root.with(used).write(WRAPPING + "unwrap", Map.of());
    for (String call : List.of("lookup", "rewrap", "unwrap")) {
      refused("400", () -> root.write(WRAPPING + call, Map.of("token", used)));
    }
    refused("400", () -> root.with(used).write(WRAPPING + "unwrap", Map.of()));
  }

  private static void refused(String status, ThrowingCallable request) {
    assertThatThrownBy(request)
        .isInstanceOf(TestBedException.class)
        .hasMessageStartingWith("Vault answered " + status);
  }

  /** Returns the paths of requests without an answer. */
  private Set<String> unanswered(List<String> lines) throws Exception {
    Map<String, String> paths = new TreeMap<>();
    Set<String> answered = new TreeSet<>();
    for (String line : lines) {
      JsonNode entry = mapper.readTree(line);
      String id = entry.at("/request/id").asText();
      paths.put(id, entry.at("/request/path").asText());
      if (entry.path("type").asText().equals("response")) {
        answered.add(id);
      }
    }
    paths.keySet().removeAll(answered);
    return new TreeSet<>(paths.values());
  }

  /** Returns the findings in a log that begins a minute earlier and goes on for three more. */
  private List<String> gaps(int status, List<String> lines) throws Exception {
    List<String> log = new ArrayList<>(lines);
    String answer = lines.stream().filter(each -> each.contains("\"response\"}")).findFirst().get();
    log.add(later(answer, Duration.ofMinutes(-1)));
    log.add(later(answer, Duration.ofMinutes(3)));
    Path audit = Files.write(folder.resolve("audit.log"), log);
    Path answered = folder.resolve("answer.json");
    AuditProgram.ask(
        status, answered, Map.of(), List.of("findings", "-o", "json", "--vault-audit=" + audit));
    return mapper.readTree(answered.toFile()).get("findings").findValuesAsText("detail");
  }

  private String later(String entry, Duration time) throws Exception {
    ObjectNode fields = (ObjectNode) mapper.readTree(entry);
    return fields
        .put("time", Instant.parse(fields.get("time").asText()).plus(time).toString())
        .toString();
  }
}
