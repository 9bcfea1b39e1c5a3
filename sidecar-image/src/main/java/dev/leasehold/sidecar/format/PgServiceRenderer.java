// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.format;

import dev.leasehold.config.CredentialFormat;
import dev.leasehold.sidecar.format.ConnectionTarget.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One group of libpq's connection service file, named after the binding. The format has no escapes:
 * a value goes to the end of its line, less the white space there. Rules: {@code parseServiceFile}
 * in libpq's {@code fe-connect.c}.
 */
final class PgServiceRenderer implements CredentialRenderer {

  /** libpq 13 and later reads a line of 1,022 bytes at most, its line feed among them. */
  static final int MAX_LINE = 1021;

  @Override
  public byte[] render(RenderedCredential credential) throws UnfitCredentialException {
    CredentialField.onOneLine(CredentialFormat.PG_SERVICE, credential);
    if (credential.binding().indexOf(']') >= 0) {
      throw unfit(credential, "name of the binding", "has a closing bracket in it");
    }
    ConnectionTarget target = target(credential);
    StringBuilder text = new StringBuilder("[" + credential.binding() + "]\n");
    if (!target.endpoints().isEmpty()) {
      add(text, credential, "URL", "host", joined(target, Endpoint::host));
      add(text, credential, "URL", "port", joined(target, Endpoint::port));
    }
    if (!target.database().isEmpty()) {
      add(text, credential, "URL", "dbname", target.database());
    }
    add(text, credential, "user name", "user", credential.username());
    add(text, credential, "password", "password", credential.password().reveal());
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static ConnectionTarget target(RenderedCredential credential)
      throws UnfitCredentialException {
    try {
      return ConnectionTarget.parse(credential.url());
    } catch (IllegalArgumentException e) {
      throw unfit(credential, "URL", String.valueOf(e.getMessage()));
    }
  }

  private static String joined(ConnectionTarget target, Function<Endpoint, String> part) {
    return target.endpoints().stream().map(part).collect(Collectors.joining(","));
  }

  private static void add(
      StringBuilder text, RenderedCredential credential, String field, String key, String value)
      throws UnfitCredentialException {
    if (field.equals("URL") && (value.contains("*") || value.chars().anyMatch(c -> c < ' '))) {
      throw unfit(credential, field, "is a pattern, where libpq needs the names themselves");
    }
    if (!value.isEmpty() && isSpace(value.charAt(value.length() - 1))) {
      throw unfit(credential, field, "ends with white space, which libpq cuts off");
    }
    String line = key + "=" + value;
    if (line.getBytes(StandardCharsets.UTF_8).length > MAX_LINE) {
      throw unfit(
          credential, field, "makes a line of over " + MAX_LINE + " bytes, libpq's longest");
    }
    text.append(line).append('\n');
  }

  /** C's {@code isspace}. */
  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static UnfitCredentialException unfit(
      RenderedCredential credential, String field, String problem) {
    return UnfitCredentialException.because(
        CredentialFormat.PG_SERVICE, credential, field, problem);
  }
}
