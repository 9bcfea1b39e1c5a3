// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.standin.StandIn;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Applications, pools and drivers as modules that hide their insides: on the module path, in a
 * layer, in an image of jlink's. No query fails, and no pool keeps the agent out.
 */
class ModulePathIT {

  private static final boolean ALL = "all".equals(System.getProperty("leasehold.pools"));

  /** jdk.crypto.ec is for TLS to Vault: elliptic curves have that module until Java 21. */
  private static final String IMAGE =
      "java.se,jdk.unsupported,java.instrument,jdk.crypto.ec"
          + ",io.agroal.pool,com.zaxxer.hikari,org.apache.tomcat.dbcp";

  private static final Source TOMCAT_DBCP = Source.pool("TomcatDbcp2", "tomcat-dbcp-11.0.18");

  @AutoClose private static TestBed bed;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it first.
  private Path folder;

  @BeforeAll
  static void start() {
    bed = TestBed.start();
  }

  static List<Source> layered() {
    Source tomcat = Source.TOMCAT;
    return ALL
        ? List.of(
            tomcat,
            Source.HIKARI,
            Source.AGROAL,
            Source.pool("Agroal", "agroal-pool-1.5"),
            Source.DBCP2,
            Source.pool("Druid", "druid-1.2.28"),
            Source.pool("C3p0", "c3p0-0.14.1"),
            Source.pool("Vibur", "vibur-dbcp-26.0"))
        : List.of(tomcat);
  }

  @ParameterizedTest
  @MethodSource("layered")
  void rotatesInALayerWhoseModulesOpenNothing(Source source) {
    rotates(StrictLayer.command(source), source, Workload.settings(bed));
  }

  /**
   * There is no such server here: a stand-in sees the user of the driver's login, and refuses it.
   */
  @Test
  void sqlServersDriverLogsInAsTheLeasedRoleInALayer() {
    try (StandIn server = StandIn.sqlServer(new InetSocketAddress("127.0.0.1", 0))) {
      String url = "jdbc:sqlserver://127.0.0.1:" + server.port() + ";databaseName=app";
      logsInAsTheLeasedRole(server, "mssql-jdbc-13.6.2.jre11", url, ";encrypt=false");
    }
  }

  /** The address that it is about to reach is read out of its inside. */
  @Test
  void oraclesDriverLogsInAsTheLeasedRoleInALayer() {
    try (StandIn server = StandIn.oracle(new InetSocketAddress("127.0.0.1", 0))) {
      String url = "jdbc:oracle:thin:@//127.0.0.1:" + server.port() + "/app";
      logsInAsTheLeasedRole(server, "ojdbc11-23.26.4.0.0", url, "");
    }
  }

  private static void logsInAsTheLeasedRole(
      StandIn server, String driver, String url, String parameters) {
    Source source = new Source("Unpooled", List.of(driver));
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_URL", url);
    try (Workload workload =
        Workload.launch(settings, StrictLayer.command(source), source, url + parameters)) {
      assertThat(workload.awaitReady().on("one", "borrow")).startsWith("failed ");
      assertThat(server.logins())
          .isNotEmpty()
          .allMatch(login -> login.user().matches("(?i)v-.+"), "as a leased role");
      workload.stop();
    }
  }

  static List<Source> onThePath() {
    return ALL
        ? List.of(Source.AGROAL, Source.HIKARI, Source.DBCP2)
        : List.of(Source.AGROAL, Source.HIKARI);
  }

  @ParameterizedTest
  @MethodSource("onThePath")
  void rotatesOnTheModulePath(Source source) {
    rotates(onThePath(source), source, Workload.settings(bed));
  }

  /** Only a jar with a descriptor can be linked, so not the driver. */
  @Test
  void rotatesInAnImageThatHoldsThePools() throws Exception {
    List<Source> pools = List.of(Source.AGROAL, Source.HIKARI, TOMCAT_DBCP);
    Path image = folder.resolve("image");
    link(image, jars(pools.stream().flatMap(pool -> Jars.library(pool.library()))), IMAGE);
    for (Source pool : ALL ? pools : pools.subList(0, 2)) {
      Map<String, String> settings = Workload.settings(bed);
      settings.put("JAVA_HOME", image.toString());
      rotates(onThePath(pool), pool, settings);
    }
  }

  private static void link(Path image, String modules, String added)
      throws IOException, InterruptedException {
    Path jlink = Path.of(System.getProperty("java.home"), "bin", "jlink");
    List<String> command =
        List.of(
            jlink.toString(), "-p", modules, "--add-modules", added, "--output", image.toString());
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  private static List<String> onThePath(Source source) {
    return List.of(
        "-p", jars(source), "--add-modules", "ALL-MODULE-PATH", "-m", "pools/" + Workload.MAIN);
  }

  private static String jars(Source source) {
    return Jars.classPath(source.application(), source.libraries());
  }

  private static String jars(Stream<Path> jars) {
    return jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static void rotates(List<String> command, Source source, Map<String, String> settings) {
    settings.put("LEASEHOLD_ROTATE_AFTER", "3s");
    settings.put("LEASEHOLD_MARGIN", "2s");
    try (Workload workload = Workload.launch(settings, command, source, bed.postgres().url())) {
      workload.rotateTo(3);
      assertThat(workload.hasLogged("retired, connections to go")).isTrue();
      assertThat(workload.hasLogged("could not be told to evict")).isFalse();
      assertThat(workload.hasLogged(" ERROR ")).isFalse();
    }
    assertThat(bed.postgres().ephemeralRoles()).as("roles left behind").isEmpty();
  }
}
