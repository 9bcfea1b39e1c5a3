// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.format;

import dev.leasehold.config.EntryNames;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names that a template may use, and their values. */
final class TemplateFields {

  /** All names, in the order of the documentation. */
  static final List<String> NAMES =
      List.of(
          "username",
          "password",
          "username_json",
          "password_json",
          "username_url",
          "password_url",
          "username_quoted",
          "password_quoted",
          EntryNames.BINDING,
          "url",
          EntryNames.ISSUED_AT,
          EntryNames.VALID_UNTIL);

  /** The spellings of the password. */
  static final List<String> PASSWORDS =
      List.of("password", "password_json", "password_url", "password_quoted");

  private TemplateFields() {}

  /**
   * Returns a value for each name; that of an unknown end is empty, which a section takes as no.
   */
  static Map<String, String> of(RenderedCredential credential) {
    String username = credential.username();
    String password = credential.password().reveal();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("username", username);
    fields.put("password", password);
    fields.put("username_json", JsonRenderer.quoted(username));
    fields.put("password_json", JsonRenderer.quoted(password));
    fields.put("username_url", percentEncoded(username));
    fields.put("password_url", percentEncoded(password));
    fields.put("username_quoted", quoted(username));
    fields.put("password_quoted", quoted(password));
    fields.put(EntryNames.BINDING, credential.binding());
    fields.put("url", credential.url());
    fields.put(EntryNames.ISSUED_AT, credential.issuedAt().toString());
    fields.put(EntryNames.VALID_UNTIL, end(credential.validUntil()));
    return fields;
  }

  private static String end(@Nullable Instant validUntil) {
    return validUntil == null ? "" : validUntil.toString();
  }

  /** As SQL has strings, and PgBouncer's {@code pgbouncer.ini}. */
  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** RFC 3986: all but the unreserved characters. */
  private static String percentEncoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }
}
