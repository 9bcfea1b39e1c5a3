// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.house.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of threads in {@code docs/architecture.md} has each thread of the agent. */
class ThreadNamesTest {

  private static final Path PAGE = Path.of("docs", "architecture.md");
  private static final Set<String> MODULES =
      Set.of("bootstrap", "lease", "vault", "config", "agent");
  private static final Path SOURCES = Path.of("src", "main", "java");

  /** A name as it is written, or made of a binding's. */
  private static final Pattern IN_SOURCES =
      Pattern.compile("\"(leasehold-[a-z-]*)\"(?:\\s*\\+ (binding)(?: \\+ \"([a-z-]+)\")?)?");

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(leasehold-[^`]+)` \\|");

  @Test
  void areInTheTable() throws IOException {
    Set<String> named = new TreeSet<>();
    for (Path source : Repository.files(name -> name.endsWith(".java"))) {
      if (isOfTheAgent(source)) {
        IN_SOURCES
            .matcher(Repository.read(source))
            .results()
            .map(name -> name.group(1) + suffix(name.group(2), name.group(3)))
            .forEach(named::add);
      }
    }
    Set<String> documented = new TreeSet<>();
    ROW.matcher(Repository.read(PAGE))
        .results()
        .forEach(row -> documented.add(row.group(1).replaceFirst("-N$", "")));
    assertThat(named).contains("leasehold-start", "leasehold-<binding>-probe");
    assertThat(documented).isEqualTo(named);
  }

  private static String suffix(String binding, String what) {
    return (binding == null ? "" : "<binding>") + (what == null ? "" : what);
  }

  private static boolean isOfTheAgent(Path source) {
    return MODULES.contains(source.getName(0).toString())
        && source.subpath(1, source.getNameCount()).startsWith(SOURCES);
  }
}
