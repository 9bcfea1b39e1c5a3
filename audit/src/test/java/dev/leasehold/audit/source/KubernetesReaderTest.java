// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KubernetesReaderTest {

  private static final String POD =
      "{\"kind\":\"Pod\",\"metadata\":{\"namespace\":\"shop\",\"name\":\"orders-1\",\"uid\":\"u-1\",\"creationTimestamp\":\"2026-11-28T14:00:00Z\"},"
          + "\"spec\":{\"serviceAccountName\":\"orders\",\"nodeName\":\"n1\",\"containers\":[{\"image\":\"b:1\"},{\"image\":\"a:1\"}]},"
          + "\"status\":{\"phase\":\"Succeeded\",\"podIP\":\"10.0.0.7\",\"startTime\":\"2026-11-28T14:00:01Z\","
          + "\"containerStatuses\":[{\"state\":{\"terminated\":{\"finishedAt\":\"2026-11-28T15:00:00Z\"}}}]}}";
  private static final String EVENT =
      "{\"kind\":\"Event\",\"metadata\":{\"creationTimestamp\":\"2026-11-28T13:00:00Z\"},\"involvedObject\":{\"kind\":\"Pod\",\"namespace\":\"shop\",\"name\":\"orders-0\",\"uid\":\"u-0\"},\"reason\":\"Started\","
          + "\"lastTimestamp\":\"2026-11-28T14:00:00Z\",\"eventTime\":\"2026-11-28T15:00:00.123456Z\"}";

  private final RecordedTables tables = new RecordedTables();

  @Test
  void readsPodsAndEventsOfAListAndOfSeveralDocuments() throws Exception {
    read(
        "{\"apiVersion\":\"v1\",\"items\":["
            + POD
            + ","
            + EVENT
            + ",{\"kind\":\"Node\"}],\"kind\":\"List\"}\n"
            + POD);
    assertThat(tables.rows("source_pod")).hasSize(2);
    assertThat(tables.rows("source_pod").get(0))
        .containsExactly(
            "shop",
            "orders-1",
            "u-1",
            "orders",
            "n1",
            "10.0.0.7",
            "a:1 b:1",
            Instant.parse("2026-11-28T14:00:01Z").toEpochMilli(),
            Instant.parse("2026-11-28T15:00:00Z").toEpochMilli(),
            false,
            1L);
    assertThat(tables.rows("source_pod_event").get(0))
        .containsExactly(
            "shop",
            "orders-0",
            "u-0",
            "Started",
            Instant.parse("2026-11-28T13:00:00Z").toEpochMilli(),
            1L);
    assertThat(tables.problems).isEmpty();
  }

  @Test
  void keepsWhatStandsBeforeABreak() throws Exception {
    read("{\"items\":[" + POD + "," + EVENT.substring(0, 40));
    assertThat(tables.rows("source_pod")).hasSize(1);
    assertThat(tables.problems).containsExactly("UNREADABLE 1");
  }

  @Test
  void namesAnInputThatIsCutInItsHeader() throws Exception {
    LogInput cut =
        new LogInput("pods.gz", () -> new ByteArrayInputStream(new byte[] {0x1f, (byte) 0x8b, 8}));
    new KubernetesReader(tables, 1).read(cut);
    assertThat(tables.problems).containsExactly("NOT_OPENED 1");
  }

  private void read(String objects) throws Exception {
    LogInput input =
        new LogInput(
            "pods", () -> new ByteArrayInputStream(objects.getBytes(StandardCharsets.UTF_8)));
    new KubernetesReader(tables, 1).read(input);
  }
}
