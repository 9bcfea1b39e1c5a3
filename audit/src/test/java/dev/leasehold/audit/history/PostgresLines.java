// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.history;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Writes the log of PostgreSQL 18, whose clock differs from Vault's. */
final class PostgresLines implements HistorySink {

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS 'UTC'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private static final String CSV =
      "%s,\"%s\",\"app\",%d,\"%s:5000\",%s,%d,\"idle\",%s,%10$s,0,LOG,00000,\"%s\",,,,,,,,,\"%s\",\"client backend\",,0";
  private static final String JSON =
      "{\"timestamp\":\"%s\",\"user\":\"%s\",\"dbname\":\"app\",\"pid\":%d,\"remote_host\":\"%s\",\"remote_port\":5000,\"session_id\":\"%s\","
          + "\"line_num\":%d,\"ps\":\"idle\",\"session_start\":\"%s\",\"vxid\":\"%10$s\",\"txid\":0,\"error_severity\":\"LOG\",\"state_code\":\"00000\","
          + "\"message\":\"%s\",\"application_name\":\"%s\",\"backend_type\":\"client backend\",\"query_id\":0}";

  private static final String TEXT =
      "%1$s [%3$d] %5$s %6$d 00000 %10$s %4$s(5000) <idle> user=%2$s,db=app,app=%9$s LOG:  %8$s";

  /** A value of {@code log_destination}. */
  enum Format {
    JSONLOG(JSON),
    CSVLOG(CSV),
    STDERR(TEXT);

    private final String form;

    Format(String form) {
      this.form = form;
    }
  }

  private final VaultLines.Lines out;
  private final Format format;
  private final long skew;
  private int pid = 100;

  PostgresLines(VaultLines.Lines out, Format format, long skew) {
    this.out = out;
    this.format = format;
    this.skew = skew;
  }

  @Override
  public void session(String role, String application, String address, long from, @Nullable Long to)
      throws IOException {
    pid++;
    String start = SECONDS.format(Instant.ofEpochMilli(from + skew));
    String session = Long.toHexString((from + skew) / 1000) + "." + Integer.toHexString(pid);
    String login = "Verbindung autorisiert: Benutzer=" + role + " application_name=" + application;
    out.line(
        format.form.formatted(
            time(from), role, pid, address, session, 2, start, login, application, "9/2"));
    if (to != null) {
      String end = "Verbindungsende: Sitzungszeit: 0:01:00.000 Benutzer=" + role;
      out.line(
          format.form.formatted(
              time(to), role, pid, address, session, 3, start, end, application, ""));
    }
  }

  private String time(long at) {
    return MILLIS.format(Instant.ofEpochMilli(at + skew));
  }
}
