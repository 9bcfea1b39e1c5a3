// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.LeaseClock;
import dev.leasehold.sidecar.delivery.SavedLines;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The answers of {@code healthcheck} about a volume that another process writes to. */
class HealthcheckTest {

  private static final String ENDED = SavedLines.of(LeaseClock.system(), "ended", 0);
  private static final String LIVING = SavedLines.of(LeaseClock.system(), "living", 3_600_000);

  private final Path volume;
  private final Path file;
  private final Path state;

  HealthcheckTest(@TempDir Path volume) {
    this.volume = volume;
    this.file = volume.resolve("default.properties");
    this.state = volume.resolve(".default.lease");
  }

  @BeforeEach
  void deliver() throws Exception {
    Files.writeString(file, "in the file");
  }

  @Test
  void looksAtTheLeaseOfWhatIsInTheFile() throws Exception {
    noted(LIVING, delivered("living", "in the file"));
    assertThat(said()).isEmpty();
    noted(ENDED, LIVING, delivered("ended", "in the file"));
    assertThat(said())
        .isEqualTo("default: the lease of the credential in default.properties has ended");
    noted(ENDED, LIVING, delivered("living", "in another file"));
    assertThat(said())
        .isEqualTo(
            "default: the credential in default.properties is not of a lease that the sidecar holds");
  }

  @Test
  void followsNoLinkAndReadsNoMoreThanAMebibyte() throws Exception {
    Path elsewhere = Files.writeString(volume.resolve("elsewhere"), LIVING);
    Files.createSymbolicLink(state, elsewhere);
    assertThat(said())
        .isEqualTo("default: Volume " + volume + ": .default.lease is a link. Remove it");
    Files.delete(state);
    Files.write(state, new byte[(1 << 20) + 1]);
    assertThat(said()).contains(".default.lease is longer than 1048576 bytes");
    Files.delete(state);
    assertThat(said())
        .isEqualTo(
            "default: no sidecar keeps default.properties fresh: there is no .default.lease in "
                + volume);
    Files.delete(file);
    Files.createSymbolicLink(file, elsewhere);
    assertThat(said()).isEqualTo("default: " + file + " has no credential");
  }

  private void noted(String... lines) throws Exception {
    Files.writeString(state, String.join("\n", lines));
  }

  private static String delivered(String id, String content) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8));
    return "file " + HexFormat.of().formatHex(digest) + " " + id;
  }

  /** Returns the text that the mode says and ends with 1, or nothing and ends with 0. */
  private String said() {
    Properties properties = System.getProperties();
    System.setProperties(withoutSettings(properties));
    PrintStream before = System.err;
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    int status;
    System.setErr(new PrintStream(output, true, UTF_8));
    try {
      status =
          LeaseholdSidecar.run(
              "healthcheck",
              "--settings=vault.addr=https://127.0.0.1:1,auth.role=orders,creds=database/creds/orders"
                  + ",volume="
                  + volume);
    } finally {
      System.setErr(before);
      System.setProperties(properties);
    }
    String said = output.toString(UTF_8).strip();
    assertThat(status)
        .as(said)
        .isEqualTo((said.isEmpty() ? ExitCode.OK : ExitCode.UNHEALTHY).status());
    return said;
  }

  /** Leaves out the properties of the build, which the sidecar would take for settings. */
  private static Properties withoutSettings(Properties all) {
    Properties others = new Properties();
    others.putAll(all);
    others.keySet().removeIf(name -> name.toString().startsWith("leasehold."));
    return others;
  }
}
