// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.leasehold.audit.history.HistoryStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service is killed with SIGKILL at random, again and again, while logs grow and are rotated.
 * {@code -Dleasehold.kills=200} kills it more often.
 */
class KilledWatchTest {

  private static final int KILLS = Integer.getInteger("leasehold.kills", 12);
  private static final int LONGEST_LIFE_MILLIS = 8_000;
  private static final int PIECES = 20;

  /** Runs a command on a volume that is full, and once more when there is room. */
  private static final String FULL =
      "log=$1 && shift && mount -t tmpfs -o size=2m tmpfs \"$0\" && { \"$@\" <\"$log\"; echo"
          + " \"ended with $?\"; mount -o remount,size=1g \"$0\" && exec \"$@\" <\"$log\"; }";

  private final Path folder;
  private final Path found;
  private final Random random = new Random(KILLS);

  KilledWatchTest(@TempDir Path folder) {
    this.folder = folder;
    this.found = folder.resolve("found.json");
  }

  @Test
  void losesNothingAndWritesNothingTwice() throws Exception {
    List<HistoryStream.Line> lines = HistoryStream.write(folder, 30, 4);
    Files.setLastModifiedTime(folder.resolve("pods.json"), FileTime.fromMillis(0));
    int written = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Process service = start();
      int life = random.nextInt(LONGEST_LIFE_MILLIS);
      int to = (int) ((long) lines.size() * (kill + 1) / KILLS);
      for (int left = PIECES; left > 0; left--) {
        int next = written + (to - written) / left;
        write(lines.subList(written, next));
        written = next;
        assertThat(service.waitFor(life / PIECES, TimeUnit.MILLISECONDS)).as(messages()).isFalse();
      }
      service.destroyForcibly().waitFor();
      if (kill % 3 == 2) {
        Path log = folder.resolve("audit.log");
        Files.move(log, folder.resolve("audit.log." + kill));
      }
    }
    List<String> truth = truth(lines);
    assertThat(state()).hasSizeGreaterThan(1).allMatch(mode -> mode.equals("rw-------"));
    try (WatchTrial last = new WatchTrial(folder)) {
      last.await(() -> last.get("/metrics").contains("leasehold_audit_round_duration_seconds"));
      last.await(() -> WatchTrial.subjects(found).size() >= truth.size());
    }
    assertThat(WatchTrial.subjects(found)).containsExactlyInAnyOrderElementsOf(truth);
    assertThat(WatchTrial.found(found).stream().map(each -> each.path("id").asText()))
        .doesNotHaveDuplicates();
    assertThat(WatchTrial.number(folder, "SELECT count(*) FROM source_vault_response"))
        .isEqualTo(lines.stream().filter(line -> line.text().endsWith("\"response\"}")).count());
    assertThat(WatchTrial.number(folder, "SELECT count(*) FROM source_session_line"))
        .isEqualTo(lines.stream().filter(line -> line.log().equals("postgresql.json")).count());
  }

  /** Lines are in the state together with how far they have been read, or are read again. */
  @Test
  void losesNothingWhereTheVolumeOfItsStateIsFull() throws Exception {
    assumeThat(
            new ProcessBuilder("unshare", "--mount", "--map-root-user", "true").start().waitFor())
        .as("namespaces of a user")
        .isZero();
    List<HistoryStream.Line> lines = HistoryStream.write(folder, 200, 4);
    Files.setLastModifiedTime(folder.resolve("pods.json"), FileTime.fromMillis(0));
    WatchTrial.append(folder, lines);
    List<String> command =
        new ArrayList<>(List.of("unshare", "--mount", "--map-root-user", "sh", "-c", FULL));
    command.add(Files.createDirectory(folder.resolve("state")).toString());
    command.add(folder.resolve("vault.log").toString());
    command.addAll(service("-"));
    Process service = start(command);
    assertThat(service.waitFor(4, TimeUnit.MINUTES)).as(messages()).isTrue();
    assertThat(service.exitValue()).as(messages()).isZero();
    assertThat(messages())
        .contains("DuckDB failed: ", "give more room on the disk of --state", "ended with 73");
    assertThat(WatchTrial.subjects(found)).containsExactlyInAnyOrderElementsOf(truth(lines));
    assertThat(WatchTrial.found(found).stream().map(each -> each.path("id").asText()))
        .doesNotHaveDuplicates();
  }

  @Test
  void endsWhereAnotherServiceHasTheState() throws Exception {
    Process one = start();
    Process other = start();
    CompletableFuture.anyOf(one.onExit(), other.onExit()).get(2, TimeUnit.MINUTES);
    Process ended = one.isAlive() ? other : one;
    assertThat(ended.waitFor()).as(messages()).isEqualTo(73);
    assertThat(messages()).contains("state is the state of another service that runs");
    one.destroyForcibly().waitFor();
    other.destroyForcibly().waitFor();
  }

  /** The findings of a service that nobody kills, in logs that do not grow. */
  private List<String> truth(List<HistoryStream.Line> lines) throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.copy(folder.resolve("pods.json"), other.resolve("pods.json"));
    Files.setLastModifiedTime(other.resolve("pods.json"), FileTime.fromMillis(0));
    WatchTrial.append(other, lines);
    Path all = other.resolve("found.json");
    try (WatchTrial watch = new WatchTrial(other)) {
      watch.await(() -> Files.exists(all));
    }
    List<String> truth = WatchTrial.subjects(all);
    assertThat(truth).hasSizeGreaterThan(14 * 4 - 5);
    return truth;
  }

  /** Some lines come in two parts, and the service may be killed between them. */
  private void write(List<HistoryStream.Line> lines) throws IOException {
    for (HistoryStream.Line line : lines) {
      String text = line.text() + "\n";
      int cut = random.nextInt(text.length());
      WatchTrial.append(folder.resolve(line.log()), text.substring(0, cut));
      WatchTrial.append(folder.resolve(line.log()), text.substring(cut));
    }
  }

  private Process start() throws IOException {
    return start(service(folder.resolve("vault.log").toString()));
  }

  private List<String> service(String vaultLog) {
    List<String> command = new ArrayList<>();
    command.add("sh");
    command.add("-c");
    command.add("umask 077; exec \"$0\" \"$@\"");
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx192m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("dev.leasehold.audit.AuditMain", "watch"));
    command.add("--vault-audit=" + folder.resolve("audit.log"));
    command.add("--vault-log=" + vaultLog);
    command.add("--postgresql=" + folder.resolve("postgresql.json"));
    command.add("--kubernetes=" + folder.resolve("pods.json"));
    command.add("--lease-ttl=" + WatchTrial.LEASE_TTL);
    command.addAll(List.of("--every=1s", "--settle=0s", "--retention=2d"));
    command.add("--state=" + folder.resolve("state"));
    command.add("--findings=" + found);
    return command;
  }

  private Process start(List<String> command) throws IOException {
    File messages = folder.resolve("messages").toFile();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(messages))
        .start();
  }

  private String messages() throws IOException {
    Path messages = folder.resolve("messages");
    return Files.exists(messages) ? Files.readString(messages) : "";
  }

  private List<String> state() throws IOException {
    List<String> modes = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve("state"))) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        modes.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)));
      }
    }
    return modes;
  }
}
