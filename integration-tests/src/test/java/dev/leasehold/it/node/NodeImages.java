// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.node;

import dev.leasehold.it.Jars;
import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.kubernetes.SampleImages;
import dev.leasehold.testbed.process.Command;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The images of the pods, from the files of the build. */
final class NodeImages {

  /** Leasehold's own, as its build names it. */
  static final String LEASEHOLD = "leasehold-sidecar:" + System.getProperty("leasehold.version");

  static final String PYTHON = "python-psycopg";
  static final String GO = "go-pgx";

  private static final String SIDECAR = "sidecar-image/target/image/leasehold-sidecar-docker.tar";

  private static final SampleImages SAMPLES = new SampleImages(Path.of("target", "node-images"));

  /** Why there is no image of a sample, by its name. */
  private static final Map<String, String> MISSING = new ConcurrentHashMap<>();

  private NodeImages() {}

  /** Writes them, and returns the archives of the images that this machine can make. */
  static List<Path> write() {
    List<Path> images = new ArrayList<>();
    images.add(Jars.built(SIDECAR));
    images.add(SAMPLES.javaProgram("spring-boot-orders"));
    images.add(SAMPLES.javaProgram("plain-jdbc"));
    images.add(steadyOrders());
    prepared(GO).map(NodeImages::goProgram).ifPresent(images::add);
    prepared(PYTHON).map(made -> PythonImage.write(SAMPLES, made)).ifPresent(images::add);
    return images;
  }

  /** Returns whether there is an image of a sample that is not on a JVM. */
  static boolean has(String sample) {
    return !MISSING.containsKey(sample);
  }

  /** Skips the test where there is no image of a sample that is not on a JVM. */
  static void assume(String sample) {
    Assumptions.assumeTrue(has(sample), () -> String.valueOf(MISSING.get(sample)));
  }

  private static Optional<Path> prepared(String sample) {
    try {
      String script = Jars.built("samples/prepare").toString();
      return Optional.of(Path.of(Command.runAloud(List.of(script, sample))));
    } catch (TestBedException e) {
      MISSING.put(sample, "samples/prepare " + sample + " fails here: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** A program of the tests: it ends in good order at SIGTERM, as plain-jdbc does not. */
  private static Path steadyOrders() {
    List<String> libraries = List.of("HikariCP-7.1.0", "postgresql-42.7.14");
    String[] jars = Jars.classPath("pools", libraries).split(File.pathSeparator, -1);
    return SAMPLES.javaProgram(
        "steady-orders", Stream.of(jars).map(Path::of).toList(), "com.example.pools.SteadyOrders");
  }

  private static Path goProgram(Path prepared) {
    Path program = prepared.resolve("orders");
    return SAMPLES
        .image(GO, program)
        .file(program, "orders")
        .entrypoint("/orders")
        .write(SAMPLES.archive(GO));
  }
}
