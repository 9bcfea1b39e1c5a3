// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.format;

import dev.leasehold.config.CredentialFormat;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.regex.Pattern;

/**
 * PgBouncer's {@code auth_file}: one line {@code "user" "secret"}, a quote doubled. Rules: {@code
 * load_auth_file} in PgBouncer's {@code loader.c}.
 *
 * <p>The SCRAM secret lets clients in to PgBouncer. It does not let PgBouncer in to the server,
 * which made another secret with another salt: that takes the clear password.
 */
final class UserlistRenderer implements CredentialRenderer {

  /** PgBouncer's {@code MAX_USERNAME} and {@code MAX_PASSWORD}, less the final NUL, in bytes. */
  static final int MAX_USERNAME = 127;

  static final int MAX_PASSWORD = 2047;

  private static final Pattern MD5 = Pattern.compile("md5[0-9a-f]{32}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final boolean clear;

  UserlistRenderer(boolean clear) {
    this.clear = clear;
  }

  @Override
  public byte[] render(RenderedCredential credential) throws UnfitCredentialException {
    List<CredentialField> fields = CredentialField.onOneLine(CredentialFormat.USERLIST, credential);
    CredentialField password = fields.get(1);
    limit(credential, fields.get(0), MAX_USERNAME);
    if (clear) {
      limit(credential, password, MAX_PASSWORD);
      checkClear(credential, password);
    } else {
      checkScram(credential, password);
    }
    String secret = clear ? password.value() : ScramSecret.of(password.value(), salt());
    String line = quoted(credential.username()) + " " + quoted(secret) + "\n";
    return line.getBytes(StandardCharsets.UTF_8);
  }

  private static void limit(RenderedCredential credential, CredentialField field, int bytes)
      throws UnfitCredentialException {
    int quotes = 2;
    if (quoted(field.value()).getBytes(StandardCharsets.UTF_8).length > bytes + quotes) {
      throw unfit(
          credential,
          field,
          "is longer than PgBouncer's " + bytes + " bytes, in which a quote counts twice");
    }
  }

  private static void checkClear(RenderedCredential credential, CredentialField password)
      throws UnfitCredentialException {
    if (ScramSecret.looksLike(password.value()) || MD5.matcher(password.value()).matches()) {
      throw unfit(credential, password, "looks like a stored secret, which PgBouncer takes it for");
    }
  }

  private static void checkScram(RenderedCredential credential, CredentialField password)
      throws UnfitCredentialException {
    if (password.value().isEmpty()) {
      throw unfit(credential, password, "is empty, so there is no SCRAM secret of it");
    }
    if (!password.isAscii()) {
      throw unfit(
          credential,
          password,
          "is not ASCII, so its SCRAM secret would hang on how each client prepares it");
    }
  }

  private static UnfitCredentialException unfit(
      RenderedCredential credential, CredentialField field, String problem) {
    return UnfitCredentialException.because(
        CredentialFormat.USERLIST, credential, field.name(), problem);
  }

  private static byte[] salt() {
    byte[] salt = new byte[ScramSecret.SALT_BYTES];
    RANDOM.nextBytes(salt);
    return salt;
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\"", "\"\"") + "\"";
  }
}
