// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.process.ServerDirectory;
import dev.leasehold.testbed.vault.TokenTerms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An unfit input comes in the place of a file that the sidecar reads, while a credential is in use.
 * Each is named in one line, the credential stays, and the next good file is taken.
 */
class UnfitInputIT extends SidecarBed {

  private static final String SECRET = "kv/unfit";
  private static final String LOGINS = "auth/jwt/login";

  private Path inputs = Path.of("");

  @BeforeEach
  void makeDirectory() throws IOException {
    inputs = Files.createTempDirectory(Path.of("target"), "inputs-").toAbsolutePath();
  }

  @AfterEach
  void removeDirectory() {
    ServerDirectory.remove(inputs);
  }

  /** An input that is at a path in place of a good file, and the words about it. */
  private record Unfit(String said, Making making) {}

  /** Makes something at a path. */
  private interface Making {
    void at(Path path) throws Exception;
  }

  private static Map<String, Unfit> unfit(String size) {
    Map<String, Unfit> all = new LinkedHashMap<>();
    all.put("nothing", new Unfit(" does not exist; check the path", path -> {}));
    all.put(
        "too large", new Unfit(" is over " + size, path -> Files.write(path, new byte[1 << 21])));
    all.put(
        "pipe",
        new Unfit(
            " is no regular file but a pipe, a socket or a device",
            path -> OtherJvm.run(List.of("mkfifo", path.toString()))));
    all.put("directory", new Unfit(" is a directory; name the file in it", Files::createDirectory));
    all.put(
        "link to itself",
        new Unfit(
            " does not exist; check the path",
            path -> Files.createSymbolicLink(path, path.getFileName())));
    all.put(
        "unreadable",
        new Unfit(
            " cannot be read; let the process's user read it",
            path ->
                Files.setPosixFilePermissions(
                    Files.writeString(path, "x"), PosixFilePermissions.fromString("---------"))));
    return all;
  }

  /** A credential from a key-value secret outlives the token that it was read with. */
  @Test
  void keepsTheCredentialWhileItCannotLogInAndGoesOnWithTheNextGoodToken() throws Exception {
    BED.vault().keyValue("unfit", Map.of("username", "app", "password", "first"));
    BED.vault().policy("unfit", policy());
    BED.vault().jwt(BED.issuer()).role("unfit", TestBed.ACCOUNT, TokenTerms.of("unfit"));
    Path token = Files.copy(BED.tokenFile(), inputs.resolve("token"));
    environment.put("LEASEHOLD_AUTH_ROLE", "unfit");
    environment.put("LEASEHOLD_AUTH_TOKEN_FILE", token.toString());
    environment.put("LEASEHOLD_CREDS", SECRET);
    Map<String, Unfit> all = unfit("64 KiB");
    all.put("empty", new Unfit(" is empty; check the program that writes it", Files::createFile));
    all.put(
        "two", new Unfit(" does not hold a single token", path -> Files.writeString(path, "a b")));
    all.put("half", new Unfit(LOGINS, path -> Files.writeString(path, "eyJhbGciOiJFUzI1Ni")));

    SidecarProcess sidecar = startAsOrdinaryUser("run").says("has the credential of generation 1");
    for (Map.Entry<String, Unfit> each : all.entrySet()) {
      byte[] content = content();
      BED.vault().revokePrefix(LOGINS);
      Path good = putAway(token);
      each.getValue().making().at(token);
      int before = sidecar.output().length();
      sidecar.signal("HUP");
      SidecarProcess.eventually(
          each.getKey() + " is named",
          () -> sidecar.output().substring(before).contains(each.getValue().said()));
      assertThat(content()).as(each.getKey()).isEqualTo(content);

      putBack(good, token);
      BED.vault().keyValue("unfit", Map.of("username", "app", "password", each.getKey()));
      sidecar.signal("HUP");
      SidecarProcess.eventually(
          "the credential after " + each.getKey(),
          () -> login(content()).password().equals(each.getKey()));
      assertThat(sidecar.output().substring(before)).containsOnlyOnce(each.getValue().said());
    }
    assertThat(sidecar.signal("TERM").end()).as(sidecar.output()).isZero();
  }

  private static String policy() {
    return "path \"%s\" { capabilities = [\"read\"] }%npath \"auth/token/*\" { capabilities = [\"update\"] }"
        .formatted(SECRET);
  }

  /** A template is read at the start: the next sidecar finds its present content. */
  @Test
  void leavesTheFileOfTheRunBeforeWhereTheTemplateIsOfNoUse() throws Exception {
    Path template = Files.writeString(inputs.resolve("template"), "{{username}} {{password}}\n");
    environment.put("LEASEHOLD_FILE_FORMAT", "template");
    environment.put("LEASEHOLD_FILE_PATH", "default.properties");
    environment.put("LEASEHOLD_FILE_TEMPLATE", template.toString());
    Map<String, Unfit> all = unfit("1 MiB");
    all.put("empty", new Unfit(" is empty; check the program that writes it", Files::createFile));
    String unnamed = "the template does not name the password; write";
    all.put("half", new Unfit(unnamed, path -> Files.writeString(path, "{{username}} ")));
    all.put(
        "cut off",
        new Unfit(
            "the template has a {{ without its }}",
            path -> Files.writeString(path, "{{username}} {{passw")));

    startAsOrdinaryUser("run").says("has the credential of generation 1").kill();
    byte[] content = content();
    Path good = putAway(template);
    for (Map.Entry<String, Unfit> each : all.entrySet()) {
      each.getValue().making().at(template);
      SidecarProcess sidecar = startAsOrdinaryUser("run");
      assertThat(sidecar.end()).as(each.getKey()).isEqualTo(ExitCode.CONFIGURATION.status());
      assertThat(sidecar.output()).containsOnlyOnce(each.getValue().said());
      assertThat(content()).as(each.getKey()).isEqualTo(content);
      Files.deleteIfExists(template);
    }
    putBack(good, template);
    SidecarProcess next = startAsOrdinaryUser("run").says("has the credential of generation 1");
    assertThat(content()).isEqualTo(content);
    assertThat(next.signal("TERM").end()).as(next.output()).isZero();
    assertThat(roles()).isEmpty();
  }

  private static Path putAway(Path file) throws IOException {
    return Files.move(file, file.resolveSibling("good"), ATOMIC_MOVE);
  }

  private static void putBack(Path good, Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.move(good, file, ATOMIC_MOVE);
  }

  /** Root, too, is to be refused a file whose mode keeps it out. */
  private SidecarProcess startAsOrdinaryUser(String mode) {
    boolean root = "root".equals(System.getProperty("user.name"));
    List<String> before =
        root ? List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search") : List.of();
    return SidecarProcess.startBy(before, environment, mode);
  }
}
