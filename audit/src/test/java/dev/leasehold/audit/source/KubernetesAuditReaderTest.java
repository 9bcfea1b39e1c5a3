// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KubernetesAuditReaderTest {

  private static final long AT = Instant.parse("2026-11-28T14:00:00.123456Z").toEpochMilli();
  private static final String EVENT =
      "{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\",\"level\":\"RequestResponse\",\"stage\":\"ResponseComplete\",\"requestURI\":\"/api/v1/x\","
          + "\"verb\":\"%s\",\"user\":{\"username\":\"system:node:n1\"},\"objectRef\":{\"resource\":\"%s\",\"namespace\":\"shop\"%s},"
          + "\"responseStatus\":{\"code\":201},%s\"requestReceivedTimestamp\":\"2026-11-28T14:00:00.100000Z\",\"stageTimestamp\":\"2026-11-28T14:00:00.123456Z\"}\n";
  private static final String POD =
      "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"orders-1\",\"namespace\":\"shop\",\"uid\":\"u-1\","
          + "\"creationTimestamp\":\"2026-11-28T14:00:00Z\"},\"spec\":{\"serviceAccountName\":\"orders\",\"containers\":[{\"image\":\"a:1\"}]},"
          + "\"status\":{\"podIP\":\"10.0.0.7\",\"startTime\":\"2026-11-28T14:00:01Z\"}}";

  /** A ReplicaSet's pod has no name before it is there. */
  private static final String CREATED =
      EVENT.formatted(
          "create",
          "pods",
          "",
          "\"requestObject\":{\"kind\":\"Pod\",\"metadata\":{\"generateName\":\"orders-\"}},\"responseObject\":"
              + POD
              + ",");

  private static final String BOUND =
      EVENT.formatted(
          "create",
          "pods",
          ",\"name\":\"orders-1\",\"subresource\":\"binding\"",
          "\"requestObject\":{\"kind\":\"Binding\",\"metadata\":{\"name\":\"orders-1\",\"uid\":\"u-1\"},\"target\":{\"kind\":\"Node\",\"name\":\"n1\"}},"
              + "\"responseObject\":{\"kind\":\"Status\"},");
  private static final String TOKEN =
      EVENT.formatted(
          "create",
          "serviceaccounts",
          ",\"name\":\"orders\",\"subresource\":\"token\"",
          "\"requestObject\":{\"kind\":\"TokenRequest\",\"spec\":{\"boundObjectRef\":{\"kind\":\"Pod\",\"name\":\"orders-1\",\"uid\":\"u-1\"}}},"
              + "\"responseObject\":{\"kind\":\"TokenRequest\",\"status\":{\"token\":\"hunter2\"}},");
  private static final String DELETED =
      EVENT.formatted("delete", "pods", ",\"name\":\"orders-1\"", "");

  private final RecordedTables tables = new RecordedTables();

  @Test
  void readsWhatHappensToAPod() throws Exception {
    String status =
        EVENT.formatted(
            "patch",
            "pods",
            ",\"name\":\"orders-1\",\"subresource\":\"status\"",
            "\"responseObject\":" + POD + ",");
    assertThat(read(CREATED + BOUND + TOKEN + status + DELETED))
        .containsExactly(
            List.of(AT, "pods logged", "-", "-", "-", "-", "-", "-", 7L),
            List.of(
                AT, "pod created", "shop", "orders-1", "u-1", "orders", "-", "system:node:n1", 7L),
            List.of(AT, "pod bound", "shop", "orders-1", "u-1", "-", "n1", "system:node:n1", 7L),
            List.of(
                AT,
                "token requested",
                "shop",
                "orders-1",
                "u-1",
                "orders",
                "-",
                "system:node:n1",
                7L),
            List.of(AT, "pod deleted", "shop", "orders-1", "-", "-", "-", "system:node:n1", 7L));
    assertThat(tables.rows("source_pod")).hasSize(2);
    assertThat(tables.rows("source_pod").get(1))
        .contains(
            "orders-1",
            "u-1",
            "10.0.0.7",
            "a:1",
            Instant.parse("2026-11-28T14:00:01Z").toEpochMilli());
    assertThat(tables.problems).isEmpty();
  }

  @Test
  void keepsNoToken() throws Exception {
    assertThat(read(TOKEN).toString()).contains("orders-1").doesNotContain("hunter2");
  }

  /** A user who may create pods may also try it out, and a user who may not is logged, too. */
  @Test
  void whatWasNotDoneIsNothing() throws Exception {
    String tried = CREATED.replace("/api/v1/x", "/api/v1/x?dryRun=All");
    String escaped = CREATED.replace("/api/v1/x", "/api/v1/x?a=b&%64ryRun=All");
    String unasked =
        EVENT.formatted(
            "delete",
            "pods",
            ",\"name\":\"orders-1\"",
            "\"requestObject\":{\"kind\":\"DeleteOptions\",\"dryRun\":[\"All\"]},");
    String group = CREATED.replace("\"resource\"", "\"apiGroup\":\"example.com\",\"resource\"");
    String denied = CREATED.replace("\"code\":201", "\"code\":403");
    String received = CREATED.replace("ResponseComplete", "RequestReceived");
    String seen = CREATED.replace("\"create\"", "\"get\"");
    String other = TOKEN.replace("\"kind\":\"Pod\"", "\"kind\":\"Secret\"");
    assertThat(read(tried + escaped + unasked + group + denied + received + seen + other))
        .isEmpty();
    assertThat(tables.rows("source_pod")).isEmpty();
    assertThat(tables.problems).isEmpty();
  }

  /** The client chooses the rest of the query. */
  @Test
  void whatWasDoneIsNotHiddenByTheWordDryRun() throws Exception {
    String named = CREATED.replace("/api/v1/x", "/api/v1/x?fieldManager=dryRun&%zz=dryRun");
    String path = CREATED.replace("/api/v1/x", "/api/v1/namespaces/dryRun/pods");
    String options =
        EVENT
            .formatted(
                "delete",
                "pods",
                ",\"name\":\"orders-1\"",
                "\"requestObject\":{\"kind\":\"DeleteOptions\",\"gracePeriodSeconds\":0},")
            .replace("/api/v1/x", "/api/v1/x?dryRun=All");
    assertThat(read(named + path + options))
        .extracting(row -> row.get(1))
        .containsExactly("pods logged", "pod created", "pod created", "pod deleted");
  }

  @Test
  void passesOverWhatCannotBeRead() throws Exception {
    String deep = "[".repeat(100_000) + "\n";
    String huge = CREATED.replace("a:1", "a".repeat(KubernetesAuditReader.LONGEST));
    assertThat(
            read(
                BOUND.substring(0, 300)
                    + "\n\u0000\u0001\n"
                    + deep
                    + huge
                    + "{\"kind\":\"Event\"}\n"
                    + BOUND.replace("\"stageTimestamp\":\"2026", "\"stageTimestamp\":\"x")
                    + BOUND))
        .hasSize(1);
    assertThat(tables.problems)
        .containsExactly(
            "UNREADABLE 1",
            "UNREADABLE 2",
            "UNREADABLE 3",
            "TOO_LONG_FOR_API 4",
            "UNREADABLE 5",
            "NO_TIME 6");
  }

  private List<List<Object>> read(String log) throws Exception {
    LogInput input =
        new LogInput("log", () -> new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)));
    LogReading.read(LogKind.KUBERNETES_AUDIT, input, new KubernetesAuditReader(tables, 7), tables);
    return tables.rows("source_pod_request").stream()
        .map(row -> row.stream().map(KubernetesAuditReaderTest::shown).toList())
        .toList();
  }

  private static Object shown(@Nullable Object value) {
    return value == null ? "-" : value;
  }
}
