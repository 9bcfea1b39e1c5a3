// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import dev.leasehold.file.UnfitFileException;
import dev.leasehold.lease.Credential;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A credential, and its lease's end and id as its file names them. Immutable. */
final class ParsedCredential {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Credential credential;
  private final @Nullable Long endMillis;
  private final String leaseId;
  private final long modifiedMillis;

  private ParsedCredential(
      Credential credential, @Nullable Long endMillis, String leaseId, long modifiedMillis) {
    this.credential = credential;
    this.endMillis = endMillis;
    this.leaseId = leaseId;
    this.modifiedMillis = modifiedMillis;
  }

  /**
   * Reads it from the content of the file.
   *
   * @throws UnfitFileException with the content's fault; the message holds none of the content
   */
  static ParsedCredential of(FileContent content, TextFormat format) throws UnfitFileException {
    Map<String, String> fields = new LinkedHashMap<>();
    for (Map.Entry<String, byte[]> each : content.bytesByName().entrySet()) {
      String text = text(each.getValue());
      if (content.isDirectory()) {
        fields.put(each.getKey(), withoutLineEnd(text));
      } else {
        fields.putAll(format.fields(text));
      }
    }
    Map<String, String> normalized = CredentialNames.normalized(fields);
    Credential credential = CredentialNames.find(normalized);
    long modified = content.modifiedMillis();
    Long end = LeaseEnd.of(normalized, modified);
    return new ParsedCredential(
        credential, end, normalized.getOrDefault(LeaseEnd.LEASE_ID, ""), modified);
  }

  private static String text(byte[] bytes) throws UnfitFileException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
      return marked ? text.substring(1) : text;
    } catch (CharacterCodingException binary) {
      throw new UnfitFileException("is not text in UTF-8; check the program that writes it");
    }
  }

  /** An editor, and {@code echo} in a pipe to {@code kubectl}, end a text with a line end. */
  private static String withoutLineEnd(String text) {
    String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  Credential credential() {
    return credential;
  }

  /** Returns its end, in milliseconds since 1970; null when the file does not say. */
  @Nullable Long endMillis() {
    return endMillis;
  }

  /** Returns the identifier of Vault's lease; empty when the file has none. */
  String leaseId() {
    return leaseId;
  }

  /** Returns the time of the last write to the file, in milliseconds since 1970. */
  long modifiedMillis() {
    return modifiedMillis;
  }

  /** Two are equal whose credential and end are, whenever they were written. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ParsedCredential
        && credential.equals(((ParsedCredential) other).credential)
        && Objects.equals(endMillis, ((ParsedCredential) other).endMillis);
  }

  @Override
  public int hashCode() {
    return credential.hashCode();
  }

  @Override
  public String toString() {
    return "credential of " + credential.username();
  }
}
