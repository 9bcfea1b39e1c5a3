// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.sidecar;

import dev.leasehold.it.Application;
import dev.leasehold.it.Jars;
import dev.leasehold.testbed.process.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sidecar's mode {@code run} in a process of its own. */
public final class RunningSidecar implements AutoCloseable {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final Pattern CURRENT =
      Pattern.compile("generation (\\d+) is current: role ([^,]+),");

  private final Application process;

  private RunningSidecar(Application process) {
    this.process = process;
  }

  /** Starts it, and returns when the first credential is in the file. */
  public static RunningSidecar start(Map<String, String> settings) {
    Path jar = Jars.built("sidecar-image/target/leasehold-sidecar.jar");
    List<String> arguments =
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar.toString(), "run");
    RunningSidecar sidecar = new RunningSidecar(Application.start(settings, "", arguments));
    sidecar.await(0, "has the credential of generation 1");
    return sidecar;
  }

  /** Returns how many lines its log has, to wait for a line after them. */
  int mark() {
    return process.errors().mark();
  }

  /** Waits for a line of its log with this part, from {@code mark} on. */
  String await(int mark, String part) {
    return process.errors().await(mark, line -> line.contains(part), BOUND);
  }

  /** Returns the role of the credential that is the newest from {@code mark} on. */
  String awaitRole(int mark) {
    String line = process.errors().await(mark, CURRENT.asPredicate(), BOUND);
    Matcher current = CURRENT.matcher(line);
    if (!current.find()) {
      throw new AssertionError(line);
    }
    return current.group(2);
  }

  /** Sends SIGHUP: it is to rotate now. */
  void rotate() {
    Command.run(Path.of("/"), List.of("kill", "-HUP", Long.toString(process.handle().pid())));
  }

  /** Sends SIGKILL, and returns when it is gone. */
  void kill() {
    process.kill();
    process.awaitExit(BOUND);
  }

  /** Sends SIGTERM, and returns the exit code. */
  int stop() {
    process.terminate();
    return process.awaitExit(BOUND);
  }

  @Override
  public void close() {
    process.close();
  }
}
