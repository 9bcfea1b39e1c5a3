// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options that {@code leasehold audit watch} does not begin with. */
class WatchOptionsTest {

  private final Path folder;
  private final StringWriter messages = new StringWriter();

  WatchOptionsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void readsNothingThatItWritesItself() throws Exception {
    Path logs = Files.createDirectory(folder.resolve("logs"));
    String state = "--state=" + folder.resolve("state");
    assertThat(watch("--vault-audit=" + logs, "--state=" + logs.resolve("a/state"))).isEqualTo(2);
    assertThat(watch("--vault-audit=" + logs, state, "--findings=" + logs.resolve("found")))
        .isEqualTo(2);
    assertThat(
            watch(
                "--vault-audit=" + logs.resolve("audit.log"),
                state,
                "--findings=" + logs.resolve("audit.log.found")))
        .isEqualTo(2);
    assertThat(messages.toString()).contains("--state ", "--findings ").hasLineCount(3);
    assertThat(folder.resolve("state")).doesNotExist();
  }

  @Test
  void aFindingSettlesBeforeItsLinesAreForgotten() {
    assertThat(
            watch(
                "--vault-audit=" + folder.resolve("audit.log"),
                "--state=" + folder.resolve("state"),
                "--settle=24h"))
        .isEqualTo(2);
    assertThat(messages.toString()).contains("--settle has to be shorter than --retention");
  }

  @Test
  void followsNeitherTheApiServersLogNorLinesOfAgents() {
    for (String option : List.of("--kubernetes-audit", "--agent-log")) {
      assertThat(
              watch(
                  "--vault-audit=" + folder.resolve("audit.log"),
                  "--state=" + folder.resolve("state"),
                  option + "=" + folder.resolve("x.log")))
          .isEqualTo(2);
      assertThat(messages.toString())
          .contains(option + " is read by questions, and not followed by watch");
    }
  }

  /** A pod is written once a minute, and would be forgotten in between. */
  @Test
  void keepsNoLessThanTwoListsOfPods() {
    assertThat(
            watch(
                "--vault-audit=" + folder.resolve("audit.log"),
                "--state=" + folder.resolve("state"),
                "--settle=0s",
                "--retention=90s"))
        .isEqualTo(2);
    assertThat(messages.toString()).contains("--retention has to be 2m at least");
  }

  /** Neither the program nor the database's driver prints a text that may be a password. */
  @Test
  void aPasswordStandsInNoUrlAndInNoMessage() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    StreamHandler handler = new StreamHandler(said, new SimpleFormatter());
    Logger root = Logger.getLogger("");
    root.addHandler(handler);
    try {
      for (String url :
          List.of(
              "jdbc:postgresql://db/app?ssl=true&password=hidden-1",
              "jdbc:postgresql://auditor:hidden-1@db",
              "jdbc:postgresql://auditor:hidden-1@db:port/app")) {
        assertThat(
                watch(
                    "--vault-audit=" + folder.resolve("audit.log"),
                    "--state=" + folder.resolve("state"),
                    "--postgresql-url=" + url))
            .isEqualTo(2);
      }
    } finally {
      root.removeHandler(handler);
      handler.close();
    }
    assertThat(messages.toString()).contains("give it as PGPASSWORD").hasLineCount(3);
    assertThat(messages.toString() + said).doesNotContain("hidden-1");
  }

  private int watch(String... options) {
    List<String> arguments = new ArrayList<>(List.of("watch"));
    arguments.addAll(List.of(options));
    return AuditMain.run(
        InputStream.nullInputStream(),
        OutputStream.nullOutputStream(),
        new PrintWriter(messages, true),
        arguments.toArray(new String[0]));
  }
}
