// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image as it is published: its content, how it is set to run, and that it runs. */
class ImageIT extends SidecarBed {

  /** The image in its archive, compressed. */
  private static final long MAX_BYTES = 60_000_000;

  private static final Path ARCHIVE = Path.of("target/image/leasehold-sidecar-oci.tar");

  private static final Pattern RUNTIME_VERSION =
      Pattern.compile("\"name\" : \"java-runtime\",\\s+\"version\" : \"([^\"]+)\"");

  private static UnpackedImage image;

  @BeforeAll
  static void unpack(@TempDir Path directory) throws IOException {
    image = UnpackedImage.of(ARCHIVE, directory);
  }

  @Test
  void runsAsAUserWithoutANameOrRights() {
    assertThat(image.config()).contains("\"User\":\"10001:10001\"");
  }

  @Test
  void hasNeitherShellNorPackageManagerNorAnythingThatCanBeWrittenTo() throws IOException {
    try (Stream<Path> all = Files.walk(image.root())) {
      List<Path> files = all.filter(Files::isRegularFile).toList();
      assertThat(files)
          .extracting(file -> file.getFileName().toString())
          .doesNotContain("sh", "bash", "dash", "busybox", "apt", "apt-get", "dpkg", "apk", "rpm")
          .contains("leasehold-sidecar.jar", "leasehold-agent.jar", "libjvm.so");
      for (Path file : files) {
        assertThat(Files.getPosixFilePermissions(file).toString())
            .as("%s", file)
            .doesNotContain("WRITE");
      }
    }
  }

  @Test
  void staysWithinItsSize() throws IOException {
    assertThat(Files.size(ARCHIVE)).isLessThan(MAX_BYTES);
  }

  @Test
  void bringsTheLicencesOfWhatItContains() {
    Stream.of("usr/share/doc/libc6/copyright", "opt/leasehold/java/legal/java.base/LICENSE")
        .forEach(path -> assertThat(image.root().resolve(path)).isNotEmptyFile());
  }

  /** A scanner finds each file that runs, by its hash or by the run-time's version. */
  @Test
  void hasABillOfMaterialsOfEachFileThatRuns() throws IOException {
    String bill = Files.readString(Path.of("target/image/leasehold-sidecar-sbom.json"));
    Matcher runtime = RUNTIME_VERSION.matcher(bill);
    assertThat(runtime.find()).isTrue();
    assertThat(image.run(0, Map.of(), List.of(), "version")).contains(runtime.group(1));
    try (Stream<Path> all = Files.walk(image.root())) {
      List<Path> files = all.filter(ImageIT::runsAndIsNoneOfTheRuntime).toList();
      assertThat(files).hasSizeGreaterThan(8);
      for (Path file : files) {
        assertThat(bill).as("%s", file).contains(sha256(file));
      }
    }
  }

  private static boolean runsAndIsNoneOfTheRuntime(Path file) {
    String path = image.root().relativize(file).toString();
    return Files.isRegularFile(file)
        && !path.startsWith("opt/leasehold/java/")
        && (path.endsWith(".jar") || path.contains(".so"));
  }

  private static String sha256(Path file) throws IOException {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The newest of all that the machine has, unless the build was told of another. */
  @Test
  void hasTheNewestRuntimeWithLongTermSupport() throws IOException {
    String named = System.getProperty("leasehold.test.image-jdk", "");
    int newest = named.isEmpty() ? newestOfTheMachine() : feature(Path.of(named));
    assertThat(feature(image.root().resolve("opt/leasehold/java"))).isEqualTo(newest);
  }

  /** As {@code newest_jdk} in {@code src/build/runtime} chooses. */
  private static int newestOfTheMachine() throws IOException {
    List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
    Stream.of(System.getenv("PATH").split(":"))
        .map(directory -> Path.of(directory, "java"))
        .filter(Files::isExecutable)
        .limit(1)
        .forEach(java -> homes.add(real(java).resolve("../..").normalize()));
    Path usual = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(usual)) {
      try (Stream<Path> all = Files.list(usual)) {
        all.forEach(homes::add);
      }
    }
    List<Integer> features = new ArrayList<>();
    for (Path home : homes) {
      if (Files.isExecutable(home.resolve("bin/jlink")) && Files.exists(home.resolve("release"))) {
        features.add(feature(home));
      }
    }
    return Collections.max(
        features,
        Comparator.comparing(ImageIT::hasLongTermSupport).thenComparing(Comparator.naturalOrder()));
  }

