// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A time that the writer of an object or a line chooses is no time of the pods and sessions of
 * others. A lease lives one hour.
 */
class ForgedTimeTest {

  private static final String TAKEN =
      "{\"auth\":{\"accessor\":\"%1$s\",\"display_name\":\"kubernetes-shop-orders\",\"metadata\":{\"service_account_name\":\"orders\","
          + "\"service_account_namespace\":\"shop\"}},\"request\":{\"id\":\"%1$s\",\"operation\":\"read\",\"path\":\"database/creds/orders\","
          + "\"remote_address\":\"%2$s\"},\"response\":{\"secret\":{\"lease_id\":\"database/creds/orders/%1$s\"},\"data\":{}},"
          + "\"time\":\"2026-11-18T%3$s.500Z\",\"type\":\"response\"}";
  private static final String OTHER =
      "{\"auth\":{\"display_name\":\"root\"},\"request\":{\"id\":\"r%1$s\",\"operation\":\"read\",\"path\":\"sys/mounts\","
          + "\"remote_address\":\"10.9.9.9\"},\"response\":{},\"time\":\"2026-11-18T%1$s.000Z\",\"type\":\"response\"}";
  private static final String LOGIN =
      "{\"auth\":{},\"request\":{\"id\":\"l%2$s\",\"operation\":\"update\",\"path\":\"auth/kubernetes/login\",\"remote_address\":\"%1$s\"},"
          + "\"response\":{\"auth\":{\"accessor\":\"l%2$s\",\"display_name\":\"kubernetes-other-b\",\"metadata\":{\"service_account_name\":\"b\","
          + "\"service_account_namespace\":\"other\"}},\"mount_type\":\"kubernetes\"},\"time\":\"2026-11-18T%2$s.000Z\",\"type\":\"response\"}";
  private static final String INJECTED = "\"annotations\":{\"leasehold.dev/injected\":\"x\"},";
  private static final String POD =
      "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"%1$s\",\"namespace\":\"shop\",\"uid\":\"u-%1$s\","
          + "\"creationTimestamp\":\"2026-11-18T10:00:00Z\"},\"spec\":{\"serviceAccountName\":\"orders\"},"
          + "\"status\":{\"podIP\":\"%2$s\",\"startTime\":\"%3$s\"}}";
  private static final String EVENT =
      "{\"kind\":\"Event\",\"metadata\":{\"namespace\":\"shop\",\"name\":\"x.1\",\"creationTimestamp\":\"2026-11-18T%1$s:00Z\"},"
          + "\"involvedObject\":{\"kind\":\"Pod\",\"namespace\":\"shop\",\"name\":\"orders-1\"},\"reason\":\"x\","
          + "\"firstTimestamp\":\"%2$s\",\"lastTimestamp\":\"%2$s\",\"eventTime\":\"%2$s\"}";

  private static final String FUTURE = "2999-01-01T00:00:00Z";
  private static final String PAST = "1970-01-02T00:00:00Z";

  private static final String ROLE = "v-kubernet-orders-b4cd5fgh6jkl7mnp8qrs-1795000000";
  private static final String SESSION =
      " UTC [77] 65f.4d 2 00000 9/2 10.0.0.1(5000) <authentication> user="
          + ROLE
          + ",db=app,app=a LOG:  x";
  private static final String STRANGER =
      " UTC [78] 65f.4e 2 00000 9/2 192.0.2.1(5000) <idle> user=x,db=app,app=a LOG:  x";

  private final Path folder;
  private final List<String> audit = new ArrayList<>();
  private final List<String> objects = new ArrayList<>();

  ForgedTimeTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /**
   * A user with the right to create Events in one namespace chooses all times but {@code
   * creationTimestamp}.
   */
  @Test
  void anEventOfTheFutureMakesNoFindingOfOtherPods() throws Exception {
    pod("orders-1", "10.0.0.1", "2026-11-18T10:00:00Z");
    taken("1", "10.0.0.1", "10:00:10");
    taken("2", "10.0.0.2", "12:00:00"); // By a pod that started after the list.
    audit.add(OTHER.formatted("16:00:00"));
    objects.add(EVENT.formatted("10:05", FUTURE));
    assertThat(codes()).doesNotContain("LA02", "LA13");
    objects.set(1, EVENT.formatted("16:00", PAST));
    assertThat(codes()).contains("LA02", "LA13");
  }

  /** The start is by the clock of a node, which may begin in 1970. */
  @Test
  void aStartBeforeThePodWasMadeMakesNoFindingOfOtherPods() throws Exception {
    audit.add(OTHER.formatted("07:00:00"));
    taken("2", "10.0.0.2", "08:00:00"); // By a pod that ended before the list.
    pod("orders-1", "10.0.0.1", "2026-11-18T10:00:00Z");
    pod("on-node-7", "10.0.0.7", PAST);
    audit.add(OTHER.formatted("16:00:00"));
    assertThat(codes()).doesNotContain("LA02");
  }

