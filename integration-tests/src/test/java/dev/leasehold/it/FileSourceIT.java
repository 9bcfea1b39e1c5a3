// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
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

  /** Root, too, is to be refused a file whose mode keeps it out. */
  private static final String WITHOUT_RIGHTS =
      "setpriv --bounding-set=-dac_override,-dac_read_search";

  /** A role of short leases. */
  private static final String SHORT = "short";

  @AutoClose private static TestBed bed;

  /**
   * Made before there are several threads: a script that is just being written cannot be run. A
   * process that another thread starts meanwhile keeps it open for writing (ETXTBSY).
   */
  private static Path withoutTerminal;

  @BeforeAll
  static void start() {
    bed = TestBed.start();
    boolean root = "root".equals(System.getProperty("user.name"));
    withoutTerminal = Commands.javaHome(root ? WITHOUT_RIGHTS : "", "setsid");
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

  private static void changeUnderLoad(CredentialFile.Kind kind) {
    CredentialFile file = new CredentialFile(kind);
    String name = "file_" + kind.name().toLowerCase(Locale.ROOT);
    CredentialChanges roles = new CredentialChanges(bed.postgres(), name, file, kind);
    LongStream.Builder millis = LongStream.builder();
    try (Workload workload = start(file, sourceFor(kind))) {
      Lines log = workload.application().errors();
      workload.load(2);
      roles.awaitFirst(log);
      for (int i = 0; i < CHANGES; i++) {
        millis.add(roles.change(kind, log));
      }
      workload.awaitQueries(CHANGES * 5L);
      workload.load(0);
      Tally tally = workload.stop();
      System.out.printf(
          "%s: %d changes, median %d ms from the change to the new credential, %s%n",
          kind, CHANGES, millis.build().sorted().skip(CHANGES / 2).findFirst().orElse(-1), tally);
      assertThat(workload.failures()).isEmpty();
      assertThat(tally.failed()).isZero();
      assertThat(tally.wrong()).as("statements on a role that is gone").isZero();
      assertThat(log.all()).noneMatch(line -> line.contains(" ERROR ") || line.contains("aborted"));
    }
    roles.end();
  }

  private static Source sourceFor(CredentialFile.Kind kind) {
    return switch (kind) {
      case RENAMED, MOUNTED_DIRECTORY -> Source.HIKARI;
      case IN_PLACE -> Source.TOMCAT;
      case MOUNTED_FILE -> Source.DRIVER_MANAGER;
    };
  }

  @Test
  void failsNoQueryWhileSomethingUnfitIsInThePlaceOfTheFileAndTakesTheNextGoodOne() {
    CredentialFile file = new CredentialFile(CredentialFile.Kind.RENAMED);
    CredentialChanges roles =
        new CredentialChanges(bed.postgres(), "unfit", file, CredentialFile.Kind.RENAMED);
    Map<String, String> settings = settings(file);
    settings.put("LEASEHOLD_SOURCE_POLL", "100ms");
    try (Workload workload = start(settings, Source.HIKARI)) {
      Lines log = workload.application().errors();
      workload.load(1);
      roles.awaitFirst(log);
      for (UnfitFile unfit : UnfitFile.values()) {
        unfit.replace(file.path());
        Eventually.holds(
            "a line about " + unfit,
            BOUND,
            () -> {
              unfit.keepOn(file.path());
              return named(log, file, unfit) > 0;
            });
        unfit.makeRoom(file.path());
        roles.change(CredentialFile.Kind.RENAMED, log);
      }
      workload.awaitQueries(UnfitFile.values().length);
      workload.load(0);
      Tally tally = workload.stop();
      assertThat(workload.failures()).isEmpty();
      assertThat(tally.failed() + tally.wrong()).isZero();
      assertThat(UnfitFile.values())
          .allSatisfy(unfit -> assertThat(named(log, file, unfit)).as("lines").isOne());
    }
    roles.end();
  }

  private static long named(Lines log, CredentialFile file, UnfitFile unfit) {
    String begin = ": file " + file.path() + " " + unfit.message();
    String end = ". The credential that was read before stays in use, and the file is read again";
    return log.count(line -> line.contains(begin) && line.endsWith(end));
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
          .contains("from file " + file.path() + ", written at 20")
          .containsPattern("; file " + file.path() + " was last written to \\d+ s ago\\. ");
      assertThat(workload.on("a", "do", "SELECT current_user")).isEqualTo("row stale");
      file.write("stale", "two");
      workload.awaitGeneration(2, BOUND);
      assertThat(workload.on("b", "borrow")).isEqualTo("borrowed");
      workload.stop();
    }
  }

  /** The real Vault Agent, which makes a role of its own each time. */
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
    Map<String, String> settings = withoutTerminal(Map.of("LEASEHOLD_CREDS", "file:" + link));
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
    Map<String, String> settings = withoutTerminal(Workload.settings(bed));
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
  void leavesSighupAloneWhereItIsSwitchedOff() {
    Map<String, String> off = withoutTerminal(Workload.settings(bed));
    off.put("LEASEHOLD_SIGHUP", "off");
    try (Workload workload = start(off, Source.DRIVER_MANAGER)) {
      workload.connectOnce();
      hangUp(workload.application());
      assertThat(workload.application().awaitExit(BOUND)).isEqualTo(HUNG_UP);
    }
  }

  /**
   * An end that is read again while the clock is behind is no later. Once the clock is ahead of it,
   * no time is left of the lease.
   */
  @Test
  void judgesTheFilesEndByAClockThatIsSet() throws Exception {
    FakeClock clock = FakeClock.right();
    bed.postgres().query("CREATE ROLE by_clock LOGIN PASSWORD 'one' IN ROLE app_rw");
    Path file = Jars.scratch("volume").resolve("db");
    Instant end = Instant.now().plus(Duration.ofHours(1));
    Files.writeString(file, "username=by_clock\npassword=one\nvalid_until=" + end + "\n");
    Map<String, String> settings = withoutTerminal(Map.of("LEASEHOLD_CREDS", "file:" + file));
    settings.putAll(clock.environment());
    try (Workload workload = start(settings, Source.DRIVER_MANAGER)) {
      workload.load(2);
      workload.awaitGeneration(1, BOUND);
      workload.awaitLog("listens to SIGHUP", BOUND);
      clock.set("-10800");
      awaitClock(workload, Duration.ofHours(-3));
      clock.set("+0");
      awaitClock(workload, Duration.ZERO);
      workload.load(0);
      assertThat(workload.failures()).isEmpty();
      assertThat(workload.generations()).isEqualTo(1);
      clock.set("+10800");
      Eventually.holds("connections are refused", BOUND, () -> !isServed(workload));
      workload.awaitLog(BOUND, "holds the credential of by_clock, which ends at ", "Z: not later");
      clock.set("+0");
      Eventually.holds("connections are had again", BOUND, () -> isServed(workload));
      workload.stop();
    } finally {
      clock.remove();
    }
  }

  private static boolean isServed(Workload workload) {
    boolean served = workload.on("a", "borrow").equals("borrowed");
    return served && workload.on("a", "release").equals("released");
  }

  /**
   * Has the file read at SIGHUP until the process's own clock, as its log has it, is so far off.
   */
  private static void awaitClock(Workload workload, Duration ahead) {
    Lines log = workload.application().errors();
    int mark = log.mark();
    Eventually.holds(
        "the clock is set",
        BOUND,
        () -> {
          hangUp(workload.application());
          return log.all().stream()
              .skip(mark)
              .filter(line -> line.contains("SIGHUP: reads"))
              .map(line -> Instant.parse(line.split(" ", 2)[0]))
              .map(time -> Duration.between(Instant.now().plus(ahead), time).abs())
              .anyMatch(off -> off.compareTo(BOUND) < 0);
        });
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
    return withoutTerminal(Map.of("LEASEHOLD_CREDS", file.location()));
  }

  /** With a JVM that is started in a session of its own, as a person may run the tests. */
  private static Map<String, String> withoutTerminal(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("JAVA_HOME", withoutTerminal.toString());
    all.put("LEASEHOLD_LOG_LEVEL", "debug");
    return all;
  }
}
