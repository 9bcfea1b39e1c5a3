// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.bed;

import dev.leasehold.testbed.process.Contained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The sidecar's program with the root and the options of its image, and settings for a bed. */
public final class SidecarImage {

  private static final Duration BOUND = Duration.ofSeconds(60);

  private final Contained image;
  private final List<String> entrypoint;

  private SidecarImage(Contained image, List<String> entrypoint) {
    this.image = image;
    this.entrypoint = entrypoint;
  }

  /**
   * Makes it ready.
   *
   * @param work takes a script
   * @param volume takes the file with the credential
   * @param more settings besides, as variables of the environment
   */
  public static SidecarImage of(Bed bed, Path work, Path volume, Map<String, String> more)
      throws IOException {
    Map<String, String> environment = bed.environment();
    environment.put("LEASEHOLD_VOLUME", volume.toString());
    environment.put("LEASEHOLD_DRAIN_AFTER", "1s");
    environment.putAll(more);
    if (more.containsKey("LEASEHOLD_BINDINGS")) {
      environment.remove("LEASEHOLD_CREDS"); // Each binding says its own.
    }
    List<Path> volumes =
        List.of(
            volume,
            directory(bed.servers().tokenFile()),
            directory(bed.servers().vault().caCertificate()));
    return new SidecarImage(
        Contained.in(work, Built.IMAGE_ROOT, volumes, environment),
        Files.readAllLines(Built.IMAGE_ENTRYPOINT));
  }

  private static Path directory(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent());
  }

  /** Returns the command that runs it in this mode. */
  public List<String> command(String mode) {
    return image.command(program(mode));
  }

  /** Returns the command that {@link #command} runs in the end, for use within {@link #around}. */
  public List<String> inside(String mode) {
    return image.inside(program(mode));
  }

  /** Returns a command that runs this command where the image's root has its volumes. */
  public List<String> around(List<String> words) {
    return image.around(words);
  }

  private List<String> program(String mode) {
    List<String> words = new ArrayList<>(entrypoint);
    words.add(mode);
    return words;
  }

  /** Starts a command whose output nobody reads. */
  public static Process start(List<String> command) throws IOException {
    return start(command, ProcessBuilder.Redirect.DISCARD);
  }

  /** Starts a command whose standard error, and nothing else, goes there. */
  public static Process start(List<String> command, ProcessBuilder.Redirect errors)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(errors);
    return builder.start();
  }

  /** Ends a process by SIGTERM, and returns when it is gone. */
  public static void end(Process process) throws InterruptedException {
    process.destroy();
    awaitEnd(process);
  }

  /** Ends a process by SIGKILL, and returns when it is gone. */
  public static void kill(Process process) throws InterruptedException {
    process.destroyForcibly();
    awaitEnd(process);
  }

  private static void awaitEnd(Process process) throws InterruptedException {
    if (!process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("process " + process.pid() + " does not end");
    }
  }
}
