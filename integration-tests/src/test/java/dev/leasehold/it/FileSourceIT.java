// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.process.Secrets;
import dev.leasehold.testbed.vault.TokenTerms;
import dev.leasehold.testbed.vault.VaultAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Credentials that another program writes into a file, and the signal that has them read. */
class FileSourceIT {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final int CHANGES = Math.min(100, Integer.getInteger("leasehold.rotations", 30));

  /** SIGHUP's number, and 128 for an end by a signal. */
  private static final int HUNG_UP = 129;

  /** A role of short leases. */
  private static final String SHORT = "short";

  @AutoClose private static TestBed bed;

  /**
   * Made before there are several threads: a script that is just being written cannot be run, and a
   * process that another thread starts meanwhile keeps it open for writing (ETXTBSY).
   */
  private static Path withoutTerminal;

  @BeforeAll
  static void start() {
    bed = TestBed.start();
    withoutTerminal = Commands.javaHome("setsid", "");
  }

  @Test
  void failsNoQueryThroughManyChangesOfEachKindOfFile() {
    ExecutorService threads = Executors.newFixedThreadPool(CredentialFile.Kind.values().length);
    List<CompletableFuture<Void>> kinds =
        Stream.of(CredentialFile.Kind.values())
            .map(kind -> CompletableFuture.runAsync(() -> changeUnderLoad(kind), threads))
            .toList();
    kinds.forEach(CompletableFuture::join);
    threads.shutdown();
  }

  /** The role before is dropped as soon as the agent says that its last connection is closed. */
  private static void changeUnderLoad(CredentialFile.Kind kind) {
    CredentialFile file = new CredentialFile(kind);
    String role = change(file, kind, 0);
    LongStream.Builder millis = LongStream.builder();
    try (Workload workload = start(file, sourceFor(kind))) {
      workload.load(2);
      workload.awaitGeneration(1, BOUND);
      for (int i = 1; i <= CHANGES; i++) {
        String before = role;
        Instant changed = Instant.now();
        role = change(file, kind, i);
        int generation = workload.awaitGenerationOf(role, BOUND);
        assertThat(generation).as("a generation for each change").isEqualTo(i + 1);
        String line = workload.awaitLog(" is current: role " + role + ",", BOUND);
        millis.add(Duration.between(changed, Instant.parse(line.split(" ", 2)[0])).toMillis());
        workload.awaitLog(BOUND, "generation " + i + " (" + before + ")", "last connection closed");
        assertThat(bed.postgres().sessions()).doesNotContainKey(before);
        bed.postgres().dropRole(before);
      }
      workload.load(0);
      Tally tally = workload.stop();
      System.out.printf(
          "%s: %d changes, median %d ms from the change to the new credential, %s%n",
          kind, CHANGES, millis.build().sorted().skip(CHANGES / 2).findFirst().orElse(-1), tally);
      assertThat(workload.failures()).isEmpty();
      assertThat(tally.failed()).isZero();
      assertThat(tally.wrong()).as("statements on a role that is gone").isZero();
      assertThat(tally.queries()).isGreaterThan(CHANGES * 5L);
      assertThat(workload.application().errors().all())
          .noneMatch(line -> line.contains(" ERROR ") || line.contains("aborted"));
    }
    bed.postgres().dropRole(role);
  }

  private static Source sourceFor(CredentialFile.Kind kind) {
    return switch (kind) {
      case RENAMED, MOUNTED_DIRECTORY -> Source.HIKARI;
      case IN_PLACE -> Source.TOMCAT;
      case MOUNTED_FILE -> Source.DRIVER_MANAGER;
    };
  }

  /** Makes a role, and has the file hold it. */
  private static String change(CredentialFile file, CredentialFile.Kind kind, int number) {
    String role = "file_" + kind.name().toLowerCase(Locale.ROOT) + "_" + number;
    String password = Secrets.random();
    bed.postgres()
        .query("CREATE ROLE " + role + " LOGIN PASSWORD '" + password + "' IN ROLE app_rw");
    file.write(role, password);
    return role;
  }

  @Test
  void refusesWhileTheDatabaseRejectsWhatIsInTheFileAndGoesOnAfterAChange() {
    CredentialFile file = new CredentialFile(CredentialFile.Kind.RENAMED);
    bed.postgres().query("CREATE ROLE stale LOGIN PASSWORD 'one' IN ROLE app_rw");
    file.write("stale", "one");
    try (Workload workload = start(file, Source.DRIVER_MANAGER)) {
      assertThat(workload.on("a", "borrow")).isEqualTo("borrowed");
      bed.postgres().query("ALTER ROLE stale PASSWORD 'two'");
      assertThat(workload.on("b", "borrow"))
          .startsWith("failed 28000 Leasehold: ")
          .contains("from file " + file.path() + ", written at 20");
      assertThat(workload.on("a", "do", "SELECT current_user")).isEqualTo("row stale");
      file.write("stale", "two");
      workload.awaitGeneration(2, BOUND);
      assertThat(workload.on("b", "borrow")).isEqualTo("borrowed");
      workload.stop();
    }
  }

