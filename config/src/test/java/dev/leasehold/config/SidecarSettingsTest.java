// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SidecarSettingsTest {

  @Test
  void needsNoMoreThanTheAgentDoes() throws ConfigException {
    SidecarSettings settings = read(Sources.minimal());
    assertThat(settings.volume()).isEqualTo(new File("/run/leasehold"));
    assertThat(settings.state()).isEqualTo(settings.volume());
    DeliverySettings binding = settings.bindings().get(0);
    assertThat(binding.file().name()).isEqualTo("default.properties");
    assertThat(binding.file().mode()).hasToString("0440");
    assertThat(binding.signal().signal()).isNull();
    assertThat(binding.drainAfter()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void givesEachBindingItsOwn() throws ConfigException {
    Sources sources =
        Sources.twoBindings()
            .env("LEASEHOLD_FILE_FORMAT", "json")
            .env("LEASEHOLD_STOCK_2_FILE_FORMAT", "pgpass")
            .env("LEASEHOLD_ORDERS_FILE_PATH", "/run/leasehold/db.json")
            .env("LEASEHOLD_ORDERS_SIGNAL", "hup")
            .env("LEASEHOLD_ORDERS_SIGNAL_PROCESS", "gunicorn")
            .env("LEASEHOLD_STOCK_2_RELOAD_COMMAND", "psql -c 'SELECT reload()' \"\"");
    List<DeliverySettings> bindings = read(sources).bindings();
    DeliverySettings orders = bindings.get(0);
    assertThat(orders.file().name()).isEqualTo("db.json");
    assertThat(orders.signal().signal()).isEqualTo(Signal.HUP);
    assertThat(orders.signal().process()).isEqualTo("gunicorn");
    DeliverySettings stock = bindings.get(1);
    assertThat(stock.file().name()).isEqualTo("stock-2.pgpass");
    assertThat(stock.file().mode()).as("what libpq reads").hasToString("0400");
    assertThat(stock.reload().command()).containsExactly("psql", "-c", "SELECT reload()", "");
    assertThat(stock.drainAfter()).as("the reload says when").isZero();
  }

  @Test
  void namesAllProblemsAtOnce() {
    Sources sources =
        Sources.minimal()
            .without("VAULT_ADDR")
            .env("LEASEHOLD_FILE_FORMAT", "xml")
            .env("LEASEHOLD_FILE_PATH", "/etc/passwd")
            .env("LEASEHOLD_SIGNAL", "KILL")
            .env("LEASEHOLD_DRAIN_AFTER", "soon");
    assertThat(problems(sources))
        .hasSize(6) // An unknown signal has no target, either.
        .anySatisfy(line -> assertThat(line).startsWith("leasehold.vault.addr (VAULT_ADDR): not"))
        .anySatisfy(line -> assertThat(line).startsWith("LEASEHOLD_FILE_FORMAT: unknown value"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .isEqualTo(
                        "LEASEHOLD_FILE_PATH: not a file right in /run/leasehold"
                            + " (leasehold.volume); write its name alone"))
        .anySatisfy(line -> assertThat(line).startsWith("LEASEHOLD_SIGNAL: unknown value"))
        .anySatisfy(line -> assertThat(line).startsWith("LEASEHOLD_DRAIN_AFTER: "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          LEASEHOLD_FILE_PATH      | ../x          | not a file right in
          LEASEHOLD_FILE_PATH      | .default.lease| begins with a dot
          LEASEHOLD_FILE_FORMAT    | template      | not set; name the template
          LEASEHOLD_FILE_TEMPLATE  | /x            | only the format template reads it
          LEASEHOLD_SIGNAL         | HUP           | nor another target of the signal
          LEASEHOLD_SIGNAL_PROCESS | nginx         | of no use without leasehold.signal
          LEASEHOLD_RELOAD_COMMAND | sh -c 'x      | is not closed
          LEASEHOLD_RELOAD_URL     | http://[      | not an address
          LEASEHOLD_MODE           | observe       | only the agent reads it
          LEASEHOLD_MODE           | off           | only the agent reads it
          LEASEHOLD_SET_ROLE       | app_owner     | only the agent reads it
          LEASEHOLD_CREDS          | file:/x       | the sidecar reads Vault
          LEASEHOLD_HEALTH_LISTEN  | 9404          | not an address and a port
          LEASEHOLD_HEALTH_LISTEN  | 0.0.0.0:99999 | not an address and a port
          LEASEHOLD_FILE_AT_END    | keep          | expected one of remove or empty
          LEASEHOLD_FILE_MODE      | 0644          | opens the credential to every user
          LEASEHOLD_FILE_MODE      | rw            | a mode is an octal number of three digits
          LEASEHOLD_RELOAD_COMMAND | '" " x'       | names no program; write the program first
          LEASEHOLD_RELOAD_URL     | file:/x       | a reload address begins with http:// or https:// and a host
          LEASEHOLD_RELOAD_URL     | http://orders.example/reload | which is not this pod's loopback; write 127.0.0.1
          LEASEHOLD_RELOAD_URL     | http://u:p@127.0.0.1/ | has a login in it, which the log would show; leave it out
          LEASEHOLD_SIGNAL_COMMAND_LINE | a(       | cannot be read: Unclosed group; correct it
          """)
  void refusesWhatItCannotDo(String name, String value, String problem) {
    assertThat(problems(Sources.minimal().env(name, value)))
        .anySatisfy(line -> assertThat(line).contains(problem));
  }

  @Test
  void refusesEachOptionThatTheFormatDoesNotHave() {
    Sources sources =
        Sources.minimal()
            .env("LEASEHOLD_FILE_FORMAT", "pgpass")
            .env("LEASEHOLD_FILE_USERNAME_AS", "user")
            .env("LEASEHOLD_FILE_PASSWORD_AS", "password")
            .env("LEASEHOLD_FILE_CLEAR_PASSWORD", "true")
            .env("LEASEHOLD_FILE_TEMPLATE", "/etc/orders.mustache");
    assertThat(problems(sources))
        .containsExactlyInAnyOrder(
            "LEASEHOLD_FILE_USERNAME_AS: the format pgpass has no names of entries; leave the"
                + " option out",
            "LEASEHOLD_FILE_PASSWORD_AS: the format pgpass has no names of entries; leave the"
                + " option out",
            "LEASEHOLD_FILE_CLEAR_PASSWORD: the format pgpass has no choice of a clear password;"
                + " leave the option out",
            "LEASEHOLD_FILE_TEMPLATE: only the format template reads it; set"
                + " leasehold.file.format or remove it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          env        | DB.USER  | DB_PASSWORD | USERNAME_AS: the name "DB.USER" is not a name that the format env can use; write a name that matches [A-Za-z_][A-Za-z0-9_]*
          json       | username | a b         | PASSWORD_AS: the name "a b" is not a name that the format json can use; write a name that matches [A-Za-z_][A-Za-z0-9_.-]*
          yaml       | binding  | password    | USERNAME_AS: the name "binding" is that of another entry; write another name
          json       | a b      | username    | USERNAME_AS: the name "a b" is not a name that the format json can use; write a name that matches [A-Za-z_][A-Za-z0-9_.-]*
          properties | x        | x           | PASSWORD_AS: user name and password have the same name "x"; write two names
          """)
  void refusesANameThatTheFormatCannotUse(
      String format, String username, String password, String problem) {
    Sources sources =
        Sources.minimal()
            .env("LEASEHOLD_FILE_FORMAT", format)
            .env("LEASEHOLD_FILE_USERNAME_AS", username)
            .env("LEASEHOLD_FILE_PASSWORD_AS", password);
    assertThat(problems(sources)).containsExactly("LEASEHOLD_FILE_" + problem);
  }

  /** The password's entry is called so unless it is set. */
  @Test
  void refusesANameThatIsTheOtherEntrysOwn() {
    assertThat(problems(Sources.minimal().env("LEASEHOLD_FILE_USERNAME_AS", "password")))
        .containsExactly(
            "LEASEHOLD_FILE_USERNAME_AS: user name and password have the same name \"password\";"
                + " write two names");
  }

  @Test
  void refusesBothNamesWhereBothAreWrong() {
    Sources sources =
        Sources.minimal()
            .env("LEASEHOLD_FILE_USERNAME_AS", "1a")
            .env("LEASEHOLD_FILE_PASSWORD_AS", "2b");
    assertThat(problems(sources))
        .hasSize(2)
        .anyMatch(problem -> problem.startsWith("LEASEHOLD_FILE_USERNAME_AS: the name \"1a\""))
        .anyMatch(problem -> problem.startsWith("LEASEHOLD_FILE_PASSWORD_AS: the name \"2b\""));
  }

  @Test
  void refusesOneFileOfTwoBindings() {
    Sources sources =
        Sources.twoBindings()
            .env("LEASEHOLD_ORDERS_FILE_PATH", "db")
            .env("LEASEHOLD_STOCK_2_FILE_PATH", "/run/leasehold/db");
    assertThat(problems(sources))
        .containsExactly(
            "LEASEHOLD_STOCK_2_FILE_PATH: the binding orders writes that file, too; choose another");
  }

  @Test
  void refusesTwoTargetsOfASignal() {
    Sources sources =
        Sources.minimal()
            .env("LEASEHOLD_SIGNAL", "HUP")
            .env("LEASEHOLD_SIGNAL_PROCESS", "nginx")
            .env("LEASEHOLD_SIGNAL_PID_FILE", "/run/nginx.pid");
    assertThat(problems(sources))
        .containsExactly(
            "LEASEHOLD_SIGNAL_PID_FILE: LEASEHOLD_SIGNAL_PROCESS names a target of the signal as"
                + " well; leave one target");
  }

  @Test
  void letsTheChildBeTheTarget() throws ConfigException {
    Sources sources = Sources.minimal().env("LEASEHOLD_SIGNAL", "USR1");
    SidecarSettings settings =
        SidecarSettings.read(sources.build(), true, (binding, problem) -> {});
    assertThat(settings.bindings().get(0).signal().signal()).isEqualTo(Signal.USR1);
  }

  @Test
  void tellsWhatElseIsWrongWithTheRest() {
    assertThatThrownBy(
            () ->
                SidecarSettings.read(
                    Sources.minimal().env("LEASEHOLD_MARGIN", "x").build(),
                    false,
                    (binding, problem) ->
                        problem.accept(Setting.FILE_TEMPLATE, "a template of ours")))
        .hasMessageContaining("LEASEHOLD_MARGIN: ")
        .hasMessageContaining("leasehold.file.template: a template of ours");
  }

  @Test
  void areRefusedByTheAgent() {
    assertThat(Sources.minimal().env("LEASEHOLD_FILE_PATH", "x").problems())
        .containsExactly("LEASEHOLD_FILE_PATH: only the sidecar reads it; remove it here");
    assertThat(Sources.twoBindings().env("LEASEHOLD_ORDERS_SIGNAL", "HUP").problems())
        .containsExactly("LEASEHOLD_ORDERS_SIGNAL: only the sidecar reads it; remove it here");
  }

  private static SidecarSettings read(Sources sources) throws ConfigException {
    return SidecarSettings.read(sources.build(), false, (binding, problem) -> {});
  }

  private static List<String> problems(Sources sources) {
    try {
      read(sources);
      return List.of();
    } catch (ConfigException e) {
      return e.problems();
    }
  }
}
