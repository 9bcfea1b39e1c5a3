// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.format;

import dev.leasehold.config.CredentialFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One of the two values that come from Vault, with the name that messages call it. */
record CredentialField(String name, String value) {

  /** Returns user name and password. */
  static List<CredentialField> of(RenderedCredential credential) {
    return List.of(
        new CredentialField("user name", credential.username()),
        new CredentialField("password", credential.password().reveal()));
  }

  /** Returns both values, each found to be text that UTF-8 can hold. */
  static List<CredentialField> encodable(CredentialFormat format, RenderedCredential credential)
      throws UnfitCredentialException {
    List<CredentialField> fields = of(credential);
    for (CredentialField field : fields) {
      if (!StandardCharsets.UTF_8.newEncoder().canEncode(field.value)) {
        throw UnfitCredentialException.because(
            format, credential, field.name, "is not text: it has half of a surrogate pair");
      }
    }
    return fields;
  }

  /** Returns both values, each found to be one line of text. */
  static List<CredentialField> onOneLine(CredentialFormat format, RenderedCredential credential)
      throws UnfitCredentialException {
    List<CredentialField> fields = encodable(format, credential);
    for (CredentialField field : fields) {
      if (field.value.chars().anyMatch(c -> c == '\n' || c == '\r')) {
        throw UnfitCredentialException.because(
            format, credential, field.name, "has a line break in it");
      }
      if (field.value.indexOf('\0') >= 0) {
        throw UnfitCredentialException.because(format, credential, field.name, "has a NUL in it");
      }
    }
    return fields;
  }

  boolean isAscii() {
    return value.chars().allMatch(c -> c < 0x80);
  }
}
