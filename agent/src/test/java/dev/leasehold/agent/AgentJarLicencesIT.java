// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The licence texts in the agent's jar, compared with the texts of the libraries' own jars. */
class AgentJarLicencesIT {

  private static final Pattern LEGAL_TEXT =
      Pattern.compile("(?i)(.*/)?[^/]*(licen[cs]e|notice|copying|copyright)[^/]*(\\.txt|\\.md)?");
  private static final String TEXTS = "META-INF/licenses/";

  @SuppressWarnings("NullAway.Init") // JUnit calls open() first.
  @AutoClose
  private static JarFile agent;

  @BeforeAll
  static void open() throws IOException {
    agent = new JarFile(AgentJar.path().toFile());
  }

  @Test
  void keepsTheLicencesOfWhatItContains() throws IOException {
    List<String> expected = new ArrayList<>();
    for (Path library : contained()) {
      int before = expected.size();
      try (JarFile source = new JarFile(library.toFile())) {
        for (ZipEntry text : legalTexts(source)) {
          String kept = TEXTS + name(library) + '/' + baseName(text.getName());
          assertThat(content(agent, kept)).as(kept).isEqualTo(content(source, text.getName()));
          expected.add(kept);
        }
      }
      if (expected.size() == before) { // The library's jar has none; ours is added by the build.
        expected.add(TEXTS + name(library) + "/LICENSE");
      }
    }
    assertThat(texts()).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void keepsAsmsLicenceWithItsNameAndTheConditions() throws IOException {
    assertThat(content(agent, TEXTS + "asm/LICENSE"))
        .contains("ASM", "INRIA", "Redistributions in binary form must reproduce");
  }

  @Test
  void repeatsTheNoticesOfWhatItContains() throws IOException {
    String notice = content(agent, "META-INF/NOTICE");
    assertThat(notice).startsWith("Leasehold\nCopyright");
    assertThat(texts().stream().filter(name -> name.endsWith("/NOTICE")))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(notice).contains(content(agent, name).strip()));
  }

  @Test
  void listsItsPartsWithVersionAndText() throws IOException {
    String list = content(agent, "META-INF/THIRD-PARTY");
    for (Path library : contained()) {
      String version = baseName(library.toString()).replaceAll(".*-([0-9.]+)\\.jar", "$1");
      assertThat(list).containsPattern(" " + Pattern.quote(version) + ", .+\n  " + name(library));
    }
    assertThat(list.lines().filter(line -> line.startsWith("  ")).map(String::strip))
        .containsExactlyInAnyOrderElementsOf(
            texts().stream().map(name -> name.substring(TEXTS.length())).toList());
    assertThat(list).doesNotContain("${");
  }

  /** The libraries' jars on the tests' class path of which the agent's jar has classes. */
  private static List<Path> contained() throws IOException {
    List<Path> libraries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      if (entry.endsWith(".jar") && !entry.contains("leasehold-") && isContained(path)) {
        libraries.add(path);
      }
    }
    assertThat(libraries).extracting(AgentJarLicencesIT::name).contains("asm", "jackson-core");
    return libraries;
  }

  private static boolean isContained(Path library) throws IOException {
    if (!Files.exists(library)) {
      return false;
    }
    try (JarFile jar = new JarFile(library.toFile())) {
      return jar.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
          .anyMatch(name -> agent.getEntry("inst/" + name + "data") != null);
    }
  }

  private static List<ZipEntry> legalTexts(JarFile library) {
    return library.stream()
        .map(ZipEntry.class::cast)
        .filter(entry -> !entry.isDirectory() && !entry.getName().endsWith(".class"))
        .filter(entry -> LEGAL_TEXT.matcher(entry.getName()).matches())
        .toList();
  }

  private static List<String> texts() {
    Stream<String> names = agent.stream().map(ZipEntry::getName);
    return names.filter(name -> name.startsWith(TEXTS) && !name.endsWith("/")).toList();
  }

  /** Returns the artifact's name: that of the file without version. */
  private static String name(Path library) {
    return baseName(library.toString()).replaceAll("-[0-9.]+\\.jar$", "");
  }

  private static String baseName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String content(JarFile jar, String name) throws IOException {
    ZipEntry entry = jar.getEntry(name);
    assertThat(entry).as("%s in %s", name, jar.getName()).isNotNull();
    try (InputStream in = jar.getInputStream(entry)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
