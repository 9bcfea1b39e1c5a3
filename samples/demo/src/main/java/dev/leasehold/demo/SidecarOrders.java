// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import dev.leasehold.testbed.SourceTree;
import dev.leasehold.testbed.process.Launch;
import dev.leasehold.testbed.process.ServerDirectory;
import dev.leasehold.testbed.process.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The orders program in Python, as it is, beside the sidecar that writes its connection service
 * file and signals it. The two share a memory volume.
 */
final class SidecarOrders implements OrdersApplication {

  private static final String JAR = "sidecar-image/target/leasehold-sidecar.jar";
  private static final String PROGRAM = "samples/python-psycopg/orders.py";
  private static final String CURRENT_ROLE = "is current: role ";
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(20);

  private final List<Setting> settings;
  private final Path volume;
  private final Path service;
  private final Path pidFile;
  private final Launch sidecarLaunch;
  private final Launch programLaunch;
  private final LogFile sinceKill;
  private ServerProcess sidecar;
  private boolean saidCurrentRole;
  private final ServerProcess program;

  private SidecarOrders(List<Setting> vault, String databaseUrl, Path python) {
    this.volume = volume();
    this.service = volume.resolve("default.pg-service");
    Path directory = ServerDirectory.create("sidecar");
    this.pidFile = directory.resolve("orders.pid");
    this.settings = new ArrayList<>(vault);
    settings.add(new Setting("LEASEHOLD_VOLUME", volume.toString()));
    settings.add(new Setting("LEASEHOLD_URL", databaseUrl));
    settings.add(new Setting("LEASEHOLD_FILE_FORMAT", "pg-service"));
    settings.add(new Setting("LEASEHOLD_DRAIN_AFTER", "2s"));
    settings.add(new Setting("LEASEHOLD_SIGNAL", "HUP"));
    settings.add(new Setting("LEASEHOLD_SIGNAL_PID_FILE", pidFile.toString()));
    this.sidecarLaunch = new Launch("sidecar", sidecarCommand(), directory, "TERM");
    this.programLaunch =
        new Launch("orders", programCommand(python), ServerDirectory.create("orders"), "TERM");
    this.sinceKill = new LogFile(sidecarLaunch.log());
    this.sidecar = ServerProcess.start(sidecarLaunch);
    sidecar.awaitReady(START, () -> Files.exists(service));
    this.program = ServerProcess.start(programLaunch);
  }

  /**
   * Starts the sidecar and, when the first credential is in the file, the program.
   *
   * @param vault where Vault is and how to log in, in environments that hold nothing else
   * @param python an interpreter that has psycopg
   */
  static SidecarOrders start(List<Setting> vault, String databaseUrl, Path python) {
    return new SidecarOrders(vault, databaseUrl, python);
  }

  private static Path volume() {
    try {
      return Files.createTempDirectory(MEMORY, "leasehold-demo-");
    } catch (IOException e) {
      throw new UncheckedIOException("no memory volume in " + MEMORY, e);
    }
  }

  private List<String> programCommand(Path python) {
    return List.of(
        "env",
        "-i",
        "PGSERVICEFILE=" + service,
        "PGSERVICE=default",
        "sh",
        "-c",
        "echo $$ >\"$1\"; exec \"$2\" \"$3\"",
        "sh",
        pidFile.toString(),
        python.toString(),
        file(PROGRAM));
  }

  private List<String> sidecarCommand() {
    List<String> command = new ArrayList<>(List.of("env", "-i"));
    settings.forEach(setting -> command.add(setting.toString()));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", file(JAR)));
    command.add("run");
    return command;
  }

  @Override
  public List<String> surroundings() {
    List<String> lines = new ArrayList<>();
    lines.add("the program, unmodified, has no user and no password:");
    lines.add("  PGSERVICEFILE=" + service + " PGSERVICE=default python3 " + PROGRAM);
    lines.add("the sidecar beside it has this in its environment:");
    settings.forEach(setting -> lines.add("  " + setting));
    return lines;
  }

  @Override
  public void awaitServing() {
    LogFile printed = new LogFile(programLaunch.log());
    program.awaitReady(START, () -> ProgramReports.queries(news(printed)) > 0);
  }

  private static List<String> news(LogFile file) {
    try {
      return file.news();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public AutoCloseable load(Tally tally) {
    return ProgramReports.count(programLaunch.log(), tally);
  }

  /** Kills the sidecar, and starts it anew on the files that it has left on the volume. */
  void killSidecar() {
    sidecar.stop("KILL", STOP);
    news(sinceKill);
    sidecar = ServerProcess.start(sidecarLaunch);
  }

  /** Returns whether the sidecar has said, since it was started anew, which role is current. */
  boolean hasCurrentRoleSinceKill() {
    saidCurrentRole |= news(sinceKill).stream().anyMatch(line -> line.contains(CURRENT_ROLE));
    return saidCurrentRole;
  }

  @Override
  public Path log() {
    return sidecarLaunch.log();
  }

  @Override
  public String address() {
    return "program      tail -f " + programLaunch.log();
  }

  @Override
  public void stop() {
    program.stop("TERM", STOP);
    sidecar.stop("TERM", STOP);
  }

  @Override
  public void close() {
    stop();
    ServerDirectory.remove(programLaunch.directory());
    ServerDirectory.remove(sidecarLaunch.directory());
    ServerDirectory.remove(volume);
  }

  private static String file(String path) {
    return SourceTree.root().resolve(path).toString();
  }
}
