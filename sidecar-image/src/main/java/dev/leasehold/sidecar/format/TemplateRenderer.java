// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.format;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import dev.leasehold.config.CredentialFormat;
import dev.leasehold.lease.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/**
 * A Mustache template without HTML escaping, partials and lambdas. It sees a map of strings and
 * nothing else. Each name in it is looked up in {@link TemplateFields}, before JMustache could look
 * for a method of that name.
 */
final class TemplateRenderer implements CredentialRenderer {

  /** Never used: it shows that the template can be filled. */
  private static final RenderedCredential SAMPLE =
      new RenderedCredential(
          "user",
          Secret.of("password"),
          Instant.EPOCH,
          Instant.EPOCH,
          "binding",
          "jdbc:postgresql://host:5432/database");

  private static final String OPENING = "{{";
  private static final String NEW_DELIMITERS = "{{=";

  private final Template template;

  /**
   * Compiles the template and fills it once.
   *
   * @throws IllegalArgumentException saying which name or which line is at fault
   */
  TemplateRenderer(String text) {
    try {
      template = Mustache.compiler().escapeHTML(false).emptyStringIsFalse(true).compile(text);
      KnownFieldsOnly known = new KnownFieldsOnly(text.contains(NEW_DELIMITERS));
      template.visit(known);
      known.requirePassword();
      template.execute(TemplateFields.of(SAMPLE));
    } catch (MustacheException | UnsupportedOperationException e) {
      throw new IllegalArgumentException(
          "the template cannot be read: " + e.getMessage() + ". Correct it", e);
    }
  }

  @Override
  public byte[] render(RenderedCredential credential) throws UnfitCredentialException {
    CredentialField.encodable(CredentialFormat.TEMPLATE, credential);
    Map<String, String> fields = TemplateFields.of(credential);
    return template.execute(fields).getBytes(StandardCharsets.UTF_8);
  }

  private static final class KnownFieldsOnly implements Mustache.Visitor {

    private final boolean otherDelimiters;
    private boolean password;

    KnownFieldsOnly(boolean otherDelimiters) {
      this.otherDelimiters = otherDelimiters;
    }

    /** A template that is empty, or was written by half, would take the credential away. */
    void requirePassword() {
      if (!password) {
        throw new IllegalArgumentException(
            "the template does not name the password; write {{password}}, {{password_json}},"
                + " {{password_url}} or {{password_quoted}} where it belongs");
      }
    }

    /** JMustache takes a tag that does not end for text. */
    @Override
    public void visitText(String text) {
      if (text.contains(OPENING) && !otherDelimiters) {
        throw new IllegalArgumentException(
            "the template has a {{ without its }}; close it, or set other delimiters in the"
                + " template where the text needs a {{");
      }
    }

    @Override
    public void visitVariable(String name) {
      requireKnown(name);
      password |= TemplateFields.PASSWORDS.contains(name);
    }

    private static void requireKnown(String name) {
      if (!TemplateFields.NAMES.contains(name)) {
        throw new IllegalArgumentException(
            "the template has an unknown field \""
                + name
                + "\"; use "
                + String.join(", ", TemplateFields.NAMES));
      }
    }

    @Override
    public boolean visitInclude(String name) {
      throw new IllegalArgumentException(
          "the template includes another template, \""
              + name
              + "\"; write its text in place of it");
    }

    @Override
    public boolean visitSection(String name) {
      requireKnown(name);
      return true;
    }

    @Override
    public boolean visitInvertedSection(String name) {
      requireKnown(name);
      return true;
    }
  }
}
