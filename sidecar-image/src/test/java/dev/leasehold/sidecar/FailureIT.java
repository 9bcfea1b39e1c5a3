// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.metrics.MetricName;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.clock.Libfaketime;
import dev.leasehold.testbed.net.Ports;
import dev.leasehold.testbed.net.Relay;
import dev.leasehold.testbed.sql.Login;
import dev.leasehold.testbed.vault.TokenTerms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Failures, their messages, and the statuses of the sidecar. */
class FailureIT extends SidecarBed {

  @Test
  void takesTheFileAwayAtTheEndOfTheLeaseAndPutsItBackWhenVaultIsThere() throws Exception {
    lease(Duration.ofSeconds(8), Duration.ofSeconds(16));
    environment.put("LEASEHOLD_MARGIN", "1s");
    environment.put("LEASEHOLD_VAULT_CLIENT_TIMEOUT", "2s");
    int port = Ports.free();
    environment.put("LEASEHOLD_HEALTH_LISTEN", "127.0.0.1:" + port);
    SidecarProcess sidecar = start("run").says("generation 1 is current");
    SidecarProcess.eventually("healthy", () -> start("healthcheck").end() == 0);
    assertThat(get(port, "/healthz")).startsWith("200 ");
    assertThat(get(port, "/readyz")).isEqualTo("200 default: ready\n");
    assertThat(get(port, "/elsewhere")).startsWith("404 ");
    String metrics = get(port, "/metrics");
    for (MetricName metric : MetricName.values()) {
      if (metric.owner() == MetricName.Owner.BINDING && metric != MetricName.FAILURES) {
        String name = metric.text() + (metric.type() == MetricName.Type.HISTOGRAM ? "_sum" : "");
        assertThat(metrics).contains("\n" + name + "{binding=\"default\"");
      }
    }
    assertThat(metrics).contains("\nleasehold_logins_total{result=\"success\"} 1.0\n");
    BED.vault().stop();
    try {
      sidecar.says("default.properties has no credential any more: the lease of generation");
      assertThat(file()).doesNotExist();
      assertThat(get(port, "/readyz")).startsWith("503 default: not ready: ");
      assertThat(get(port, "/metrics")).contains("leasehold_ready{binding=\"default\"} 0.0");
      SidecarProcess check = start("healthcheck");
      assertThat(check.end()).isEqualTo(ExitCode.UNHEALTHY.status());
      assertThat(check.output()).contains("default: " + file() + " has no credential");
    } finally {
      BED.vault().start();
    }
    SidecarProcess.eventually("a file again", () -> !user().isEmpty());
    connect(login(content()));
    String user = user();
    assertThat(roles()).contains(user);
    assertThat(sidecar.signal("TERM").end()).isZero();
    assertThat(roles()).doesNotContain(user);
  }

  @Test
  void keepsTheCredentialUntilVaultGivesAPasswordThatTheFormatCanHold() throws Exception {
    environment.put("LEASEHOLD_FILE_FORMAT", "env");
    environment.put("LEASEHOLD_FILE_PATH", "default.properties");
    environment.put("LEASEHOLD_FILE_USERNAME_AS", "username");
    environment.put("LEASEHOLD_FILE_PASSWORD_AS", "password");
    SidecarProcess sidecar = start("run").says("has the credential of generation 1");
    Login first = login(content());
    passwordPolicy("unfit", "rule \"charset\" { charset = \"'`\" min-chars = 20 }");
    passwordPolicy("fit", "rule \"charset\" { charset = \"abcdefgh\" min-chars = 20 }");
    try {
      BED.vault().api().write("database/config/app", Map.of("password_policy", "unfit"));
      sidecar.signal("HUP").says("the format env cannot hold the password, which");
      assertThat(login(content())).isEqualTo(first);
      connect(first);

      BED.vault().api().write("database/config/app", Map.of("password_policy", "fit"));
      sidecar.says("has the credential of generation 2");
      connect(login(content()));
      SidecarProcess.eventually("no other role is left", () -> roles().equals(List.of(user())));
    } finally {
      BED.vault().api().write("database/config/app", Map.of("password_policy", ""));
    }
    assertThat(sidecar.signal("TERM").end()).as(sidecar.output()).isZero();
  }

