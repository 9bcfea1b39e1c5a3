// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.format;

import dev.leasehold.config.CredentialFormat;
import dev.leasehold.config.EntryNames;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Assignments {@code NAME=value} that a POSIX shell and Docker Compose's {@code env_file} read
 * alike.
 *
 * <p>The two differ in quotes. Between single quotes a shell takes everything as it is; Compose
 * takes a backslash before the quote for an escape. Between double quotes both know the escapes of
 * {@code "}, {@code $} and the backslash, but only a shell that of the backquote. A value that
 * needs no quotes has none, so that {@code docker run --env-file} reads it, too, which knows no
 * quotes.
 */
final class EnvRenderer implements CredentialRenderer {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+,-]+");
  private static final Pattern ESCAPED = Pattern.compile("[\\\\$\"]");

  private final EntryNames names;

  EnvRenderer(EntryNames names) {
    this.names = names;
  }

  @Override
  public byte[] render(RenderedCredential credential) throws UnfitCredentialException {
    List<CredentialField> fields = CredentialField.onOneLine(CredentialFormat.ENV, credential);
    String text =
        names.username()
            + "="
            + value(credential, fields.get(0))
            + "\n"
            + names.password()
            + "="
            + value(credential, fields.get(1))
            + "\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String value(RenderedCredential credential, CredentialField field)
      throws UnfitCredentialException {
    String value = field.value();
    if (PLAIN.matcher(value).matches()) {
      return value;
    }
    if (value.indexOf('\'') < 0 && !value.endsWith("\\")) {
      return "'" + value + "'";
    }
    if (value.indexOf('`') < 0) {
      return "\"" + ESCAPED.matcher(value).replaceAll("\\\\$0") + "\"";
    }
    throw UnfitCredentialException.because(
        CredentialFormat.ENV,
        credential,
        field.name(),
        "has a backquote beside a single quote or a final backslash, so that a shell and Compose"
            + " would read two different values");
  }
}
