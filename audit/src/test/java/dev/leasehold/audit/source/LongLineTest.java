// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A line of 100 MB in each kind of log costs its bytes and no memory, and hides no other line. */
class LongLineTest {

  private static final int LONG = 100_000_000;

  private static final String ENTRY =
      "{\"type\":\"request\",\"time\":\"2026-11-28T14:21:25Z\",\"request\":{\"id\":\"1\",\"data\":{\"%s\":1}}}\n";
  private static final String END =
      "2026-11-28T14:21:25.1Z [INFO]  expiration: revoked lease: lease_id=a/%s\n";
  private static final String JSON =
      "{\"timestamp\":\"2026-11-18 11:06:41.250 UTC\",\"user\":\"app\",\"session_id\":\"65f.4d\",\"line_num\":2,\"message\":\"%s\"}\n";
  private static final String CSV =
      "2026-11-18 11:06:41.250 UTC,\"app\",\"app\",77,\"[local]\",65f.4d,2,\"idle\",2026-11-18 11:06:41 UTC,9/2,0,LOG,00000,\"%s\",,,,,,,,,"
          + "\"psql\",\"client backend\",,0\n";
  private static final String TEXT =
      "2026-11-18 11:06:41.250 UTC [77] 65f.4d 2 00000 9/2 [local] <idle> user=app,db=app,app=psql LOG:  %s\n";
  private static final String REQUEST =
      "{\"apiVersion\":\"audit.k8s.io/v1\",\"stageTimestamp\":\"2026-11-28T14:21:25Z\",\"requestURI\":\"%s\"}\n";
  private static final String AGENT = "2026-11-28T14:21:25.123Z 7 INFO [leasehold] orders: %s\n";

  private final RecordedTables tables = new RecordedTables();

  @Test
  void isReadOrPassedOver() throws Exception {
    FingerprintKey key = FingerprintKey.random();
    read(LogKind.VAULT_AUDIT, ENTRY, new VaultAuditReader(tables, 0, key));
    assertThat(tables.rows("source_vault_request")).hasSize(3);
    for (String form : List.of(JSON, CSV, TEXT)) {
      tables.rows("source_session_line").clear();
      read(LogKind.POSTGRESQL, form, new PostgresReader(tables, key, null));
      assertThat(tables.rows("source_session_line")).hasSize(3);
    }
    read(LogKind.AGENT, AGENT, new AgentLogReader(tables, null));
    assertThat(tables.rows("source_agent_line")).hasSize(3);
    assertThat(tables.problems).isEmpty();
    read(LogKind.VAULT_SERVER, END, new VaultServerReader(tables));
    read(LogKind.KUBERNETES_AUDIT, REQUEST, new KubernetesAuditReader(tables, 0));
    assertThat(tables.problems).containsExactly("TOO_LONG 2", "TOO_LONG_FOR_API 2");
    assertThat(tables.rows("source_lease_end")).hasSize(2);
  }

  private void read(LogKind kind, String form, LineReader reader) throws Exception {
    int place = form.indexOf("%s");
    InputStream log =
        new SequenceInputStream(
            Collections.enumeration(
                List.of(
                    bytes(form.formatted("x") + form.substring(0, place)),
                    new Repeated(),
                    bytes(form.substring(place + 2) + form.formatted("x")))));
    LogReading.read(kind, new LogInput("log", () -> log), reader, tables);
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A letter, 100,000,000 times. */
  private static final class Repeated extends InputStream {
    private int left = LONG;

    @Override
    public int read() {
      return left-- > 0 ? 'x' : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      int read = Math.min(left, length);
      Arrays.fill(bytes, offset, offset + read, (byte) 'x');
      left -= read;
      return read == 0 ? -1 : read;
    }
  }
}
