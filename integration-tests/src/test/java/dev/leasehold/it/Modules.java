// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The workload and the driver as modules of JBoss Modules, as WildFly has them. */
final class Modules {

  private static final String MODULE =
      """
      <module xmlns="urn:jboss:module:1.9" name="%s">
        <main-class name="%s"/>
        <resources>%s</resources>
        <dependencies>
          <module name="java.se"/>
          %s
        </dependencies>
      </module>
      """;

  private Modules() {}

  /**
   * Returns the command that runs the workload in JBoss Modules.
   *
   * @param path empty; where the modules are to be
   */
  static List<String> command(Path path, String modules, String driver, String pool)
      throws IOException {
    write(path, "org.postgresql", "none", Jars.library(driver).toList(), "");
    List<Path> inside = Stream.concat(Stream.of(Jars.workload()), Jars.library(pool)).toList();
    String needed = "<module name=\"org.postgresql\" services=\"import\"/>";
    write(path, "com.example.pools", Workload.MAIN, inside, needed);
    String launcher = Jars.library(modules).toList().get(0).toString();
    return List.of("-jar", launcher, "-mp", path.toString(), "com.example.pools");
  }

  private static void write(Path path, String name, String main, List<Path> jars, String needed)
      throws IOException {
    Path directory = Files.createDirectories(path.resolve(name.replace('.', '/')).resolve("main"));
    for (Path jar : jars) {
      Files.copy(jar, directory.resolve(jar.getFileName()));
    }
    String roots =
        jars.stream()
            .map(jar -> "<resource-root path=\"" + jar.getFileName() + "\"/>")
            .collect(Collectors.joining());
    Files.writeString(directory.resolve("module.xml"), MODULE.formatted(name, main, roots, needed));
  }
}