  private static void passwordPolicy(String name, String rule) {
    String policy = "length = 20\n" + rule;
    BED.vault().api().write("sys/policies/password/" + name, Map.of("policy", policy));
  }

  @Test
  void goesOnWithTheLeaseBeforeWhereVaultIsAwayAtARestart() {
    start("run").says("default.properties has").kill();
    String user = user();
    BED.vault().stop();
    try {
      SidecarProcess next = start("run").says("generation 1 is current");
      assertThat(user()).isEqualTo(user);
      assertThat(start("healthcheck").end()).isZero();
      next.kill();
    } finally {
      BED.vault().start();
    }
  }

  @Test
  void waitsForAVaultThatIsAwayAtItsFirstStart() throws Exception {
    int port = Ports.free();
    environment.put("LEASEHOLD_HEALTH_LISTEN", "127.0.0.1:" + port);
    try (Relay toVault = Relay.to(BED.vault().port())) {
      toVault.refuse();
      environment.put("VAULT_ADDR", "https://127.0.0.1:" + toVault.port());
      SidecarProcess sidecar = start("run").says("fetch failed");
      assertThat(get(port, "/healthz")).startsWith("200 ");
      assertThat(get(port, "/readyz")).startsWith("503 default: not ready: ");
      assertThat(start("healthcheck").end()).isEqualTo(ExitCode.UNHEALTHY.status());
      assertThat(file()).doesNotExist();

      toVault.pass();
      sidecar.says("has the credential of generation 1");
      connect(login(content()));
      SidecarProcess.eventually(
          "ready", () -> answer(port, "/readyz").equals("200 default: ready\n"));
      assertThat(start("healthcheck").end()).isZero();
      assertThat(sidecar.signal("TERM").end()).isZero();
      assertThat(roles()).isEmpty();
    }
  }

  @Test
  void waitsInInitForAVaultThatIsAwayAtItsFirstStart() throws Exception {
    try (Relay toVault = Relay.to(BED.vault().port())) {
      toVault.refuse();
      environment.put("VAULT_ADDR", "https://127.0.0.1:" + toVault.port());
      SidecarProcess init = start("init").says("fetch failed");
      assertThat(init.isAlive()).isTrue();
      toVault.pass();
      assertThat(init.end()).as(init.output()).isZero();
      connect(login(content()));
    }
  }

  /** The bound is in the sidecar's words, too: a busy machine takes longer to end a process. */
  @Test
  void endsThoughVaultHangsAndLeavesTheLeaseToTheNextRun() throws Exception {
    SidecarProcess sidecar = start("run").says("has the credential of generation 1");
    String user = user();
    String vault = Long.toString(vaultProcess().pid());
    OtherJvm.run(List.of("kill", "-STOP", vault));
    try {
      sidecar.signal("TERM");
      assertThat(sidecar.end(Duration.ofSeconds(5))).as(sidecar.output()).isZero();
      assertThat(sidecar.output())
          .contains(
              "Vault has not confirmed within 1400 ms that it revoked: role " + user,
              " of binding default, which lives until 20",
              ", the Vault token. ");
      assertThat(file()).doesNotExist();
    } finally {
      OtherJvm.run(List.of("kill", "-CONT", vault));
    }
    // By now Vault may have done the request, or not.
    SidecarProcess next = start("run").says("has the credential of generation 1");
    assertThat(next.signal("TERM").end()).isZero();
    SidecarProcess.eventually("no role is left", () -> roles().isEmpty());
  }

  private static ProcessHandle vaultProcess() {
    String configuration = "-config=" + BED.vault().directory().resolve("vault.hcl");
    return ProcessHandle.current()
        .descendants()
        .filter(each -> each.info().command().filter(file -> file.endsWith("/vault")).isPresent())
        .filter(
            each -> List.of(each.info().arguments().orElse(new String[0])).contains(configuration))
        .findFirst()
        .orElseThrow();
  }

