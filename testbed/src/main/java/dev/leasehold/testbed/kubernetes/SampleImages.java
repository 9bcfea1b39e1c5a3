// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.kubernetes;

import dev.leasehold.testbed.Cache;
import dev.leasehold.testbed.SourceTree;
import dev.leasehold.testbed.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes images of samples from the files of the build. The images have a Java run-time that is made
 * once and cached, and the libraries of the machine that their programs are linked with.
 */
public final class SampleImages {

  private static final String REGISTRY = "registry.example.com/";

  /** A library in the output of ldd(1). */
  private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");

  /** Libraries of a Java run-time that a program without a screen loads. */
  private static final Pattern LOADED = Pattern.compile("/lib(jvm|jli|java|zip|net|nio)\\.so$");

  /** Many start at once, on a machine that has other work. */
  private static final String FIRST_COMPILER = "-XX:TieredStopAtLevel=1";

  private static final List<String> JLINK =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
          "--add-modules=java.se,jdk.unsupported,jdk.crypto.ec,jdk.management,jdk.zipfs",
          "--strip-debug",
          "--no-header-files",
          "--no-man-pages");

  private static final Path HOME =
      Cache.directory()
          .resolve("java-" + Runtime.version() + "-" + Integer.toHexString(JLINK.hashCode()));

  private final Path directory;
  private final Path java = HOME.resolve("java");

  /** Makes images in a directory, which is created if it is not there. */
  public SampleImages(Path directory) {
    this.directory = directory.toAbsolutePath();
    try {
      Files.createDirectories(this.directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the image of a sample that is one jar, or a jar with a folder of libraries. */
  public Path javaProgram(String sample) {
    provideJava();
    Path target = SourceTree.root().resolve("samples/" + sample + "/target");
    ImageArchive image = image(sample, java.resolve("bin/java"), java.resolve("lib"));
    if (Files.exists(target.resolve("lib"))) { // The manifest of the jar names these files.
      image.files(target.resolve("lib"), "lib/");
    }
    return image
        .files(java, "java/")
        .file(target.resolve(sample + ".jar"), sample + ".jar")
        .entrypoint("/java/bin/java", FIRST_COMPILER, "-jar", "/" + sample + ".jar")
        .write(archive(sample));
  }

  /** Writes the image of a program that is a class on a path of jars. */
  public Path javaProgram(String name, List<Path> jars, String main) {
    provideJava();
    ImageArchive image = image(name, java.resolve("bin/java"), java.resolve("lib"));
    jars.forEach(jar -> image.file(jar, name + "/" + jar.getFileName()));
    return image
        .files(java, "java/")
        .entrypoint("/java/bin/java", FIRST_COMPILER, "-cp", "/" + name + "/*", main)
        .write(archive(name));
  }

  /** Returns where the image of a sample is written to. */
  public Path archive(String sample) {
    return directory.resolve(sample + ".tar");
  }

  /** Begins an image with the libraries of some programs, or of the libraries in a directory. */
  public ImageArchive image(String sample, Path... linked) {
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
        .matcher(Command.run(directory, ldd))
        .results()
        .map(found -> found.group(1))
        .filter(library -> !library.startsWith(java.toString()))
        .distinct()
        .forEach(library -> image.file(Path.of(library), library.substring(1)));
    return image;
  }

  private static void provideJava() {
    try {
      Cache.provide(HOME, "a Java run-time for images", SampleImages::makeJava);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void makeJava(Path home) {
    Path java = home.resolve("java");
    List<String> jlink = new ArrayList<>(JLINK);
    jlink.add("--output=" + java);
    Command.run(home, jlink);
    // jlink leaves out the archive of the JDK's classes, without which each start takes longer.
    Command.run(home, List.of(java.resolve("bin/java").toString(), "-Xshare:dump"));
  }
}
