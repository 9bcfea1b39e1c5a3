// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.node;

import dev.leasehold.it.Jars;
import dev.leasehold.testbed.kubernetes.ImageArchive;
import dev.leasehold.testbed.process.Command;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The images of the pods, from what the build has made. Those of the samples have a Java run-time
 * that is made once, and the libraries of the machine that their programs are linked with.
 */
final class NodeImages {

  /** Leasehold's own, as its build names it. */
  static final String LEASEHOLD = "leasehold-sidecar:" + System.getProperty("leasehold.version");

  private static final String REGISTRY = "registry.example.com/";
  private static final String SIDECAR = "sidecar-image/target/image/leasehold-sidecar-docker.tar";

  /** A library in the output of ldd(1). */
  private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");

  private static final Path DIRECTORY = Path.of("target", "node-images").toAbsolutePath();
  private static final Path JAVA = DIRECTORY.resolve("java-" + Runtime.version().feature());

  /** Libraries of a Java run-time that a program without a screen loads. */
  private static final Pattern LOADED = Pattern.compile("/lib(jvm|jli|java|zip|net|nio)\\.so$");

  private NodeImages() {}

  /** Writes them, and returns the archives. */
  static List<Path> write() {
    try {
      Files.createDirectories(DIRECTORY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    makeJava();
    return List.of(
        Jars.built(SIDECAR),
        javaProgram("spring-boot-orders"),
        javaProgram("plain-jdbc"),
        steadyOrders(),
        goProgram(),
        PythonImage.write(DIRECTORY));
  }

  private static Path javaProgram(String sample) {
    Path target = Jars.built("samples/" + sample + "/target");
    ImageArchive image = image(sample, JAVA.resolve("bin/java"), JAVA.resolve("lib"));
    if (Files.exists(target.resolve("lib"))) { // What the manifest of the jar names.
      image.files(target.resolve("lib"), "lib/");
    }
    return image
        .files(JAVA, "java/")
        .file(target.resolve(sample + ".jar"), sample + ".jar")
        .entrypoint("/java/bin/java", "-XX:TieredStopAtLevel=1", "-jar", "/" + sample + ".jar")
        .write(DIRECTORY.resolve(sample + ".tar"));
  }

  /** A program of the tests: it ends in good order at SIGTERM, as plain-jdbc does not. */
  private static Path steadyOrders() {
    ImageArchive image = image("steady-orders", JAVA.resolve("bin/java"), JAVA.resolve("lib"));
    List<String> libraries = List.of("HikariCP-7.1.0", "postgresql-42.7.14");
    for (String jar : Jars.classPath("pools", libraries).split(File.pathSeparator, -1)) {
      image.file(Path.of(jar), "orders/" + Path.of(jar).getFileName());
    }
    String main = "com.example.pools.SteadyOrders";
    return image
        .files(JAVA, "java/")
        .entrypoint("/java/bin/java", "-XX:TieredStopAtLevel=1", "-cp", "/orders/*", main)
        .write(DIRECTORY.resolve("steady-orders.tar"));
  }

  private static Path goProgram() {
    String script = Jars.built("samples/prepare").toString();
    Path program = Path.of(Command.runAloud(List.of(script, "go-pgx"))).resolve("orders");
    return image("go-pgx", program)
        .file(program, "orders")
        .entrypoint("/orders")
        .write(DIRECTORY.resolve("go-pgx.tar"));
  }

  /** Begins an image with the libraries of some programs, or of the libraries in a directory. */
  static ImageArchive image(String sample, Path... linked) {
    // A program that is linked with none makes ldd fail.
    List<String> ldd = new ArrayList<>(List.of("sh", "-c", "ldd \"$@\" || true", "sh"));
    for (Path each : linked) {
      try (Stream<Path> files = Files.walk(each)) {
        files
            .map(Path::toString)
            .filter(file -> !Files.isDirectory(Path.of(file)))
            .filter(file -> file.equals(each.toString()) || LOADED.matcher(file).find())
            .forEach(ldd::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    ImageArchive image = new ImageArchive(REGISTRY + sample + ":0.1.0");
    LIBRARY
        .matcher(Command.run(DIRECTORY, ldd))
        .results()
        .map(found -> found.group(1))
        .filter(library -> !library.startsWith(DIRECTORY.toString()))
        .distinct()
        .forEach(library -> image.file(Path.of(library), library.substring(1)));
    return image;
  }

  private static void makeJava() {
    if (Files.exists(JAVA)) {
      return;
    }
    Path made = DIRECTORY.resolve("java-" + ProcessHandle.current().pid());
    Path jlink = Path.of(System.getProperty("java.home"), "bin", "jlink");
    Command.run(
        DIRECTORY,
        List.of(
            jlink.toString(),
            "--add-modules=java.se,jdk.unsupported,jdk.crypto.ec,jdk.management,jdk.zipfs",
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            "--output=" + made));
    try {
      Files.move(made, JAVA);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
