// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.leasehold.config.CredentialFormat;
import dev.leasehold.config.EntryNames;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** One flat object, in ASCII, with a line feed at its end. */
final class JsonRenderer implements CredentialRenderer {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final EntryNames names;

  JsonRenderer(EntryNames names) {
    this.names = names;
  }

  @Override
  public byte[] render(RenderedCredential credential) throws UnfitCredentialException {
    CredentialField.encodable(CredentialFormat.JSON, credential);
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField(names.username(), credential.username());
      json.writeStringField(names.password(), credential.password().reveal());
      json.writeStringField(EntryNames.BINDING, credential.binding());
      json.writeStringField(EntryNames.ISSUED_AT, credential.issuedAt().toString());
      if (credential.validUntil() != null) {
        json.writeStringField(EntryNames.VALID_UNTIL, credential.validUntil().toString());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return text.append('\n').toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** Returns the text as a JSON string with its quotes. */
  static String quoted(String value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeString(value);
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return text.toString();
  }
}
