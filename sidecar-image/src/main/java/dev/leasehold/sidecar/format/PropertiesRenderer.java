// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.format;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.regex.Pattern;

/** Lines of {@link Properties}, in a fixed order; what is not ASCII is written as an escape. */
final class PropertiesRenderer implements CredentialRenderer {

  private static final Pattern LINE_END = Pattern.compile("[\r\n]+");

  private final EntryNames names;

  PropertiesRenderer(EntryNames names) {
    this.names = names;
  }

  @Override
  public byte[] render(RenderedCredential credential) throws UnfitCredentialException {
    Field.encodable(CredentialFormat.PROPERTIES, credential);
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

  /** The JDK's own escaping, of one entry, without the comment with the date. */
  private static String line(String name, String value) {
    Properties entry = new Properties();
    entry.setProperty(name, value);
    StringWriter written = new StringWriter();
    try {
      entry.store(written, null);
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    String escaped =
        LINE_END
            .splitAsStream(written.toString())
            .filter(line -> !line.startsWith("#"))
            .reduce("", String::concat);
    return ascii(escaped) + "\n";
  }

  /** Readers differ in the character set that they expect, but not in the escapes. */
  private static String ascii(String text) {
    StringBuilder ascii = new StringBuilder();
    for (char c : text.toCharArray()) {
      if (c >= ' ' && c < 0x7f) {
        ascii.append(c);
      } else {
        ascii.append(String.format("\\u%04x", (int) c));
      }
    }
    return ascii.toString();
  }
}
