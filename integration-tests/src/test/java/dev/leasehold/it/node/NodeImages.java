// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.node;

import dev.leasehold.it.Jars;
import dev.leasehold.testbed.kubernetes.SampleImages;
import dev.leasehold.testbed.process.Command;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The images of the pods, from what the build has made. */
final class NodeImages {

  /** Leasehold's own, as its build names it. */
  static final String LEASEHOLD = "leasehold-sidecar:" + System.getProperty("leasehold.version");

  private static final String SIDECAR = "sidecar-image/target/image/leasehold-sidecar-docker.tar";

  private static final SampleImages SAMPLES = new SampleImages(Path.of("target", "node-images"));

  private NodeImages() {}

  /** Writes them, and returns the archives. */
  static List<Path> write() {
    return List.of(
        Jars.built(SIDECAR),
        SAMPLES.javaProgram("spring-boot-orders"),
        SAMPLES.javaProgram("plain-jdbc"),
        steadyOrders(),
        goProgram(),
        PythonImage.write(SAMPLES));
  }

  /** A program of the tests: it ends in good order at SIGTERM, as plain-jdbc does not. */
  private static Path steadyOrders() {
    List<String> libraries = List.of("HikariCP-7.1.0", "postgresql-42.7.14");
    String[] jars = Jars.classPath("pools", libraries).split(File.pathSeparator, -1);
    return SAMPLES.javaProgram(
        "steady-orders", Stream.of(jars).map(Path::of).toList(), "com.example.pools.SteadyOrders");
  }

  private static Path goProgram() {
    String script = Jars.built("samples/prepare").toString();
    Path program = Path.of(Command.runAloud(List.of(script, "go-pgx"))).resolve("orders");
    return SAMPLES
        .image("go-pgx", program)
        .file(program, "orders")
        .entrypoint("/orders")
        .write(SAMPLES.archive("go-pgx"));
  }
}
