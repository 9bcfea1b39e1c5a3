// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.leasehold.config.CredentialFormat;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

  private static final String KNOWN =
      "\"; use username, password, username_json, password_json, username_url, password_url,"
          + " username_quoted, password_quoted, binding, url, issued_at, valid_until";

  @Test
  void everyPasswordComesOutAsItIs() throws Exception {
    CredentialRenderer renderer = renderer("<{{password}}>{{{password}}}{{&password}}");
    for (String password : Passwords.all()) {
      byte[] file = renderer.render(Passwords.credential(password));
      assertThat(new String(file, StandardCharsets.UTF_8))
          .isEqualTo("<" + password + ">" + password + password);
    }
  }

  @Test
  void aPasswordCanBePutIntoJsonAndIntoAUrl() throws Exception {
    CredentialRenderer json = renderer("{\"db\":{\"pass\":{{password_json}}}}");
    CredentialRenderer url = renderer("postgresql://{{username_url}}:{{password_url}}@db/orders");
    for (String password : Passwords.all()) {
      RenderedCredential credential = Passwords.credential(password);
      assertThat(new ObjectMapper().readTree(json.render(credential)).at("/db/pass").asText())
          .isEqualTo(password);
      URI read = URI.create(new String(url.render(credential), StandardCharsets.US_ASCII));
      String login = read.getRawUserInfo();
      assertThat(login).doesNotContain("+");
      assertThat(URLDecoder.decode(login.substring(login.indexOf(':') + 1), StandardCharsets.UTF_8))
          .isEqualTo(password);
    }
  }

  @Test
  void aSectionShowsWhetherTheEndIsKnown() throws Exception {
    CredentialRenderer renderer =
        renderer(
            "{{#valid_until}}until {{valid_until}}{{/valid_until}}{{^valid_until}}ever{{/valid_until}}"
                + ": {{password}}");
    RenderedCredential known = Passwords.credential("x");
    RenderedCredential unknown =
        new RenderedCredential(
            known.username(), known.password(), known.issuedAt(), null, known.binding(), "");
    assertThat(new String(renderer.render(known), StandardCharsets.UTF_8))
        .isEqualTo("until 2026-11-28T11:00:00Z: x");
    assertThat(new String(renderer.render(unknown), StandardCharsets.UTF_8)).isEqualTo("ever: x");
  }

  @Test
  void anUnknownFieldIsNamedBeforeAnythingIsWritten() {
    assertThatThrownBy(() -> renderer("{{user}}:{{password}}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the template has an unknown field \"user" + KNOWN);
    assertThatThrownBy(() -> renderer("{{#username}}{{^secret}}x{{/secret}}{{/username}}"))
        .hasMessage("the template has an unknown field \"secret" + KNOWN);
  }

  /** JMustache would look for a method or a field of that name. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "password.length",
        "username.class.name",
        "this",
        ".",
        "-index",
        "getClass",
        "class"
      })
  void noMethodIsReachedFromATemplate(String name) {
    assertThatThrownBy(() -> renderer("{{" + name + "}}"))
        .hasMessage("the template has an unknown field \"" + name + KNOWN);
    assertThatThrownBy(() -> renderer("{{#password}}{{" + name + "}}{{/password}}"))
        .hasMessage("the template has an unknown field \"" + name + KNOWN);
  }

  /** As an editor or a volume leaves it that has written only a part. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "[databases]\n",
        "user={{username}} ",
        "{{!password}}",
        "{{#password}}user={{username}}{{/password}}",
        "{{^password}}x{{/password}}"
      })
  void aTemplateWithoutThePasswordIsRefused(String template) {
    assertThatThrownBy(() -> renderer(template))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the template does not name the password; write {{password}}, {{password_json}},"
                + " {{password_url}} or {{password_quoted}} where it belongs");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{password}}",
        "{{password_json}}",
        "{{#username}}{{password_url}}{{/username}}",
        "{{password_quoted}}"
      })
  void aTemplateWithThePasswordInAnySpellingIsTaken(String template) throws Exception {
    assertThat(renderer(template).render(Passwords.credential("x"))).isNotEmpty();
  }

  @Test
  void anotherTemplateIsNotIncluded() {
    assertThatThrownBy(() -> renderer("{{>/etc/passwd}}"))
        .hasMessage(
            "the template includes another template, \"/etc/passwd\"; write its text in place of"
                + " it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{{#password}}x", "{{/password}}", "{{#a}}{{/b}}"})
  void aTemplateThatCannotBeReadIsRefused(String template) {
    assertThatThrownBy(() -> renderer(template))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the template cannot be read: ")
        .hasMessageEndingWith(". Correct it");
  }

  @Test
  void aTagThatDoesNotEndIsRefusedUnlessDelimitersAreOthers() throws Exception {
    assertThatThrownBy(() -> renderer("a {{password"))
        .hasMessage(
            "the template has a {{ without its }}; close it, or set other delimiters in the template"
                + " where the text needs a {{");
    byte[] file = renderer("{{=<% %>=}}{{<%password%>").render(Passwords.credential("x"));
    assertThat(new String(file, StandardCharsets.UTF_8)).isEqualTo("{{x");
  }

  private static CredentialRenderer renderer(String template) {
    return CredentialRenderers.of(
        CredentialFormat.TEMPLATE, FormatOptions.DEFAULTS.withTemplate(template));
  }
}
