// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The messages about bad values, word for word. */
class SettingMessagesTest {

  private static final String MARKER = "zq%7 wrong";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          LEASEHOLD_MODE                 | on            | unknown value; expected one of inject, observe or off
          LEASEHOLD_AUTH_METHOD          | ldap          | unknown value; expected one of kubernetes, jwt, approle or token
          LEASEHOLD_APPLICATION_NAME     | orders        | unknown value; expected one of stamp or off
          LEASEHOLD_LOG_LEVEL            | trace         | unknown value; expected one of error, warn, info or debug
          LEASEHOLD_FAIL_FAST            | yes           | neither true nor false; write one of them
          LEASEHOLD_MARGIN               | 30            | a number without a unit; write 30s or 5m
          LEASEHOLD_MARGIN               | 5x            | not a duration; write for example 250ms, 30s, 5m or 1h30m
          LEASEHOLD_MARGIN               | 0s            | a duration of zero; write a longer duration
          LEASEHOLD_MARGIN               | 99999d        | a duration over 3650d; write a shorter duration
          LEASEHOLD_VAULT_CLIENT_TIMEOUT | 30            | a number without a unit; write 30s or 5m
          VAULT_CLIENT_TIMEOUT           | 0             | a duration of zero; write a longer duration
          LEASEHOLD_RENEW_AT             | 0.95          | not a fraction from 0.1 to 0.9; write for example 0.66
          LEASEHOLD_RENEW_AT             | 5e-1          | not a fraction from 0.1 to 0.9; write for example 0.66
          LEASEHOLD_RENEW_AT             | .             | not a fraction from 0.1 to 0.9; write for example 0.66
          VAULT_ADDR                     | vault:8200    | a URL without https:// or http://; write for example https://host:8200
          VAULT_ADDR                     | https://:8200 | a URL without a valid host and port; write https://host:8200
          VAULT_ADDR                     | https://v:99999 | a URL without a valid host and port; write https://host:8200
          VAULT_ADDR                     | https://v v   | not a URL; write https://host:8200
          VAULT_ADDR                     | https://u:p@v | a URL with a user or password in it; leave them out
          VAULT_ADDR                     | https://v?x=1 | a URL with a query or fragment; end it after host and port
          VAULT_ADDR                     | http://vault.example | plain http, which would send tokens and passwords in the clear; write https://host:8200
          VAULT_PROXY_ADDR               | proxy:3128    | a proxy URL without http://; write for example http://host:3128
          VAULT_PROXY_ADDR               | http://proxy  | a proxy URL without a valid host and port; write http://host:3128
          VAULT_PROXY_ADDR               | http://a b:1  | not a URL; write http://host:3128
          LEASEHOLD_CREDS                | file:db.properties | not a file with its whole path; write for example file:/vault/secrets/db.properties
          LEASEHOLD_CREDS                | file:         | not a file with its whole path; write for example file:/vault/secrets/db.properties
          LEASEHOLD_CREDS                | file://host/x | not a file with its whole path; write for example file:/vault/secrets/db.properties
          LEASEHOLD_SOURCE_FORMAT        | yaml          | unknown value; expected one of auto, properties, env or json
          LEASEHOLD_SIGHUP               | true          | unknown value; expected one of on or off
          LEASEHOLD_CREDS                | orders        | a path with a mount and no name below it; write for example database/creds/orders
          VAULT_PROXY_ADDR               | http://u:p@proxy:3128 | a URL with a user or password in it; leave them out and let the proxy connect this host to Vault without a login
          LEASEHOLD_CREDS                | /v1/database/creds/x | a path that begins with v1/; leave that out
          LEASEHOLD_CREDS                | database/../sys | not a path in Vault; write letters, digits, - _ . and single slashes between
          LEASEHOLD_CREDS                | database//x   | not a path in Vault; write letters, digits, - _ . and single slashes between
          LEASEHOLD_CREDS                | database/x?y  | not a path in Vault; write letters, digits, - _ . and single slashes between
          LEASEHOLD_AUTH_MOUNT           | auth/kubernetes | a path that begins with auth/; leave that out
          LEASEHOLD_URL                  | postgresql://db/x | a pattern that does not begin with jdbc: and a driver; write for example jdbc:postgresql://db:5432/orders, or * for all connections
          LEASEHOLD_URL                  | jdbc:         | a pattern that does not begin with jdbc: and a driver; write for example jdbc:postgresql://db:5432/orders, or * for all connections
          LEASEHOLD_URL                  | jdbc:postgresql://u:p@db/x | a pattern with a user or password in it; leave them out
          LEASEHOLD_URL                  | jdbc:postgresql://db/x?password=p | a pattern with the parameter password, whose name says that it holds a secret. No secret is compared, so nothing would match; leave the parameter out
          LEASEHOLD_URL                  | jdbc:postgresql://db/x?ssl=true&sslpassword=p | a pattern with the parameter sslpassword, whose name says that it holds a secret. No secret is compared, so nothing would match; leave the parameter out
          LEASEHOLD_URL                  | jdbc:mysql://db/x?trustCertificateKeyStore%50assword=p | a pattern with the parameter trustCertificateKeyStorePassword, whose name says that it holds a secret. No secret is compared, so nothing would match; leave the parameter out
          LEASEHOLD_URL                  | jdbc:sqlserver://db;ACCESSTOKEN=t | a pattern with the parameter ACCESSTOKEN, whose name says that it holds a secret. No secret is compared, so nothing would match; leave the parameter out
          LEASEHOLD_URL                  | jdbc:teradata://db/USER=u,PASSWORD=p | a pattern with a user or password in it; leave them out
          LEASEHOLD_URL                  | jdbc:teradata://db/LOGON=u,PASSWD=p | a pattern with a user or password in it; leave them out
          LEASEHOLD_URL                  | jdbc:db2://h:50000/DB:pwd=p; | a pattern with a user or password in it; leave them out
          LEASEHOLD_URL                  | jdbc:db2://h:50000/DB:sslTrustStorePassword=p | a pattern with a user or password in it; leave them out
          LEASEHOLD_URL                  | jdbc:x://h/d,p%61ss=p | a pattern with a user or password in it; leave them out
          LEASEHOLD_URL                  | jdbc:x:{"uid":"u"} | a pattern with a user or password in it; leave them out
          LEASEHOLD_URL                  | jdbc:x://h/d?uid=u | a pattern with a user or password in it; leave them out
          LEASEHOLD_URL                  | jdbc:x://h/d?pass=p | a pattern with the parameter pass, whose name says that it holds a secret. No secret is compared, so nothing would match; leave the parameter out
          LEASEHOLD_PROBE_TARGETS        | 0             | not a whole number from 1 to 64; write for example 16
          LEASEHOLD_PROBE_TARGETS        | 65            | not a whole number from 1 to 64; write for example 16
          LEASEHOLD_PROBE_TARGETS        | many          | not a whole number from 1 to 64; write for example 16
          LEASEHOLD_URL                  | jdbc:postgresql://db:pg/x | a pattern with a port that is no number; write host:5432
          LEASEHOLD_URL                  | 'jdbc:postgresql://a,,b/x' | a pattern with an empty host; write host,host
          LEASEHOLD_AUTH_ROLE_ID         | x             | not used by auth method kubernetes; remove it or set leasehold.auth.method
          LEASEHOLD_AUTH_SECRET_ID_FILE  | x             | not used by auth method kubernetes; remove it or set leasehold.auth.method
          LEASEHOLD_ROTATE_AFTER         | 4s            | 4s is not over the margin of 5s (leasehold.margin); write a longer duration or a smaller margin
          LEASEHOLD_REHEARSE             | 5000ms        | 5s is not over the margin of 5s (leasehold.margin); write a longer duration or a smaller margin
          VAULT_SKIP_VERIFY              | true          | certificates are always verified; remove it and name Vault's CA in leasehold.vault.cacert (VAULT_CACERT)
          LEASEHOLD_VAULT_SKIP_VERIFY    | true          | certificates are always verified; remove it and name Vault's CA in leasehold.vault.cacert (VAULT_CACERT)
          LEASEHOLD_BINDINGS             | Orders        | name 1 is not a name; write lower-case letters, digits and hyphens, a letter first
          LEASEHOLD_DRIVERS              | Driver=mysql  | driver 1 is not a class with its package and a dialect; write for example com.example.Driver=postgresql
          LEASEHOLD_DRIVERS              | 'a.B=mysql,a-b.C=mysql' | driver 2 is not a class with its package and a dialect; write for example com.example.Driver=postgresql
          LEASEHOLD_DRIVERS              | a.B           | driver 1 is not a class with its package and a dialect; write for example com.example.Driver=postgresql
          LEASEHOLD_DRIVERS              | a.B=db2       | the dialect of a.B is unknown; expected one of postgresql, mysql, mariadb, sqlserver, oracle or jdbc
          LEASEHOLD_DRIVERS              | 'a.B=jdbc,a.B=mysql' | a.B stands there twice; leave one entry
          LEASEHOLD_AUTH_ROL             | x             | unknown setting; did you mean LEASEHOLD_AUTH_ROLE?
          LEASEHOLD_QQQQQQQQQQQQQQQQQQQQ | x             | unknown setting; docs/settings.md lists all settings
          LEASEHOLD_PASSWORD             | x             | the password comes from Vault, for each lease anew; remove it
          """)
  void saysWhatIsWrongAndWhatToDo(String name, String value, String message) {
    assertThat(Sources.minimal().env(name, value).problems()).contains(name + ": " + message);
  }

  @Test
  void refusesSecretsAndNamesTheFileInstead() {
    String refusal =
        ": no secret is taken from a setting, because a user who may list processes or pods sees"
            + " settings. Put it in a file, and name the file in leasehold.auth.";
    assertThat(Sources.minimal().argument("auth.token=x").problems())
        .containsExactly("agent argument auth.token" + refusal + "token-file");
    assertThat(Sources.minimal().property("leasehold.auth.secret-id", "x").problems())
        .containsExactly("leasehold.auth.secret-id" + refusal + "secret-id-file");
  }

  @Test
  void namesTheNearestSettingInTheSpellingOfTheSource() {
    assertThat(Sources.minimal().argument("marjin=5s").problems())
        .containsExactly("agent argument marjin: unknown setting; did you mean margin?");
    assertThat(Sources.minimal().property("leasehold.auth.Role", "x").problems())
        .containsExactly("leasehold.auth.Role: unknown setting; did you mean leasehold.auth.role?");
    assertThat(Sources.minimal().property("leasehold.orders.creds", "x").problems())
        .containsExactly(
            "leasehold.orders.creds: no binding is called orders; add it to leasehold.bindings");
  }

  @Test
  void asksForWhatIsMissing() {
    assertThat(new Sources().env("LEASEHOLD_CREDS", "database/creds/x").problems())
        .containsExactly(
            "leasehold.vault.addr (VAULT_ADDR): not set; write the address, as in https://vault:8200",
            "leasehold.auth.role (LEASEHOLD_AUTH_ROLE): not set; write the role to log in with");
    Sources approle =
        Sources.minimal().without("LEASEHOLD_AUTH_ROLE").argument("auth.method=approle");
    assertThat(approle.problems())
        .containsExactly(
            "leasehold.auth.role-id (LEASEHOLD_AUTH_ROLE_ID): not set; write the role id to log in with");
    assertThat(approle.argument("auth.method=token").problems())
        .containsExactly(
            "leasehold.auth.token-file (LEASEHOLD_AUTH_TOKEN_FILE): not set;"
                + " name the file that holds the token");
    assertThat(approle.argument("auth.method=jwt").problems()).isEmpty();
  }

  @Test
  void refusesARehearsalThatWouldNeverHappen() {
    assertThat(Sources.minimal().argument("rehearse=2m,rotate-after=90s").problems())
        .containsExactly(
            "agent argument rehearse: 2m is not below the 1m30s of agent argument rotate-after,"
                + " so it would never happen; write a shorter duration or remove it");
  }

  @Test
  void refusesARehearsalThatNeverPauses() {
    assertThat(Sources.minimal().argument("rehearse=500ms,margin=200ms").problems())
        .containsExactly(
            "agent argument rehearse: 500ms is below 1s, and each rehearsal makes a role in the"
                + " database; write a longer duration");
  }

  @Test
  void findsAControlCharacter() {
    assertThat(Sources.minimal().env("VAULT_NAMESPACE", "a\nX-Header: b").problems())
        .containsExactly("VAULT_NAMESPACE: a control character at position 2; remove it");
  }

  @Test
  void tellsAllProblemsInOneMessage() {
    Sources wrong = Sources.minimal().env("LEASEHOLD_MARGIN", "5");
    assertThat(messageOf(wrong))
        .isEqualTo(
            "the configuration is wrong: LEASEHOLD_MARGIN: a number without a unit; write 30s or 5m");
    assertThat(messageOf(wrong.env("LEASEHOLD_FAIL_FAST", "no")))
        .isEqualTo(
            """
            the configuration is wrong in 2 places:
              LEASEHOLD_MARGIN: a number without a unit; write 30s or 5m
              LEASEHOLD_FAIL_FAST: neither true nor false; write one of them""");
  }

  /**
   * Among them are problems that only Vault's client can tell. Each used to take a restart of its
   * own.
   */
  @Test
  void tellsProblemsOfEveryPartAtOnce() {
    assertThat(
            Sources.minimal()
                .env("LEASEHOLD_MARGIN", "5")
                .env("VAULT_ADDR", "http://vault.example")
                .env("LEASEHOLD_CREDS", "orders")
                .problems())
        .hasSize(3)
        .anyMatch(problem -> problem.startsWith("LEASEHOLD_MARGIN: "))
        .anyMatch(problem -> problem.startsWith("VAULT_ADDR: "))
        .anyMatch(problem -> problem.startsWith("LEASEHOLD_CREDS: "));
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void neverPrintsTheValueOfASetting(Setting setting) {
    if (setting != Setting.CONFIG) {
      Sources sources = Sources.minimal().argument(setting.key() + "=" + MARKER);
      assertThat(String.join("\n", sources.problems())).doesNotContain(MARKER);
    }
  }

  private static String messageOf(Sources sources) {
    try {
      return "read without a problem: " + Arrays.toString(sources.read().describe().toArray());
    } catch (ConfigException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
