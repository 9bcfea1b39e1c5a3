// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FormatOptionsTest {

  @ParameterizedTest
  @EnumSource
  void aFormatIsParsedFromItsName(CredentialFormat format) {
    assertThat(CredentialFormat.parse(format.formatName())).isEqualTo(format);
  }

  @Test
  void anUnknownFormatIsToldWhichThereAre() {
    assertThatThrownBy(() -> CredentialFormat.parse("xml"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no such format; write one of properties, json, env, pgpass, pg-service, userlist,"
                + " yaml, template");
  }

  @Test
  void anOptionOfAnotherFormatIsRefused() {
    assertRefused(
        CredentialFormat.PGPASS,
        FormatOptions.DEFAULTS.withNames("a", "b"),
        "the format pgpass has no names of entries; leave the option out");
    assertRefused(
        CredentialFormat.JSON,
        FormatOptions.DEFAULTS.withClearPassword(),
        "the format json has no choice of a clear password; leave the option out");
    assertRefused(
        CredentialFormat.YAML,
        FormatOptions.DEFAULTS.withTemplate("x"),
        "the format yaml has no template; leave the option out");
    assertRefused(
        CredentialFormat.TEMPLATE,
        FormatOptions.DEFAULTS,
        "the format template needs a template; name its file");
  }

  @Test
  void aNameThatTheFormatCannotUseIsRefused() {
    assertRefused(
        CredentialFormat.ENV,
        FormatOptions.DEFAULTS.withNames("DB.USER", ""),
        "the name \"DB.USER\" is not one that the format env can use; write one that matches"
            + " [A-Za-z_][A-Za-z0-9_]*");
    assertRefused(
        CredentialFormat.JSON,
        FormatOptions.DEFAULTS.withNames("", "a b"),
        "the name \"a b\" is not one that the format json can use; write one that matches"
            + " [A-Za-z_][A-Za-z0-9_.-]*");
    assertRefused(
        CredentialFormat.JSON,
        FormatOptions.DEFAULTS.withNames("binding", ""),
        "the name \"binding\" is that of another entry; write another name");
    assertRefused(
        CredentialFormat.JSON,
        FormatOptions.DEFAULTS.withNames("x", "x"),
        "user name and password have the same name \"x\"; write two names");
  }

  @Test
  void aCredentialShowsNoSecret() {
    assertThat(Passwords.credential("u", "hunter2", "postgresql://u:hunter2@db/orders").toString())
        .isEqualTo("credential of binding orders for user u");
  }

  private static void assertRefused(CredentialFormat format, FormatOptions options, String why) {
    assertThatThrownBy(() -> CredentialRenderers.of(format, options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(why);
  }
}
