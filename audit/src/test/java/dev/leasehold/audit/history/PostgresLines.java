// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.history;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Writes jsonlog or csvlog of PostgreSQL 18, whose clock differs from Vault's. */
final class PostgresLines implements HistorySink {

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS 'UTC'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private static final String CSV =
      "%s,\"%s\",\"app\",%d,\"%s:5000\",%s,%d,\"idle\",%s,9/2,0,LOG,00000,\"%s\",,,,,,,,,\"%s\",\"client backend\",,0";
  private static final String JSON =
      "{\"timestamp\":\"%s\",\"user\":\"%s\",\"dbname\":\"app\",\"pid\":%d,\"remote_host\":\"%s\",\"remote_port\":5000,\"session_id\":\"%s\","
          + "\"line_num\":%d,\"ps\":\"idle\",\"session_start\":\"%s\",\"vxid\":\"9/2\",\"txid\":0,\"error_severity\":\"LOG\",\"state_code\":\"00000\","
          + "\"message\":\"%s\",\"application_name\":\"%s\",\"backend_type\":\"client backend\",\"query_id\":0}";

  private final VaultLines.Lines out;
  private final boolean isCsv;
  private final long skew;
  private int pid = 100;
  private int number;

  PostgresLines(VaultLines.Lines out, boolean isCsv, long skew) {
    this.out = out;
    this.isCsv = isCsv;
    this.skew = skew;
  }

  @Override
  public void session(String role, String application, String address, long from, @Nullable Long to)
      throws IOException {
    pid++;
    number = 2;
    line(
        role,
        application,
        address,
        from,
        from,
        "connection authorized: user=" + role + " database=app application_name=" + application);
    if (to != null) {
      number = 3;
      line(
          role,
          application,
          address,
          from,
          to,
          "disconnection: session time: 0:01:00.000 user="
              + role
              + " database=app host="
              + address
              + " port=5000");
    }
  }

  private void line(
      String role, String application, String address, long from, long at, String message)
      throws IOException {
    String time = MILLIS.format(Instant.ofEpochMilli(at + skew));
    String start = SECONDS.format(Instant.ofEpochMilli(from + skew));
    String session = Long.toHexString((from + skew) / 1000) + "." + Integer.toHexString(pid);
    out.line(
        (isCsv ? CSV : JSON)
            .formatted(time, role, pid, address, session, number, start, message, application));
  }
}
