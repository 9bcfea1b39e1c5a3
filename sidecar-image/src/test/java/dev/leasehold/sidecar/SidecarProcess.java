// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import dev.leasehold.testbed.TestBed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The built program in a process of its own. */
final class SidecarProcess {

  static final Duration SOON = Duration.ofSeconds(60);

  private static final String IMAGE_JAVA = "target/image/root/opt/leasehold/java/bin/java";

  private final Process process;
  private final Path output;

  private SidecarProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Unit tests run before it is packaged, and use only the run-time. */
  private static Path jar() {
    return Path.of(System.getProperty("leasehold.test.sidecar-jar"));
  }

  /** The variables of a pod that may log in. */
  static Map<String, String> environment(TestBed bed, Path volume) {
    Map<String, String> environment = new HashMap<>();
    environment.put("VAULT_ADDR", bed.vault().address().toString());
    environment.put("VAULT_CACERT", bed.vault().caCertificate().toString());
    environment.put("LEASEHOLD_AUTH_METHOD", "jwt");
    environment.put("LEASEHOLD_AUTH_ROLE", TestBed.ROLE);
    environment.put("LEASEHOLD_AUTH_TOKEN_FILE", bed.tokenFile().toString());
    environment.put("LEASEHOLD_CREDS", TestBed.CREDS_PATH);
    environment.put("LEASEHOLD_VOLUME", volume.toString());
    environment.put("LEASEHOLD_DRAIN_AFTER", "1s");
    return environment;
  }

  static SidecarProcess start(Map<String, String> environment, String... arguments) {
    return start(jar(), environment, arguments);
  }

  static SidecarProcess start(Path jar, Map<String, String> environment, String... arguments) {
    return start(List.of(java()), jar, environment, arguments);
  }

  /** Starts it by other programs, with their arguments. */
  static SidecarProcess startBy(
      List<String> launcher, Map<String, String> environment, String... arguments) {
    List<String> java = new ArrayList<>(launcher);
    java.add(java());
    return start(java, jar(), environment, arguments);
  }

  /** Starts it as process 1, on the run-time of the image, which can call the C library. */
  static SidecarProcess startAsProcess1(Map<String, String> environment, String... arguments) {
    return start(commandAsProcess1(), jar(), environment, arguments);
  }

  /**
   * Starts it once a script has mounted the files that it is to see, in which {@code $0} is a
   * directory. Others see that under {@code /proc/PID/root}.
   */
  static SidecarProcess startBehind(
      String mounts, Path directory, Map<String, String> environment, String... arguments) {
    String script = mounts + " && exec \"$@\"";
    return startBy(
        List.of("unshare", "-rm", "sh", "-c", script, directory.toString()),
        environment,
        arguments);
  }

  /** Mounts a directory that it sees anew, with other options. */
  void remount(Path directory, String options) throws IOException, InterruptedException {
    OtherJvm.run(inItsMounts("mount", "-o", "remount," + options, directory.toString()));
  }

  /** Starts another program that sees the same files, and goes on doing so when it has ended. */
  Process startInItsMounts(String... command) throws IOException {
    return new ProcessBuilder(inItsMounts(command)).start();
  }

  private List<String> inItsMounts(String... command) {
    List<String> all = new ArrayList<>(List.of("nsenter", "--user", "--mount"));
    all.addAll(List.of("--preserve-credentials", "--target", Long.toString(pid())));
    all.addAll(List.of(command));
    return all;
  }

  /** A Java that has a PID namespace of its own, with its arguments. */
  static List<String> commandAsProcess1(String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("unshare", "-rpf", "--mount-proc", "--kill-child", IMAGE_JAVA));
    command.addAll(List.of(arguments));
    return command;
  }

  /** The program that runs the JVM of the tests. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static SidecarProcess start(
      List<String> java, Path jar, Map<String, String> environment, String... arguments) {
    // The user of the tests may have signals ignored, as a shell does for its background.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=HUP,INT,TERM"));
    command.addAll(java);
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(List.of(arguments));
    try {
      Path output = Files.createTempFile("sidecar", ".log");
      output.toFile().deleteOnExit();
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().keySet().removeIf(name -> name.startsWith("VAULT_"));
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      builder.environment().putAll(environment);
      builder.redirectErrorStream(true).redirectOutput(Redirect.to(output.toFile()));
      return new SidecarProcess(builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the output has such a text. */
  SidecarProcess says(String text) {
    return says(text, SOON);
  }

  SidecarProcess says(String text, Duration bound) {
    eventually(
        bound,
        () -> {
          if (!process.isAlive() && !output().contains(text)) {
            throw new AssertionError("ended with " + process.exitValue() + ":\n" + output());
          }
          return output().contains(text);
        },
        () -> "no \"" + text + "\" in:\n" + output());
    return this;
  }

  SidecarProcess signal(String name) {
    try {
      int status =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
              .inheritIO()
              .start()
              .waitFor();
      if (status != 0) {
        throw new AssertionError("kill ended with " + status + ":\n" + output());
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits for the end and returns the status. */
  int end() {
    return end(SOON);
  }

  int end(Duration bound) {
    try {
      if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("still runs after " + bound + ":\n" + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Ends it at once, as the loss of its container would. */
  void kill() {
    process.destroyForcibly();
    int ignored = end();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  static void eventually(String what, BooleanSupplier condition) {
    eventually(SOON, condition, () -> what);
  }

  static void eventually(Duration bound, BooleanSupplier condition, Supplier<String> what) {
    long deadline = System.nanoTime() + bound.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + bound + ": " + what.get());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
