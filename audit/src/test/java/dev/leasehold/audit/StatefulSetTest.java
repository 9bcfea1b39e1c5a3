// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two pods have one name after each other, and tokens have the name without the UID. */
class StatefulSetTest {

  private static final String NAME = "shop/orders-0";
  private static final String CERTAIN = "certain: the token that Vault verified names the pod";

  private static final String ENTRY =
      "{\"auth\":{\"accessor\":\"%1$s\",\"display_name\":\"jwt-system:serviceaccount:shop:orders\",\"metadata\":{\"pod\":\"orders-0\"}},"
          + "\"request\":{\"id\":\"%1$s\",\"operation\":\"read\",\"path\":\"database/creds/orders\",\"remote_address\":\"%2$s\"},"
          + "\"response\":{\"secret\":{\"lease_id\":\"database/creds/orders/%1$s\"},\"data\":{}},"
          + "\"time\":\"2026-11-18T%3$sZ\",\"type\":\"response\"}";
  private static final String SESSION =
      "{\"timestamp\":\"2026-11-18 %1$s UTC\",\"user\":\"legacy\",\"dbname\":\"app\",\"remote_host\":\"10.0.0.3\","
          + "\"session_id\":\"65f.1\",\"line_num\":2,\"ps\":\"authentication\",\"session_start\":\"2026-11-18 %1$s UTC\",\"vxid\":\"9/2\","
          + "\"error_severity\":\"LOG\",\"message\":\"x\",\"application_name\":\"\",\"backend_type\":\"client backend\"}";
  private static final String POD =
      "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"orders-0\",\"namespace\":\"shop\",\"uid\":\"%1$s\",%4$s"
          + "\"annotations\":{\"leasehold.dev/injected\":\"x\"},\"creationTimestamp\":\"2026-11-18T%3$sZ\"},"
          + "\"spec\":{\"serviceAccountName\":\"orders\"},\"status\":{\"podIP\":\"%2$s\",\"startTime\":\"2026-11-18T%3$sZ\"}}\n";

  /** A user who may create events in the namespace writes an event of any pod. */
  private static final String EVENT =
      "{\"kind\":\"Event\",\"metadata\":{\"namespace\":\"shop\",\"name\":\"x.1\",\"creationTimestamp\":\"2026-11-18T10:30:00Z\"},\"involvedObject\":{\"kind\":\"Pod\",\"namespace\":\"shop\",\"name\":\"orders-0\",\"uid\":\"E\"},"
          + "\"reason\":\"Started\"}\n";

  private static final String BOUND =
      "{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\",\"level\":\"RequestResponse\",\"stage\":\"ResponseComplete\",\"verb\":\"create\","
          + "\"objectRef\":{\"resource\":\"pods\",\"namespace\":\"shop\",\"name\":\"orders-0\",\"subresource\":\"binding\"},\"responseStatus\":{\"code\":201},"
          + "\"requestObject\":{\"kind\":\"Binding\",\"metadata\":{\"name\":\"orders-0\",\"uid\":\"C\"},\"target\":{\"kind\":\"Node\",\"name\":\"n1\"}},"
          + "\"requestReceivedTimestamp\":\"2026-11-18T13:30:00Z\",\"stageTimestamp\":\"2026-11-18T13:30:00Z\"}\n";

  private final Path folder;
  private final List<String> log = new ArrayList<>();
  private final List<String> pods = new ArrayList<>();

  StatefulSetTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void savePods() {
    pods.add(pod("A", "10.0.0.1", "10:00:00", "12:00:00"));
    pods.add(pod("B", "10.0.0.2", "12:00:20", ""));
  }

  private static String pod(String uid, String address, String from, String until) {
    String end = until.isEmpty() ? "" : "\"deletionTimestamp\":\"2026-11-18T" + until + "Z\",";
    return POD.formatted(uid, address, from, end);
  }

