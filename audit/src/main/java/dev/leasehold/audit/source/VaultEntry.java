// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What the audit needs of one entry of Vault's audit log. Other fields are passed over, the
 * passwords among them. Field names are those of Vault 1.21 ({@code audit/types.go}); a field that
 * is not there is null.
 */
final class VaultEntry {

  @Nullable String type;
  @Nullable String time;
  boolean failed;
  final Auth auth = new Auth();
  final Auth newAuth = new Auth();
  @Nullable String requestId;
  @Nullable String operation;
  @Nullable String path;
  @Nullable String mountType;
  @Nullable String address;
  @Nullable String accessor;
  @Nullable String requestLease;
  @Nullable String leaseId;
  @Nullable String username;

  /** Who the token belongs to. */
  static final class Auth {
    @Nullable String accessor;
    @Nullable String displayName;
    @Nullable String issued;
    @Nullable String role;
    @Nullable String accountNamespace;
    @Nullable String accountName;
    @Nullable String pod;
    @Nullable String podUid;
  }

  /** Reads one entry. */
  static VaultEntry read(JsonParser json) throws IOException {
    VaultEntry entry = new VaultEntry();
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException("no object");
    }
    each(json, entry::field);
    return entry;
  }

  private void field(String name, JsonParser json) throws IOException {
    switch (name) {
      case "type" -> type = text(json);
      case "time" -> time = text(json);
      case "error" -> failed = text(json) != null;
      case "auth" -> each(json, (field, parser) -> authField(auth, field, parser));
      case "request" -> each(json, this::requestField);
      case "response" -> each(json, this::responseField);
      default -> json.skipChildren();
    }
  }

  private void requestField(String name, JsonParser json) throws IOException {
    switch (name) {
      case "id" -> requestId = text(json);
      case "operation" -> operation = text(json);
      case "path" -> path = text(json);
      case "mount_type" -> mountType = text(json);
      case "remote_address" -> address = text(json);
      case "client_token_accessor" -> accessor = text(json);
      case "data" ->
          each(
              json,
              (field, parser) -> {
                if (field.equals("lease_id")) {
                  requestLease = text(parser);
                } else {
                  parser.skipChildren();
                }
              });
      default -> json.skipChildren();
    }
  }

  private void responseField(String name, JsonParser json) throws IOException {
    switch (name) {
      case "auth" -> each(json, (field, parser) -> authField(newAuth, field, parser));
      case "secret" ->
          each(
              json,
              (field, parser) -> {
                if (field.equals("lease_id")) {
                  leaseId = text(parser);
                } else {
                  parser.skipChildren();
                }
              });
      case "data" ->
          each(
              json,
              (field, parser) -> {
                if (field.equals("username")) {
                  username = text(parser);
                } else {
                  parser.skipChildren();
                }
              });
      default -> json.skipChildren();
    }
  }

  private static void authField(Auth auth, String name, JsonParser json) throws IOException {
    switch (name) {
      case "accessor" -> auth.accessor = text(json);
      case "display_name" -> auth.displayName = text(json);
      case "token_issue_time" -> auth.issued = text(json);
      case "metadata" -> each(json, (field, parser) -> metadata(auth, field, parser));
      default -> json.skipChildren();
    }
  }

  private static void metadata(Auth auth, String name, JsonParser json) throws IOException {
    switch (name) {
      case "role" -> auth.role = text(json);
      case "service_account_namespace" -> auth.accountNamespace = text(json);
      case "service_account_name" -> auth.accountName = text(json);
      case "pod" -> auth.pod = text(json);
      case "pod_uid" -> auth.podUid = text(json);
      default -> json.skipChildren();
    }
  }

  /** Handles one field, whose value is the parser's current token. */
  @FunctionalInterface
  private interface Field {
    void value(String name, JsonParser json) throws IOException;
  }

  private static void each(JsonParser json, Field field) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      field.value(name, json);
    }
    if (json.currentToken() != JsonToken.END_OBJECT) {
      throw new IOException("the object does not end");
    }
  }

  private static @Nullable String text(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    json.skipChildren();
    return null;
  }
}