  /** A lease that has ended by either clock is not used; a lease that has ended by none is used. */
  @Test
  void replacesACredentialThatHasEndedByAClockThatWasSetForward() throws Exception {
    Optional<Libfaketime> library = Libfaketime.find();
    Assumptions.assumeTrue(library.isPresent(), "no libfaketime to set a process's clock with");
    Path clock = Files.writeString(volume.resolve("clock"), "+0\n");
    environment.putAll(library.orElseThrow().environment(clock));
    SidecarProcess sidecar = start("run").says("has the credential of generation 1");
    String first = user();

    Files.writeString(clock, "+" + TTL.multipliedBy(2).toSeconds() + "\n");
    sidecar.says("the lease of generation 1 has ended").says("has the credential of generation 2");
    connect(login(content()));
    String second = user();
    assertThat(second).isNotEqualTo(first);

    Files.writeString(clock, "+0\n"); // Back again, as an operator sets it right.
    sidecar.signal("HUP").says("has the credential of generation 3");
    connect(login(content()));
    assertThat(sidecar.output()).doesNotContain("the lease of generation 2 has ended");
    assertThat(sidecar.signal("TERM").end()).isZero();
    SidecarProcess.eventually("no role is left", () -> roles().isEmpty());
  }

  @Test
  void endsInitWithAStatusForEachFailure() throws Exception {
    environment.put("LEASEHOLD_FIRST_CREDENTIAL_TIMEOUT", "1500ms");
    expect(ExitCode.UNAVAILABLE, Map.of("VAULT_ADDR", "https://127.0.0.1:" + Ports.free()));
    String slow = "LEASEHOLD_FIRST_CREDENTIAL_TIMEOUT"; // Vault has to answer within it.
    expect(ExitCode.DENIED, Map.of("LEASEHOLD_AUTH_ROLE", "nobody", slow, "5s"));
    expect(ExitCode.DENIED, Map.of("LEASEHOLD_CREDS", "database/creds/other", slow, "5s"));
    expect(ExitCode.USELESS_ANSWER, secretWithoutPassword(slow));
    expect(ExitCode.CANNOT_WRITE, Map.of("LEASEHOLD_VOLUME", "/dev/shm/leasehold-none"));
    Path disk = Files.createTempDirectory(Path.of("target"), "disk");
    expect(ExitCode.CANNOT_WRITE, Map.of("LEASEHOLD_VOLUME", disk.toAbsolutePath().toString()));
    Files.createDirectory(state());
    String said = expect(ExitCode.CANNOT_WRITE, Map.of(slow, "5s"));
    assertThat(said).contains("cannot write .default.lease, as a directory is in its place");
    assertThat(file()).doesNotExist();
    Files.delete(state());
    Files.createDirectory(file());
    said = expect(ExitCode.CANNOT_WRITE, Map.of(slow, "5s"));
    assertThat(said).contains("cannot write default.properties, as a directory is in its place");
    assertThat(roles()).as("left by an init that failed").isEmpty();
  }

  private static Map<String, String> secretWithoutPassword(String timeout) {
    BED.vault().keyValue("useless", Map.of("username", "app"));
    BED.vault().policy("useless", "path \"kv/useless\" { capabilities = [\"read\"] }");
    BED.vault().jwt(BED.issuer()).role("useless", TestBed.ACCOUNT, TokenTerms.of("useless"));
    return Map.of("LEASEHOLD_AUTH_ROLE", "useless", "LEASEHOLD_CREDS", "kv/useless", timeout, "5s");
  }

  @Test
  void endsInitAtATerminationOfItsPod() {
    environment.put("VAULT_ADDR", "https://127.0.0.1:" + Ports.free());
    SidecarProcess init = start("init").says("fetch failed").signal("TERM");
    assertThat(init.end()).as(init.output()).isEqualTo(ExitCode.TERMINATED.status());
    assertThat(file()).doesNotExist();
  }

