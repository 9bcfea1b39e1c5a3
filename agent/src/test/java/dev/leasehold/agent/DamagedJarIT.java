// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whichever class of the jar is missing or damaged, a configured application connects with nothing
 * that it was configured with. By default with a sample of the classes that are loaded up to a
 * first refused connection. {@code -Dleasehold.entries=all} takes all these classes, both missing
 * and damaged.
 */
class DamagedJarIT {

  private static final boolean ALL = "all".equals(System.getProperty("leasehold.entries"));
  private static final int EACH = ALL ? 1 : 9;
  private static final String PREMAIN = "dev/leasehold/agent/LeaseholdAgent.class";
  private static final Pattern LOADED = Pattern.compile("\\] ([\\w.$]+) source: ");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it first.
  private static Path folder;

  @SuppressWarnings("NullAway.Init") // JUnit calls read() first.
  private static DamagedJars jars;

  @BeforeAll
  static void read() throws IOException {
    jars = DamagedJars.of(AgentJar.path());
  }

  /** Every class that the boot loader may load, and a sample of the rest. */
  static List<String> entries() throws Exception {
    List<String> chosen = new ArrayList<>();
    List<String> rest = new ArrayList<>();
    for (String name : needed()) {
      (name.startsWith("inst/") ? rest : chosen).add(name);
    }
    for (int i = 0; i < rest.size(); i += EACH) {
      chosen.add(rest.get(i));
    }
    return chosen;
  }

  private static Set<String> needed() throws Exception {
    Path log = folder.resolve("loaded");
    try (StandInPostgres server = new StandInPostgres()) {
      configured(AgentJar.path(), "-Xlog:class+load:file=" + log)
          .run(Connecting.class, server.url());
    }
    Set<String> needed = new TreeSet<>();
    DamagedJars whole = DamagedJars.of(AgentJar.path());
    Matcher loaded = LOADED.matcher(Files.readString(log));
    while (loaded.find()) {
      String file = loaded.group(1).replace('.', '/') + ".class";
      for (String entry : new String[] {file, "inst/" + file + "data"}) {
        if (whole.names().contains(entry)) {
          needed.add(entry);
        }
      }
    }
    assertThat(needed).hasSizeGreaterThan(150).contains(PREMAIN);
    return needed;
  }

  @ParameterizedTest
  @MethodSource("entries")
  void noConnectionIsTriedWithTheConfiguredUser(String entry) throws Exception {
    boolean damages = Math.floorMod(entry.hashCode(), 2) == 0;
    if (ALL || !damages) {
      assertNothingIsTried(jars.without(entry, folder));
    }
    if (ALL || damages) {
      assertNothingIsTried(jars.damaged(entry, size(entry), folder));
    }
  }

  /**
   * Also where the sample lacks them: without the first nothing starts, without the second nothing
   * is woven.
   */
  @ParameterizedTest
  @ValueSource(strings = {"start/Leasehold", "inject/weave/Weaver"})
  void noConnectionIsTriedWithoutWhatStartsItOrWhatWeaves(String name) throws Exception {
    String entry = "inst/dev/leasehold/" + name + ".classdata";
    assertNothingIsTried(jars.without(entry, folder));
    assertNothingIsTried(jars.damaged(entry, size(entry), folder));
  }

  /** Nothing can be woven, and the driver is no longer to be stood in for; its login is. */
  @Test
  void noConnectionIsTriedWhereAnotherAgentHasLoadedTheDriver() throws Exception {
    Path jar = jars.without("inst/dev/leasehold/inject/weave/Weaver.classdata", folder);
    try (StandInPostgres server = new StandInPostgres()) {
      Outcome outcome =
          configured(ForkedJvm.plain().withOption(EarlyAgentJar.option(folder)), jar)
              .run(Connecting.class, server.url());
      assertThat(server.startups()).as(outcome.toString()).isEmpty();
      assertThat(outcome.ownErr())
          .contains(
              "Another agent loaded org.postgresql.Driver before, so that its driver is refused");
    }
  }

