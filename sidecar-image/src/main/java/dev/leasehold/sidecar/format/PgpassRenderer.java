// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.format;

import dev.leasehold.config.CredentialFormat;
import dev.leasehold.sidecar.format.ConnectionTarget.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * libpq's password file: one line {@code host:port:database:user:password} for each server of the
 * URL. A backslash escapes a colon and itself. A part that the URL does not name is {@code *},
 * which matches all. Rules: {@code passwordFromFile} in libpq's {@code fe-connect.c}.
 */
final class PgpassRenderer implements CredentialRenderer {

  private static final Pattern ESCAPED = Pattern.compile("[\\\\:]");
  private static final String ANY = "*";
  private static final List<Endpoint> ANYWHERE = List.of(new Endpoint(ANY, ANY));

  @Override
  public byte[] render(RenderedCredential credential) throws UnfitCredentialException {
    CredentialField.onOneLine(CredentialFormat.PGPASS, credential);
    ConnectionTarget target = target(credential);
    StringBuilder text = new StringBuilder();
    for (Endpoint server : target.endpoints().isEmpty() ? ANYWHERE : target.endpoints()) {
      text.append(place(credential, server.host())).append(':');
      text.append(place(credential, server.port())).append(':');
      text.append(place(credential, target.database())).append(':');
      String user = credential.username();
      text.append(user.equals(ANY) ? "\\" + ANY : escaped(user)).append(':');
      text.append(escaped(credential.password().reveal())).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static ConnectionTarget target(RenderedCredential credential)
      throws UnfitCredentialException {
    try {
      return ConnectionTarget.parse(credential.url());
    } catch (IllegalArgumentException e) {
      throw unfitUrl(credential, String.valueOf(e.getMessage()));
    }
  }

  private static String place(RenderedCredential credential, String part)
      throws UnfitCredentialException {
    if (part.isEmpty()) {
      return ANY;
    }
    if (part.contains(ANY) && !part.equals(ANY)) {
      throw unfitUrl(credential, "has a * within a name, where libpq knows only a * by itself");
    }
    if (part.chars().anyMatch(c -> c < ' ')) {
      throw unfitUrl(credential, "has a control character in it");
    }
    return escaped(part);
  }

  private static UnfitCredentialException unfitUrl(RenderedCredential credential, String problem) {
    return UnfitCredentialException.because(CredentialFormat.PGPASS, credential, "URL", problem);
  }

  private static String escaped(String part) {
    return ESCAPED.matcher(part).replaceAll("\\\\$0");
  }
}