  @Test
  void aLeaseBelongsToThePodThatHadTheNameThen() throws Exception {
    lease("early", "10.0.0.9", "11:00:00");
    lease("late", "10.0.0.9", "13:00:00");
    lease("between", "10.0.0.9", "12:00:30");
    lease("fitting", "10.0.0.1", "12:00:30");
    lease("before", "10.0.0.9", "09:00:00");
    assertThat(pod("early")).containsExactly("A: " + CERTAIN);
    assertThat(pod("late")).containsExactly("B: " + CERTAIN);
    assertThat(pod("between"))
        .containsExactly(
            "B: possible: the token that Vault verified has the name of the pod, which is one of 2"
                + " of that name");
    assertThat(pod("fitting")).containsExactly("A: " + CERTAIN);
    assertThat(pod("before")).containsExactly("null: " + CERTAIN + "; no saved pod has it");
  }

  @Test
  void anAddressIsThatOfAPodOfTheNameAtThatTimeOrAFinding() throws Exception {
    lease("early", "10.0.0.1", "11:00:00");
    lease("late", "10.0.0.2", "13:00:00");
    lease("between", "10.0.0.1", "12:00:30");
    assertThat(found("LA03", "pod", NAME)).isEmpty();
    lease("copied", "10.0.0.1", "14:00:00");
    assertThat(found("LA03", "pod", NAME))
        .containsExactly("10.0.0.1: the token names a pod with the address 10.0.0.2");
    lease("stolen", "10.0.0.2", "11:00:00");
    assertThat(found("LA03", "pod", NAME)).hasSize(2);
    pods.add(EVENT);
    assertThat(found("LA03", "pod", NAME)).as("with a pod of events alone").hasSize(2);
  }

  /** It has an address, which no list has told. */
  @Test
  void anAddressMayBeThatOfAPodThatTheApiServersLogAloneHas() throws Exception {
    lease("unlisted", "10.0.0.3", "14:00:00");
    assertThat(found("LA03", "pod", NAME)).hasSize(1);
    Files.writeString(folder.resolve("kubernetes.log"), BOUND);
    assertThat(found("LA03", "pod", NAME)).isEmpty();
  }

  /** A pod of a StatefulSet may get the address again, too. */
  @Test
  void aStaticAccountIsInUseInTheSecondPodOfANameAndAnAddress() throws Exception {
    pods.add(pod("C", "10.0.0.3", "10:00:00", "11:00:00"));
    pods.add(pod("D", "10.0.0.3", "11:30:00", ""));
    lease("any", "10.0.0.2", "13:00:00");
    assertThat(found("LA11", "findings", "13:00:00")).hasSize(1);
    assertThat(found("LA11", "findings", "11:15:00")).isEmpty();
  }

  private void lease(String name, String address, String time) {
    log.add(ENTRY.formatted(name, address, time));
  }

  /** Returns the UID and the certainty of the pod of a lease. */
  private List<String> pod(String lease) throws Exception {
    List<String> shown = new ArrayList<>();
    for (JsonNode each :
        ask("lease", "database/creds/orders/" + lease, "--proxy=10.0.0.9").get("pod")) {
      shown.add(each.get("uid").asText() + ": " + each.get("certainty").asText());
    }
    return shown;
  }

  /** Returns the address and the detail of findings; the subject may be the time of a session. */
  private List<String> found(String code, String question, String subject) throws Exception {
    JsonNode findings;
    if (question.equals("pod")) {
      findings = ask(question, subject).get("findings");
    } else {
      Path session = folder.resolve("postgresql.json");
      Files.writeString(session, SESSION.formatted(subject));
      findings = ask(question, "--postgresql=" + session).get("findings");
    }
    List<String> found = new ArrayList<>();
    for (JsonNode each : findings) {
      if (each.get("code").asText().equals(code)) {
        found.add(each.get("address").asText() + ": " + each.get("detail").asText());
      }
    }
    return found;
  }

  private JsonNode ask(String... question) throws Exception {
    Path audit = Files.write(folder.resolve("audit.log"), log);
    Path saved = Files.write(folder.resolve("pods.json"), pods);
    List<String> arguments = new ArrayList<>(List.of(question));
    arguments.addAll(List.of("--vault-audit=" + audit, "--kubernetes=" + saved));
    Path requests = folder.resolve("kubernetes.log");
    if (Files.exists(requests)) {
      arguments.add("--kubernetes-audit=" + requests);
    }
    return AskedAudit.of(arguments.toArray(String[]::new));
  }
}
