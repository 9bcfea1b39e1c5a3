// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.format;

import dev.leasehold.config.CredentialFormat;
import dev.leasehold.config.EntryNames;
import java.nio.charset.StandardCharsets;

/**
 * One flat block mapping. Names and values are double-quoted scalars, so that no reader of YAML 1.1
 * takes a scalar for a number, a date or a truth value. Text that is not ASCII is written as an
 * escape.
 */
final class YamlRenderer implements CredentialRenderer {

  private final EntryNames names;

  YamlRenderer(EntryNames names) {
    this.names = names;
  }

  @Override
  public byte[] render(RenderedCredential credential) throws UnfitCredentialException {
    CredentialField.encodable(CredentialFormat.YAML, credential);
    StringBuilder text = new StringBuilder();
    entry(text, names.username(), credential.username());
    entry(text, names.password(), credential.password().reveal());
    entry(text, EntryNames.BINDING, credential.binding());
    entry(text, EntryNames.ISSUED_AT, credential.issuedAt().toString());
    if (credential.validUntil() != null) {
      entry(text, EntryNames.VALID_UNTIL, credential.validUntil().toString());
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void entry(StringBuilder text, String name, String value) {
    quote(text, name);
    text.append(": ");
    quote(text, value);
    text.append('\n');
  }

  /** YAML 1.2, 5.7: {@code \\u} takes a character of the basic plane, {@code \\U} any other. */
  private static void quote(StringBuilder text, String value) {
    text.append('"');
    value
        .codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                text.append('\\').append((char) c);
              } else if (c >= ' ' && c < 0x7f) {
                text.append((char) c);
              } else {
                text.append(String.format(c > 0xffff ? "\\U%08x" : "\\u%04x", c));
              }
            });
    text.append('"');
  }
}
