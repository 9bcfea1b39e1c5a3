// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.net.Ports;
import dev.leasehold.testbed.sql.Login;
import dev.leasehold.testbed.vault.TokenTerms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Secrets of each kind in one sidecar: dynamic, static, and key and value of both versions. */
class SecretKindsIT extends SidecarBed {

  private static final String FIXED = "database/static-creds/fixed";
  private static final String KV2 = "secret/data/app";
  private static final Map<String, String> PATHS =
      Map.of("dynamic", TestBed.CREDS_PATH, "fixed", FIXED, "kv1", "kv/app", "kv2", KV2);

  @BeforeAll
  static void secrets() {
    BED.postgres().query("CREATE ROLE fixed LOGIN PASSWORD 'initial' IN ROLE app_rw");
    BED.postgres().query("GRANT fixed TO vault WITH ADMIN OPTION");
    BED.postgres().query("CREATE ROLE kv1 LOGIN IN ROLE app_rw");
    BED.postgres().query("CREATE ROLE kv2 LOGIN IN ROLE app_rw");
    BED.vault().api().write("sys/mounts/secret", Map.of("type", "kv-v2"));
    BED.vault().policy("kinds", policy());
    BED.vault().jwt(BED.issuer()).role("kinds", TestBed.ACCOUNT, TokenTerms.of("kinds"));
  }

  private static String policy() {
    StringBuilder hcl = new StringBuilder();
    PATHS.values().forEach(path -> allow(hcl, path, "read"));
    allow(hcl, "auth/token/*", "update");
    allow(hcl, "sys/leases/*", "update");
    return hcl.toString();
  }

  private static void allow(StringBuilder hcl, String path, String capability) {
    hcl.append("path \"%s\" { capabilities = [\"%s\"] }%n".formatted(path, capability));
  }

  @Test
  void followsEachKindTellsTheProgramAndRevokesOnlyWhatIsALease() throws Exception {
    BED.vault().database().staticRole("fixed", "fixed", Duration.ofSeconds(6));
    write("kv1", "one");
    write("kv2", "one");
    settings();
    Process program = program();
    try {
      SidecarProcess sidecar = start("run");
      PATHS.keySet().forEach(name -> sidecar.says(name + ": SIGHUP was sent to ordersd"));
      Login dynamic = login("dynamic");
      Login fixed = login("fixed");
      connect(dynamic);
      connect(login("kv1"));
      connect(login("kv2"));

      write("kv1", "two");
      write("kv2", "two");
      awaitNews("kv1", new Login("kv1", "two"));
      awaitNews("kv2", new Login("kv2", "two"));
      SidecarProcess.eventually(
          "the static role's password has changed", () -> !login("fixed").equals(fixed));
      BED.vault().database().staticRole("fixed", "fixed", Duration.ofHours(1));
      SidecarProcess.eventually("the file has followed", this::isFixedPasswordInTheFile);
      connect(login("fixed"));
      awaitNews("fixed", login("fixed"));
      assertThat(login("dynamic")).as("a lease of its own").isEqualTo(dynamic);

      goesOnAfterARestartWithoutVault(sidecar);
    } finally {
      program.destroyForcibly();
    }
  }

  private void goesOnAfterARestartWithoutVault(SidecarProcess sidecar) throws Exception {
    Login dynamic = login("dynamic");
    Login fixed = login("fixed");
    Login kv1 = login("kv1");
    String issued = issued("kv2");
    assertThat(start("healthcheck").end()).isZero();
    sidecar.kill();
    int port = Ports.free();
    environment.put("LEASEHOLD_HEALTH_LISTEN", "127.0.0.1:" + port);
    BED.vault().stop();
    SidecarProcess next = start("run");
    try {
      PATHS.keySet().forEach(name -> next.says(name + ": generation 1 is current"));
      SidecarProcess.eventually("all are ready", () -> ready(port).startsWith("200 "));
      assertThat(start("healthcheck").end()).isZero();
    } finally {
      BED.vault().start();
    }
    assertThat(List.of(login("dynamic"), login("fixed"), login("kv1")))
        .containsExactly(dynamic, fixed, kv1);
    assertThat(issued("kv2")).as("when Vault gave it out").isEqualTo(issued);
    write("kv2", "three");
    awaitNews("kv2", new Login("kv2", "three"));

    assertThat(next.signal("TERM").end()).as(next.output()).isZero();
    SidecarProcess.eventually("no dynamic role is left", () -> roles().isEmpty());
    connect(fixed);
    connect(kv1);
    PATHS.keySet().forEach(name -> assertThat(file(name)).doesNotExist());
  }

