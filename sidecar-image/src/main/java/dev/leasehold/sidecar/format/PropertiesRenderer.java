// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.format;

import dev.leasehold.config.CredentialFormat;
import dev.leasehold.config.EntryNames;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Lines of {@link java.util.Properties}, in a fixed order; other characters than ASCII are written
 * as escapes.
 */
final class PropertiesRenderer implements CredentialRenderer {

  private static final String CONTROLS = "\t\n\r\f";

  /** The letter behind the backslash for each of the control characters. */
  private static final String LETTERS = "tnrf";

  private static final String MARKS = "\\=:#!";

  private final EntryNames names;

  PropertiesRenderer(EntryNames names) {
    this.names = names;
  }

  @Override
  public byte[] render(RenderedCredential credential) throws UnfitCredentialException {
    CredentialField.encodable(CredentialFormat.PROPERTIES, credential);
    StringBuilder text = new StringBuilder();
    text.append(line(names.username(), credential.username()));
    text.append(line(names.password(), credential.password().reveal()));
    text.append(line(EntryNames.BINDING, credential.binding()));
    text.append(line(EntryNames.ISSUED_AT, credential.issuedAt().toString()));
    if (credential.validUntil() != null) {
      text.append(line(EntryNames.VALID_UNTIL, credential.validUntil().toString()));
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static String line(String name, String value) {
    return name + "=" + escaped(value) + "\n"; // No character that a name may have is escaped.
  }

  /**
   * Escapes as {@link java.util.Properties#store(java.io.Writer, String)} does, and in ASCII
   * besides: readers differ in the character set that they expect, but not in the escapes. The
   * JDK's own would write the date as well, for which it loads the data of a locale.
   */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int letter = CONTROLS.indexOf(c);
      if (letter >= 0) {
        escaped.append('\\').append(LETTERS.charAt(letter));
      } else if (MARKS.indexOf(c) >= 0 || (c == ' ' && i == 0)) {
        escaped.append('\\').append(c);
      } else if (c >= ' ' && c < 0x7f) {
        escaped.append(c);
      } else {
        escaped.append("\\u").append(HexFormat.of().toHexDigits(c));
      }
    }
    return escaped.toString();
  }
}
