// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.config.CredentialFormat;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The form of libpq's two files; {@code PostgresClientsIT} has libpq read them. */
class LibpqFilesTest {

  private static final String CHANGE_URL =
      " Choose another format, or change the URL where it is made.";

  @Test
  void thePasswordFileHasALineForEachServerOfTheUrl() throws Exception {
    assertThat(pgpass("u", "p", "jdbc:postgresql://a:6432,b/orders?x=y"))
        .isEqualTo("a:6432:orders:u:p\nb:5432:orders:u:p\n");
    assertThat(pgpass("u", "p", "postgresql://who:what@[::1]:5433/or%3Aders"))
        .isEqualTo("\\:\\:1:5433:or\\:ders:u:p\n");
    assertThat(pgpass("u", "p", "")).isEqualTo("*:*:*:u:p\n");
    assertThat(pgpass("u", "p", "jdbc:postgresql:orders")).isEqualTo("*:*:orders:u:p\n");
    assertThat(pgpass("u", "p", "jdbc:postgresql://*/orders")).isEqualTo("*:5432:orders:u:p\n");
  }

  @Test
  void colonAndBackslashAreEscapedInThePasswordFile() throws Exception {
    assertThat(pgpass("u:\\", "a:b\\c#'\"", "")).isEqualTo("*:*:*:u\\:\\\\:a\\:b\\\\c#'\"\n");
    assertThat(pgpass("*", "*", "")).isEqualTo("*:*:*:\\*:*\n");
  }

  @Test
  void theServiceFileHasTheBindingsGroup() throws Exception {
    assertThat(service("u", " a:b\\c#'\"=", "postgresql://a:6432,b/orders"))
        .isEqualTo(
            """
            [orders]
            host=a,b
            port=6432,5432
            dbname=orders
            user=u
            password= a:b\\c#'"=
            """);
    assertThat(service("u", "p", "")).isEqualTo("[orders]\nuser=u\npassword=p\n");
  }

  @Test
  void aUrlOfAnotherDatabaseIsRefused() {
    assertThatThrownBy(() -> pgpass("u", "p", "jdbc:mysql://a/orders"))
        .hasMessage(
            "Binding orders: the format pgpass cannot hold the URL, which is not a URL of PostgreSQL."
                + CHANGE_URL);
    assertThatThrownBy(() -> service("u", "p", "jdbc:mysql://a/orders"))
        .hasMessage(
            "Binding orders: the format pg-service cannot hold the URL, which is not a URL of"
                + " PostgreSQL."
                + CHANGE_URL);
  }

  @Test
  void aPatternIsRefusedWhereLibpqKnowsNone() {
    assertThatThrownBy(() -> pgpass("u", "p", "jdbc:postgresql://db-*.example/orders"))
        .hasMessage(
            "Binding orders: the format pgpass cannot hold the URL, which has a * within a name,"
                + " where libpq knows only a * by itself."
                + CHANGE_URL);
    assertThatThrownBy(() -> service("u", "p", "jdbc:postgresql://*/orders"))
        .hasMessage(
            "Binding orders: the format pg-service cannot hold the URL, which is a pattern, where"
                + " libpq needs the names themselves."
                + CHANGE_URL);
  }

  @Test
  void whatTheServiceFileWouldCutIsRefused() {
    assertThatThrownBy(() -> service("u", "p ", ""))
        .hasMessage(
            "Binding orders: the format pg-service cannot hold the password, which ends with white"
                + " space, which libpq cuts off. Choose another format, or change the password"
                + " where it is made.");
    assertThatThrownBy(() -> service("u", "p".repeat(1013), ""))
        .hasMessage(
            "Binding orders: the format pg-service cannot hold the password, which makes a line of"
                + " over 1021 bytes, libpq's longest. Choose another format, or change the password"
                + " where it is made.");
  }

  @Test
  void aLineBreakIsRefusedByBoth() {
    String problem =
        " cannot hold the password, which has a line break in it. Choose another format, or change"
            + " the password where it is made.";
    assertThatThrownBy(() -> pgpass("u", "a\nb", ""))
        .hasMessage("Binding orders: the format pgpass" + problem);
    assertThatThrownBy(() -> service("u", "a\r", ""))
        .hasMessage("Binding orders: the format pg-service" + problem);
  }

  private static String pgpass(String user, String password, String url)
      throws UnfitCredentialException {
    return text(CredentialFormat.PGPASS, user, password, url);
  }

  private static String service(String user, String password, String url)
      throws UnfitCredentialException {
    return text(CredentialFormat.PG_SERVICE, user, password, url);
  }

  private static String text(CredentialFormat format, String user, String password, String url)
      throws UnfitCredentialException {
    byte[] file =
        CredentialRenderers.of(format, FormatOptions.DEFAULTS)
            .render(Passwords.credential(user, password, url));
    return new String(file, StandardCharsets.UTF_8);
  }
}