  @Test
  void aPodHasNoAddressBeforeItWasMade() throws Exception {
    taken("1", "10.0.0.1", "08:00:00"); // By a pod that ended before the list.
    audit.add(LOGIN.formatted("10.0.0.1", "08:00:00"));
    audit.add(OTHER.formatted("16:00:00"));
    pod("orders-1", "10.0.0.1", PAST);
    pod("orders-2", "10.0.0.2", PAST);
    objects.set(1, objects.get(1).replace("T10:00:00Z", "T07:00:00Z"));
    assertThat(codes()).contains("LA02").doesNotContain("LA12");
  }

  @Test
  void aPodRunsNoLongerThanItIsThere() throws Exception {
    audit.add(OTHER.formatted("07:00:00"));
    taken("1", "10.0.0.1", "10:20:00");
    audit.add(OTHER.formatted("16:00:00"));
    pod("orders-1", "10.0.0.1", "2026-11-18T10:00:00Z");
    pod("orders-2", "10.0.0.2", PAST);
    objects.set(1, objects.get(1).replace("\"uid\"", INJECTED + "\"uid\""));
    objects.add(EVENT.formatted("10:30", PAST));
    assertThat(codes()).doesNotContain("LA13");
    objects.add(EVENT.formatted("12:00", PAST));
    assertThat(codes()).contains("LA13");
  }

  /** Any client that reaches the port can write a line of a log in text, and needs no login. */
  @Test
  void aLineOfTheFutureEndsNoLeaseOfASession() throws Exception {
    taken("1", "10.0.0.1", "11:06:40");
    audit.add(OTHER.formatted("11:30:00"));
    List<String> lines = new ArrayList<>(List.of("2026-11-18 11:06:41.000" + SESSION));
    lines.add("2026-11-18 11:30:00.000" + STRANGER);
    assertThat(codes(lines)).isEmpty();
    lines.add("2999-01-01 00:00:00.000" + STRANGER);
    JsonNode gap = found(lines);
    assertThat(gap.findValuesAsText("code")).containsExactly("LA14");
    assertThat(gap.at("/0/occurrences").asInt()).isEqualTo(1);
    assertThat(gap.at("/0/detail").asText()).contains("after Vault's newest entry");
    audit.set(1, OTHER.formatted("12:30:00"));
    assertThat(codes(lines)).containsExactly("LA05");
    assertThat(found(lines).at("/0/until_at").asText()).startsWith("2026-11-18T12:31:00");
    lines.set(2, "2026-11-18 12:30:00.000" + STRANGER);
    assertThat(codes(lines)).containsExactly("LA05");
  }

  /** Vault has nothing more to write once the last lease is over. */
  @Test
  void aSessionIsFoundWhoseLeaseEndsWithVaultsNewestEntry() throws Exception {
    taken("1", "10.0.0.1", "11:06:40");
    Path server =
        Files.writeString(
            folder.resolve("vault.log"),
            "2026-11-18T11:20:00.000Z [INFO]  expiration: revoked lease: lease_id=database/creds/orders/1\n");
    List<String> lines = new ArrayList<>(List.of("2026-11-18 11:06:41.000" + SESSION));
    lines.add("2026-11-18 11:40:00.000" + STRANGER);
    assertThat(found(lines, "--vault-log=" + server).findValuesAsText("code"))
        .containsExactly("LA05");
  }

  private void pod(String name, String address, String start) {
    objects.add(POD.formatted(name, address, start));
  }

  private void taken(String id, String address, String at) {
    audit.add(TAKEN.formatted(id, address, at));
  }

  private List<String> codes(List<String> lines) throws Exception {
    return found(lines).findValuesAsText("code");
  }

  private JsonNode found(List<String> lines, String... options) throws Exception {
    Path log = Files.write(folder.resolve("postgresql.log"), lines);
    List<String> question = new ArrayList<>(List.of(options));
    question.add("--postgresql=" + log);
    return ask(question);
  }

  private List<String> codes() throws Exception {
    Path saved = Files.write(folder.resolve("pods.json"), objects);
    return ask(List.of("--kubernetes=" + saved)).findValuesAsText("code");
  }

  private JsonNode ask(List<String> inputs) throws Exception {
    List<String> question = new ArrayList<>(List.of("findings", "--lease-ttl=1h/1h"));
    question.add("--vault-audit=" + Files.write(folder.resolve("audit.log"), audit));
    question.add("--known-reader=root");
    question.addAll(inputs);
    return AskedAudit.of(question.toArray(String[]::new)).get("findings");
  }
}
