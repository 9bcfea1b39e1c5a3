// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.leasehold.audit.answer.AnswerFormat;
import dev.leasehold.audit.answer.AnswerSection;
import dev.leasehold.audit.history.HistoryFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The end of the program where memory, files or patience end. */
class AuditFaultsTest {

  /** The status by which a shell tells that a program ended by SIGTERM. */
  private static final int TERMINATED = 128 + 15;

  private final Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter messages = new StringWriter();

  AuditFaultsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Java would end with 1, which means findings. */
  @Test
  void endsWithACodeOfItsOwnWhereMemoryEnds() throws Exception {
    for (Error error : List.of(new OutOfMemoryError("heap"), new StackOverflowError("deep"))) {
      InputStream in =
          new InputStream() {
            @Override
            public int read() {
              throw error;
            }
          };
      assertThat(run(in, "findings", "--vault-audit=-", "--temporary-folder=" + folder))
          .isEqualTo(70);
      assertThat(messages.toString()).contains(error.toString(), "please report it");
      assertThat(left()).isEmpty();
    }
  }

  @Test
  void goesOnAfterAnInputThatCannotBeReadAndNamesIt() throws Exception {
    HistoryFiles history = HistoryFiles.write(folder);
    Path cut = Files.write(folder.resolve("audit.log.1.gz"), new byte[] {0x1f, (byte) 0x8b, 8});
    String[] question = {
      "lease",
      history.lease(),
      "--vault-audit=" + cut,
      "--vault-audit=" + folder.resolve("audit.log")
    };
    assertThat(run(InputStream.nullInputStream(), question)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains(history.lease());
    assertThat(messages.toString())
        .startsWith("leasehold audit: 1 lines of " + cut + " (Vault's audit log)")
        .contains("cannot be opened")
        .hasLineCount(1);
  }

  /** As where the log of a database is on a volume of its own, and a link says where. */
  @Test
  void readsAFolderThatIsALinkAndAFileInIt() throws Exception {
    Path real = Files.createDirectories(folder.resolve("volume").resolve("log"));
    HistoryFiles history = HistoryFiles.write(folder);
    Files.move(folder.resolve("audit.log"), real.resolve("audit.log"));
    Path link = Files.createSymbolicLink(folder.resolve("log"), real);
    Path parent = Files.createSymbolicLink(folder.resolve("v"), folder.resolve("volume"));
    for (Path named : List.of(link, link.resolve("audit.log"), parent.resolve("log"))) {
      String[] question = {"lease", history.lease(), "--vault-audit=" + named};
      assertThat(run(InputStream.nullInputStream(), question)).as("%s", named).isZero();
      assertThat(out.toString(StandardCharsets.UTF_8)).contains(history.lease());
    }
    assertThat(messages.toString()).isEmpty();
  }

  @Test
  void showsTheFirstOfManyFindingsAndCountsAll() throws Exception {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 1100; i++) {
      log.append(
          ("{\"auth\":{\"display_name\":\"root\"},\"request\":{\"id\":\"%d\",\"operation\":\"read\",\"path\":"
                  + "\"database/creds/%s\",\"remote_address\":\"10.0.%d.%d\"},\"time\":\"2026-11-28T14:21:25Z\",\"type\":\"response\"}\n")
              .formatted(i, "x".repeat(i), i / 250, i % 250));
    }
    InputStream in = new ByteArrayInputStream(log.toString().getBytes(StandardCharsets.UTF_8));
    assertThat(run(in, "findings", "--vault-audit=-", "-o", "json")).isEqualTo(1);
    JsonNode answer = new ObjectMapper().readTree(out.toByteArray());
    assertThat(answer.get("findings")).hasSize(1000);
    assertThat(answer.at("/counts/0/findings").asLong()).isEqualTo(1100);
    assertThat(answer.at("/counts/0/left_out").asLong()).isEqualTo(100);
    assertThat(answer.get("findings").findValuesAsText("detail"))
        .allMatch(detail -> detail.length() <= 503);
  }

  @ParameterizedTest
  @EnumSource
  void saysHowManyRowsAreLeftOut(AnswerFormat format) throws Exception {
    StringWriter written = new StringWriter();
    format.write(
        List.of(new AnswerSection("findings", List.of("code"), List.of(List.of("LA01")), 5)),
        written);
    assertThat(written.toString()).containsPattern("5 more rows are left out|_left_out\" : 5");
  }

  @ParameterizedTest
  @EnumSource
  void writesNothingThatATerminalASpreadsheetOrABrowserRuns(AnswerFormat format) throws Exception {
    String hostile = "\u001b]0;x\u0007\u009b2J\u202e\u2028\u0000<script>'\"&</script>";
    StringWriter written = new StringWriter();
    List<String> columns = List.of("detail", "taken_at");
    List<Object> row = List.of(hostile, Instant.EPOCH);
    format.write(
        List.of(
            new AnswerSection("findings", columns, List.of(row), 0),
            new AnswerSection("a", List.of("x"), List.of(List.of("\uff1dcmd()")), 0)),
        written);
    assertThat(written.toString().replaceAll("[\r\n]", "")).doesNotContainPattern("\\p{C}|\u2028");
    if (format == AnswerFormat.html) {
      assertThat(written.toString()).doesNotContain("<script").contains("<rect");
    }
    if (format == AnswerFormat.csv) {
      assertThat(written.toString()).contains("a,'\uff1dcmd()");
    }
  }

  @Test
  void removesItsTemporaryFilesWhenItIsAskedToEnd() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            AuditMain.class.getName(),
            "findings",
            "--vault-audit=-",
            "--temporary-folder=" + folder);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(new byte[2 << 20]); // More than a pipe holds: it is read once there are tables.
      in.flush();
      assertThat(left()).hasSize(1);
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(TERMINATED);
      assertThat(left()).isEmpty();
    } finally {
      process.destroyForcibly();
    }
  }

  /** A volume of 2 MB, which the database's first block and some rows fill. */
  @Test
  void saysWhereToGiveRoomWhereTheVolumeOfItsTablesIsFull() throws Exception {
    assumeThat(
            new ProcessBuilder("unshare", "--mount", "--map-root-user", "true").start().waitFor())
        .as("namespaces of a user")
        .isZero();
    Path logs = Files.createDirectory(folder.resolve("logs"));
    Path volume = Files.createDirectory(folder.resolve("volume"));
    HistoryFiles.write(logs, 200, 1);
    ProcessBuilder builder =
        new ProcessBuilder(
            "unshare",
            "--mount",
            "--map-root-user",
            "sh",
            "-c",
            "mount -t tmpfs -o size=2m tmpfs \"$1\" && shift && exec \"$@\"",
            "sh",
            volume.toString(),
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            AuditMain.class.getName(),
            "findings",
            "--vault-audit=" + logs.resolve("audit.log"),
            "--postgresql=" + logs.resolve("postgresql.json"),
            "--temporary-folder=" + volume);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("said").toFile());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(folder.resolve("said"));
    assertThat(process.exitValue()).as(said).isEqualTo(73);
    assertThat(said)
        .contains("DuckDB failed: ", "; give more room with --temporary-folder or --memory");
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private int run(InputStream in, String... arguments) {
    out.reset();
    return AuditMain.run(in, out, new PrintWriter(messages, true), arguments);
  }
}
