// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.bed;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of the build for the measured JVMs, by their paths from the project's directory. */
public final class Built {

  /** The jar that users attach. */
  public static final Path AGENT = built("agent/target/leasehold-agent.jar");

  /** The agent that does nothing. */
  public static final Path NO_OP_AGENT =
      built("benchmarks/target/leasehold-benchmarks-no-op-agent.jar");

  /** The sample with HikariCP and JPA. */
  public static final Path ORDERS =
      built("samples/spring-boot-orders/target/spring-boot-orders.jar");

  /** The files of the sidecar's image. */
  public static final Path IMAGE_ROOT = built("sidecar-image/target/image/root");

  /** The image, as it is handed to a registry. */
  public static final Path IMAGE_ARCHIVE =
      built("sidecar-image/target/image/leasehold-sidecar-oci.tar");

  /** How the image starts its program, a word a line. */
  public static final Path IMAGE_ENTRYPOINT = built("sidecar-image/target/image/entrypoint");

  /** The command's launcher. */
  public static final Path COMMAND = built("cli/target/leasehold/bin/leasehold");

  /** The program that joins logs. */
  public static final Path AUDIT = built("audit/target/leasehold-audit/bin/leasehold-audit");

  private static final Path CLASSES = built("benchmarks/target/classes");
  private static final Path LIB = built("benchmarks/target/lib");

  private Built() {}

  /** Returns a class path with the measured programs and these jars, named without version. */
  public static String classPath(String... jars) {
    return Stream.concat(
            Stream.of(CLASSES), Arrays.stream(jars).map(jar -> LIB.resolve(jar + ".jar")))
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Path built(String path) {
    Path file = Path.of(path).toAbsolutePath();
    if (!Files.exists(file)) {
      throw new IllegalStateException(
          file + " is missing: run benchmarks/run without --no-build, from anywhere");
    }
    return file;
  }
}