  @Test
  void namesAllThatIsWrongWithTheSettingsAtOnce() throws Exception {
    environment.put("LEASEHOLD_FILE_FORMAT", "template");
    Path template = Files.writeString(volume.resolve("template"), "{{nonsense}}");
    environment.put("LEASEHOLD_FILE_TEMPLATE", template.toString());
    environment.put("LEASEHOLD_FILE_MODE", "0777");
    environment.put("LEASEHOLD_SIGNAL", "HUP");
    environment.put("LEASEHOLD_SIGNAL_COMMAND_LINE", "(");
    environment.put("LEASEHOLD_RELOAD_URL", "http://elsewhere.example/reload");
    environment.put("LEASEHOLD_NONSENSE", "1");
    SidecarProcess validate = start("validate");
    assertThat(validate.end()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(validate.output())
        .contains("wrong in 5 places")
        .contains("LEASEHOLD_FILE_TEMPLATE: the template has an unknown field")
        .contains("LEASEHOLD_FILE_MODE: mode 0777 opens the credential to every user")
        .contains("LEASEHOLD_SIGNAL_COMMAND_LINE: the command line's pattern cannot be read")
        .contains("LEASEHOLD_RELOAD_URL: the reload address leads to elsewhere.example")
        .contains("LEASEHOLD_NONSENSE: unknown setting");
    assertThat(start("run").end()).isEqualTo(ExitCode.CONFIGURATION.status());
  }

  @Test
  void namesWhatIsInThePlaceOfATemplate() throws Exception {
    environment.put("LEASEHOLD_FILE_FORMAT", "template");
    Path template = volume.resolve("template");
    environment.put("LEASEHOLD_FILE_TEMPLATE", template.toString());
    OtherJvm.run(List.of("mkfifo", template.toString()));
    refusesTemplate(template, "is no regular file but a pipe, a socket or a device");
    Files.delete(template);
    Files.createDirectory(template);
    refusesTemplate(template, "is a directory");
    Files.delete(template);
    Files.write(template, new byte[(1 << 20) + 1]);
    refusesTemplate(template, "is over 1 MiB");
  }

  private void refusesTemplate(Path template, String why) {
    SidecarProcess validate = start("validate");
    assertThat(validate.end()).as(validate.output()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(validate.output()).contains("the template " + template + " " + why);
  }

  @Test
  void saysWhatIsRightWithTheSettings() {
    SidecarProcess validate = start("validate", "--settings=file.path=db.json,file.format=json");
    assertThat(validate.end()).as(validate.output()).isZero();
    assertThat(validate.output())
        .contains("default: database/creds/orders is written to " + volume + "/db.json as json");
  }

  @Test
  void putsTheAgentOnAVolume() throws Exception {
    Path built = Path.of(System.getProperty("leasehold.test.sidecar-jar"));
    Path image = Files.createTempDirectory(Path.of("target"), "image").toAbsolutePath();
    Path jar = Files.copy(built, image.resolve("leasehold-sidecar.jar"));
    Files.createSymbolicLink(image.resolve("lib"), built.resolveSibling("lib"));
    SidecarProcess none = SidecarProcess.start(jar, Map.of(), "copy-agent", volume.toString());
    assertThat(none.end()).isEqualTo(ExitCode.NO_AGENT.status());

    Files.writeString(image.resolve("leasehold-agent.jar"), "as if");
    SidecarProcess copy = SidecarProcess.start(jar, Map.of(), "copy-agent", volume.toString());
    assertThat(copy.end()).as(copy.output()).isZero();
    assertThat(volume.resolve("leasehold-agent.jar")).hasContent("as if");
    String nowhere = volume.resolve("none").toString();
    assertThat(SidecarProcess.start(jar, Map.of(), "copy-agent", nowhere).end())
        .isEqualTo(ExitCode.CANNOT_WRITE.status());
  }

  private static String answer(int port, String path) {
    try {
      return get(port, path);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private String expect(ExitCode code, Map<String, String> changes) {
    environment = new HashMap<>(environment);
    Map<String, String> before = Map.copyOf(environment);
    environment.putAll(changes);
    SidecarProcess init = start("init");
    assertThat(init.end()).as(changes + "\n" + init.output()).isEqualTo(code.status());
    environment = new HashMap<>(before);
    return init.output();
  }
}
