// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.config.KnownDrivers;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The classes in the agent's jar, by the names of other classes in the class files. The packages
 * and the classes that are left out stand in {@code src/build/lay-out.xml}.
 */
class AgentJarContentsIT {

  private static final String OWN = "dev/leasehold/";

  /** Classes that the manifest names, or other classes by a text. */
  private static final List<String> ENTRY_POINTS =
      List.of(
          "dev/leasehold/agent/LeaseholdAgent",
          "dev/leasehold/agent/VersionPrinter",
          "dev/leasehold/start/Leasehold",
          "dev/leasehold/observe/jfr/JfrEventRecorder");

  private static final Pattern WEAVING = Pattern.compile("weaving=(\\S+)");

  @SuppressWarnings("NullAway.Init") // JUnit calls read() first.
  private static ClassReferences references;

  @SuppressWarnings("NullAway.Init") // JUnit calls read() first.
  private static Set<String> reached;

  @BeforeAll
  static void read() throws IOException {
    try (JarFile jar = new JarFile(AgentJar.path().toFile())) {
      references = ClassReferences.of(jar);
    }
    Stream<String> drivers =
        WEAVING
            .matcher(KnownDrivers.LIST)
            .results()
            .map(driver -> OWN + "inject/driver/" + driver.group(1).replace('.', '/'));
    reached = references.reachedFrom(Stream.concat(ENTRY_POINTS.stream(), drivers).toList());
    assertThat(reached)
        .contains("org/objectweb/asm/ClassReader", "org/apache/hc/core5/http/HttpException");
  }

  @Test
  void holdsOnlyPackagesOfLibrariesThatTheAgentReaches() {
    Set<String> unreached = packages(references.classes());
    unreached.removeAll(packages(reached));
    assertThat(unreached).isEmpty();
  }

  @Test
  void holdsOnlyClassesOfLeaseholdThatTheAgentReaches() {
    Set<String> unreached = new TreeSet<>(references.classes());
    unreached.removeAll(reached);
    assertThat(unreached).filteredOn(name -> name.startsWith(OWN)).isEmpty();
  }

  /**
   * Classes that are left out are on the tests' class path, so a name that leads there is a gap.
   */
  @Test
  void lacksNoClassThatTheAgentReaches() {
    Set<String> missing = new TreeSet<>();
    for (String name : reached) {
      for (String other : references.namedBy(name)) {
        if (!references.classes().contains(other) && isOfALibrary(other)) {
          missing.add(name + " names " + other);
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void findsWhatIsOfALibrary() {
    assertThat(isOfALibrary("org/apache/hc/core5/reactor/IOSession")).isTrue();
    assertThat(isOfALibrary("java/lang/String")).isFalse();
  }

  private static boolean isOfALibrary(String internalName) {
    ClassLoader loader = AgentJarContentsIT.class.getClassLoader();
    return packages(references.classes()).stream()
            .map(AgentJarContentsIT::organisation)
            .anyMatch(internalName::startsWith)
        && loader.getResource(internalName + ".class") != null;
  }

  /** The first three parts of a package, which all of one library share. */
  private static String organisation(String packageName) {
    String[] parts = packageName.split("/", -1);
    return String.join("/", java.util.Arrays.copyOf(parts, Math.min(parts.length, 3))) + '/';
  }

  private static Set<String> packages(Collection<String> classes) {
    return classes.stream()
        .map(name -> name.substring(0, name.lastIndexOf('/')))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