  private static String ready(int port) {
    try {
      return get(port, "/readyz");
    } catch (Exception notYet) {
      return "";
    }
  }

  private String issued(String name) {
    return read(file(name))
        .lines()
        .filter(line -> line.startsWith("issued_at="))
        .findFirst()
        .orElse("");
  }

  /**
   * It has no lease that could be renewed meanwhile, and its file stays for the rest of its hour.
   */
  @Test
  void keepsASecretWhoseNextVersionTheFormatCannotHold() throws Exception {
    environment.put("LEASEHOLD_CREDS", KV2);
    environment.put("LEASEHOLD_AUTH_ROLE", "kinds");
    environment.put("LEASEHOLD_FILE_FORMAT", "env");
    environment.put("LEASEHOLD_FILE_PATH", "default.properties");
    environment.put("LEASEHOLD_FILE_USERNAME_AS", "username");
    environment.put("LEASEHOLD_FILE_PASSWORD_AS", "password");
    environment.put("LEASEHOLD_SIGNAL", "HUP");
    Path noPid = Files.writeString(volume.resolve("pid"), "none");
    environment.put("LEASEHOLD_SIGNAL_PID_FILE", noPid.toString());
    write("kv2", "one");
    SidecarProcess sidecar = start("run").says("has the credential of generation 1");
    Map<String, String> unfit = Map.of("username", "kv2", "password", "a'b`");
    BED.vault().api().write(KV2, Map.of("data", unfit));
    sidecar.signal("HUP").says("the format env cannot hold the password, which");
    assertThat(start("healthcheck").end()).isZero();

    sidecar.kill();
    SidecarProcess next = start("run").says("the format env cannot hold the password, which");
    next.says("does not hold"); // A second after the start, as it looks at the content of the file.
    assertThat(start("healthcheck").end()).isZero();
    assertThat(login(content())).isEqualTo(new Login("kv2", "one"));
    assertThat(next.signal("TERM").end()).as(next.output()).isZero();
    assertThat(file()).doesNotExist();
  }

  private void settings() {
    environment.remove("LEASEHOLD_CREDS");
    environment.put("LEASEHOLD_AUTH_ROLE", "kinds");
    environment.put("LEASEHOLD_BINDINGS", String.join(",", PATHS.keySet()));
    environment.put("LEASEHOLD_MARGIN", "1s");
    PATHS.forEach(
        (name, path) -> {
          String prefix = "LEASEHOLD_" + name.toUpperCase(Locale.ROOT);
          environment.put(prefix + "_CREDS", path);
          environment.put(prefix + "_SIGNAL", "HUP");
          environment.put(prefix + "_SIGNAL_PROCESS", "ordersd");
        });
    environment.put("LEASEHOLD_KV1_ROTATE_AFTER", "2s");
    environment.put("LEASEHOLD_KV2_ROTATE_AFTER", "2s");
  }

  /** A program with a name of its own, which reads all files at a signal. */
  private Process program() throws IOException {
    Path directory = Files.createTempDirectory(Path.of("target"), "ordersd-").toAbsolutePath();
    Path script =
        Files.writeString(
            directory.resolve("ordersd"),
            "#!/bin/sh\ntrap 'cat *.properties >> heard' HUP\n: > ready\nwhile :; do sleep 0.05;"
                + " done\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Process program =
        new ProcessBuilder("env", "--default-signal=HUP", script.toString())
            .directory(volume.toFile())
            .start();
    SidecarProcess.eventually("the program", () -> Files.exists(volume.resolve("ready")));
    return program;
  }

  private void awaitNews(String name, Login login) {
    SidecarProcess.eventually(name + " in the file", () -> login(name).equals(login));
    String line = "password=" + login.password() + "\n";
    SidecarProcess.eventually(
        name + " in the program", () -> read(volume.resolve("heard")).contains(line));
  }

  private static void write(String name, String password) {
    BED.postgres().query("ALTER ROLE " + name + " PASSWORD '" + password + "'");
    Map<String, String> secret = Map.of("username", name, "password", password);
    if (name.equals("kv1")) {
      BED.vault().keyValue("app", secret);
    } else {
      BED.vault().api().write(KV2, Map.of("data", secret));
    }
  }

  private Path file(String name) {
    return volume.resolve(name + ".properties");
  }

  private Login login(String name) {
    return login(read(file(name)).getBytes(UTF_8));
  }

  /** Vault says so once it has heard that it is to change it no more. */
  private boolean isFixedPasswordInTheFile() {
    JsonNode secret = BED.vault().api().read(FIXED).path("data");
    return secret.path("ttl").asLong() > 60
        && secret.path("password").asText().equals(login("fixed").password());
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