  private static void assertNothingIsTried(Path jar) throws Exception {
    try (StandInPostgres server = new StandInPostgres()) {
      Outcome outcome = configured(ForkedJvm.plain(), jar).run(Connecting.class, server.url());
      assertThat(server.startups()).as(outcome.toString()).isEmpty();
      assertThat(outcome.out()).doesNotContain("connected");
    }
  }

  @Test
  void theStandInWouldSeeTheConfiguredUser() throws Exception {
    try (StandInPostgres server = new StandInPostgres()) {
      ForkedJvm.plain().run(Connecting.class, server.url());
      assertThat(server.startups()).singleElement().asString().contains("user\0app\0");
    }
  }

  @Test
  void leavesAnApplicationAloneThatIsNotConfigured() throws Exception {
    for (String entry :
        List.of(
            "dev/leasehold/agent/FirstLine.class",
            "dev/leasehold/agent/RefusedDrivers.class",
            "dev/leasehold/bootstrap/Bridge.class",
            "inst/dev/leasehold/start/Leasehold.classdata")) {
      try (StandInPostgres server = new StandInPostgres()) {
        ForkedJvm.plain()
            .withOption("-javaagent:" + jars.without(entry, folder))
            .run(Connecting.class, server.url());
        assertThat(server.startups()).as(entry).hasSize(1);
      }
    }
  }

  @Test
  void tellsTheApplicationAndTheLogWhatIsMissing() throws Exception {
    for (String name :
        List.of("dev/leasehold/start/Leasehold", "dev/leasehold/inject/weave/Weaver")) {
      Path jar = jars.without("inst/" + name + ".classdata", folder);
      Outcome outcome = configured(jar, "-Xint").run(Connecting.class, "jdbc:postgresql://h/app");
      assertThat(outcome.out())
          .startsWith("28000 Leasehold could not start: ")
          .contains(name.substring(name.lastIndexOf('/') + 1))
          .contains("the configured password is not tried")
          .contains("put the released jar in its place");
      assertThat(outcome.ownErr())
          .hasLineCount(1)
          .contains("[leasehold] ERROR Leasehold could not start: ")
          .contains("in " + Connecting.class.getName());
    }
  }

  @Test
  void leavesConnectionsAloneWhereItWasToObserve() throws Exception {
    Path jar = jars.without("inst/dev/leasehold/start/Leasehold.classdata", folder);
    try (StandInPostgres server = new StandInPostgres()) {
      Outcome outcome =
          configured(jar, "-Xint")
              .withEnvironment("LEASEHOLD_MODE", "observe")
              .run(Connecting.class, server.url());
      assertThat(server.startups()).hasSize(1);
      assertThat(outcome.err()).contains("could not start, the application runs without it");
    }
  }

  /** Neither the name nor the URL of such a driver is anywhere but in the file. */
  @ParameterizedTest
  @ValueSource(strings = {"start/Leasehold", "inject/weave/Weaver"})
  void noDriverIsAskedThatOnlyAPropertiesFileMeans(String name) throws Exception {
    Path jar = jars.without("inst/dev/leasehold/" + name + ".classdata", folder);
    for (UnknownFork fork : UnknownFork.EACH) {
      Outcome outcome = fork.under(jar, folder, "").run(Connecting.class, UnknownFork.URL);
      assertThat(outcome.out())
          .as("%s", fork)
          .startsWith("28000 ")
          .doesNotContain(StrangeDriver.ASKED);
    }
  }

  private static int size(String entry) throws IOException {
    try (JarFile jar = new JarFile(AgentJar.path().toFile())) {
      return (int) jar.getEntry(entry).getSize();
    }
  }

  private static ForkedJvm configured(Path jar, String option) {
    return configured(ForkedJvm.plain().withOption(option), jar);
  }

  private static ForkedJvm configured(ForkedJvm jvm, Path jar) {
    return jvm.withOption("-javaagent:" + jar)
        .withEnvironment("LEASEHOLD_CREDS", "database/creds/orders")
        .withEnvironment("LEASEHOLD_AUTH_ROLE", "orders")
        .withEnvironment("LEASEHOLD_FIRST_CREDENTIAL_TIMEOUT", "250ms")
        .withEnvironment("VAULT_ADDR", "https://127.0.0.1:1");
  }
}