  private static boolean hasLongTermSupport(int feature) {
    return feature >= 17 && (feature - 17) % 4 == 0;
  }

  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the feature version of a run-time: 25 of 25.0.3. */
  private static int feature(Path home) throws IOException {
    Properties release = new Properties();
    try (Reader reader = Files.newBufferedReader(home.resolve("release"))) {
      release.load(reader);
    }
    String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
    return Runtime.Version.parse(version).feature();
  }

  @Test
  void startsWithNothingOfTheMachines() throws IOException {
    assertThat(image.run(0, Map.of(), List.of(), "version")).contains("leasehold-sidecar");
  }

  /** A run-time that does not take the archive says nothing about it, and starts slower. */
  @Test
  void takesEachClassOfItsOwnFromTheArchiveUpToACredential() throws IOException {
    String printed = init(Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load"));
    assertThat(printed.lines().filter(line -> line.contains(" dev.leasehold.")))
        .filteredOn(line -> line.contains(" source: "))
        .hasSizeGreaterThan(100)
        .allMatch(line -> line.contains(" source: shared objects file"));
  }

  /** 0136: a JDK that has other classes for it would make a start longer, and say nothing. */
  @Test
  void worksOutBesideWhatTheJdkWorksOutOnce() throws IOException {
    if (feature(image.root().resolve("opt/leasehold/java")) < 24) {
      return; // It has no class of that name for the curve.
    }
    String printed = init(Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+init=info"));
    Stream.of(
            "sun/security/ec/ECOperations$Secp256R1GeneratorMontgomeryMultiplier",
            "sun/security/util/AnchorCertificates",
            "java/math/BigDecimal")
        .map(name -> Pattern.quote(" Initializing '" + name + "'"))
        .forEach(
            begin -> assertThat(printed).containsPattern(begin + ".* by thread \"leasehold-jdk\""));
  }

  /** Moved, each of its pages would be a copy of the process's own. */
  @Test
  void mapsTheArchiveOfItsClassesWithoutMovingIt() throws IOException {
    Map<String, String> mapping = Map.of("JAVA_TOOL_OPTIONS", "-Xlog:cds,aot");
    assertThat(image.run(0, mapping, List.of(), "version"))
        .contains("Mapped static  region")
        .doesNotContain("at an alternative address");
  }

  @Test
  void saysWhatIsNotSet() throws IOException {
    assertThat(image.run(78, Map.of(), List.of(), "validate")).contains("VAULT_ADDR");
  }

  @Test
  void takesOutACredential() throws IOException, SQLException {
    String printed = init(Map.of("LEASEHOLD_LOG_FORMAT", "json"));
    assertThat(printed.lines()).isNotEmpty().allMatch(line -> line.startsWith("{\"@timestamp\":"));
    assertThat(roles()).as(printed).containsExactly(user());
    connect(login(content()));
  }

  private String init(Map<String, String> more) throws IOException {
    List<Path> volumes =
        List.of(
            volume,
            BED.vault().caCertificate().toAbsolutePath().getParent(),
            BED.tokenFile().toAbsolutePath().getParent());
    Map<String, String> variables = new HashMap<>(environment);
    variables.putAll(more);
    return image.run(0, variables, volumes, "init");
  }

  @Test
  void bringsTheAgentAlong() throws IOException {
    String printed = image.run(0, Map.of(), List.of(volume), "copy-agent", volume.toString());
    assertThat(volume.resolve("leasehold-agent.jar")).as(printed).isNotEmptyFile();
  }
}
