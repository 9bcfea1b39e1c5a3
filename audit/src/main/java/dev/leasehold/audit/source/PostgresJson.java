// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a line of jsonlog, which PostgreSQL 15 and later write. */
final class PostgresJson {

  private final JsonFactory factory = new JsonFactory();

  PostgresLine line(byte[] bytes, int offset, int length) throws IOException {
    Fields fields = new Fields();
    try (JsonParser json = factory.createParser(bytes, offset, length)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("no object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        json.skipChildren();
        fields.set(name, value.isScalarValue() ? json.getText() : "");
      }
      if (json.currentToken() != JsonToken.END_OBJECT) {
        throw new IOException("the object does not end");
      }
    }
    return fields.line();
  }

  /** The fields of a line by their names. */
  private static final class Fields {
    private @Nullable String time;
    private @Nullable String user;
    private @Nullable String database;
    private @Nullable String host;
    private @Nullable Integer port;
    private @Nullable String session;
    private @Nullable String start;
    private @Nullable String severity;
    private @Nullable String state;
    private @Nullable String message;
    private @Nullable String application;

    void set(String name, String value) throws IOException {
      switch (name) {
        case "timestamp" -> time = value;
        case "user" -> user = value;
        case "dbname" -> database = value;
        case "remote_host" -> host = value;
        case "remote_port" -> port = PostgresCsv.port(value);
        case "session_id" -> session = value;
        case "session_start" -> start = value;
        case "error_severity" -> severity = value;
        case "state_code" -> state = value;
        case "message" -> message = value;
        case "application_name" -> application = value;
        default -> {}
      }
    }

    PostgresLine line() {
      return new PostgresLine(
          time, user, database, host, port, session, start, severity, state, message, application);
    }
  }
}