  /** The real one, which makes a role of its own each time. */
  @Test
  void followsWhatVaultAgentWrites() {
    bed.vault().database().role(SHORT, Duration.ofSeconds(6), Duration.ofSeconds(12));
    bed.vault()
        .jwt(bed.issuer())
        .role(SHORT, TestBed.ACCOUNT, TokenTerms.of(bed.vault().appPolicy(SHORT)));
    CredentialFile file = new CredentialFile(CredentialFile.Kind.RENAMED);
    String template =
        "{{ with secret \"database/creds/"
            + SHORT
            + "\" }}spring.datasource.username={{ .Data.username }}\n"
            + "spring.datasource.password={{ .Data.password }}{{ end }}";
    try (VaultAgent agent =
            VaultAgent.start(bed.vault(), SHORT, bed.tokenFile(), template, file.path());
        Workload workload = start(file, Source.HIKARI)) {
      workload.rotateTo(3);
      assertThat(workload.application().errors().all())
          .noneMatch(line -> line.contains(" ERROR ") || line.contains("aborted"));
    }
  }

  @Test
  void readsTheFileAtSighup() throws Exception {
    bed.postgres().query("CREATE ROLE by_signal LOGIN PASSWORD 'one' IN ROLE app_rw");
    Path volume = Jars.scratch("volume");
    Path file = Files.createDirectory(volume.resolve("unwatched")).resolve("db");
    Path link = Files.createSymbolicLink(volume.resolve("db"), Path.of("unwatched", "db"));
    Files.writeString(file, "username=by_signal\npassword=one\n");
    Map<String, String> settings = withoutTerminal(Map.of("LEASEHOLD_CREDS", "file:" + link), "");
    settings.put("LEASEHOLD_SOURCE_POLL", "1h");
    try (Workload workload = start(settings, Source.DRIVER_MANAGER)) {
      workload.connectOnce().awaitGeneration(1, BOUND);
      workload.awaitLog("listens to SIGHUP", BOUND);
      bed.postgres().query("ALTER ROLE by_signal PASSWORD 'two'");
      Files.writeString(file, "username=by_signal\npassword=two\n");
      hangUp(workload.application());
      workload.awaitGeneration(2, BOUND);
      assertThat(workload.on("a", "borrow")).isEqualTo("borrowed");
      workload.stop();
    }
  }

  @Test
  void rotatesCredentialsFromVaultAtSighupAndCallsTheApplicationsOwnHandler() {
    Map<String, String> settings = withoutTerminal(Workload.settings(bed), "");
    List<String> command = SmallProgram.command("hangup", bed.postgres().url());
    try (Application application = Application.start(settings, command)) {
      application.errors().await(0, line -> line.contains("listens to SIGHUP"), BOUND);
      application.output().await(0, "done"::equals, BOUND);
      hangUp(application);
      application
          .errors()
          .await(
              0,
              line -> line.contains("generation 2 is current") && line.contains("(SIGHUP)"),
              BOUND);
      application.output().await(0, "own handler"::equals, BOUND);
      application.endInput();
      assertThat(application.awaitExit(BOUND)).isZero();
    }
  }

  @Test
  void leavesSighupAloneWhereItIsSwitchedOffOrIgnored() {
    Map<String, String> off = withoutTerminal(Workload.settings(bed), "");
    off.put("LEASEHOLD_SIGHUP", "off");
    try (Workload workload = start(off, Source.DRIVER_MANAGER)) {
      workload.connectOnce();
      hangUp(workload.application());
      assertThat(workload.application().awaitExit(BOUND)).isEqualTo(HUNG_UP);
    }
    try (Workload workload =
        start(withoutTerminal(Workload.settings(bed), "nohup"), Source.DRIVER_MANAGER)) {
      workload.connectOnce();
      workload.awaitLog("this process ignores SIGHUP, as nohup has it do, so Leasehold", BOUND);
      hangUp(workload.application());
      assertThat(workload.on("a", "borrow")).isEqualTo("borrowed");
      workload.stop();
      assertThat(workload.generations()).isEqualTo(1);
    }
  }

  @Test
  void saysWhyItDoesNotListenWhereTheJvmLeavesSignalsAlone() {
    Source quiet = Source.DRIVER_MANAGER.with("-Xrs");
    try (Workload workload = start(withoutTerminal(Workload.settings(bed), ""), quiet)) {
      workload.awaitLog("this JVM was started with -Xrs, or SIGHUP is taken", BOUND);
      workload.stop();
    }
  }

  private static void hangUp(Application application) {
    String process = Long.toString(application.handle().pid());
    assertThat(Commands.run("kill", "-HUP", process)).isZero();
  }

  private static Workload start(CredentialFile file, Source source) {
    return start(settings(file), source);
  }

  private static Workload start(Map<String, String> settings, Source source) {
    return Workload.start(settings, bed.postgres().url(), source, 100).awaitReady();
  }

  private static Map<String, String> settings(CredentialFile file) {
    return withoutTerminal(Map.of("LEASEHOLD_CREDS", file.location()), "");
  }

  /** With a JVM that is started in a session of its own, as a person may run the tests. */
  private static Map<String, String> withoutTerminal(Map<String, String> settings, String before) {
    Map<String, String> all = new HashMap<>(settings);
    Path home = before.isEmpty() ? withoutTerminal : Commands.javaHome("setsid", before);
    all.put("JAVA_HOME", home.toString());
    all.put("LEASEHOLD_LOG_LEVEL", "debug");
    return all;
  }
}
