// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.process;

import dev.leasehold.testbed.TestBedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A short program, run to its end. */
public final class Command {
  private Command() {}

  /**
   * Runs the program in the directory and gives its standard output and error, stripped.
   *
   * @throws TestBedException if it cannot be started or its exit status is not 0
   */
  public static String run(Path directory, List<String> command) {
    return run(new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true));
  }

  /**
   * The same, with standard error passed through to this JVM's own, for programs that report
   * progress there.
   */
  public static String runAloud(List<String> command) {
    return run(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT));
  }

  /** The same, with standard error thrown away, for programs that say much there. */
  public static String runQuietly(List<String> command) {
    return run(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD));
  }

  /**
   * Runs {@code FROM | TO}, and gives the output of the second and the standard error of both.
   *
   * @throws TestBedException with that text, if one of them cannot be started, takes longer than
   *     {@code bound} or ends with another status than 0. None of them runs on then
   */
  public static String pipe(List<String> from, List<String> to, Duration bound) {
    try {
      Path said = Files.createTempFile("leasehold-pipe-", "");
      ProcessBuilder.Redirect appended = ProcessBuilder.Redirect.appendTo(said.toFile());
      List<Process> processes =
          ProcessBuilder.startPipeline(
              List.of(
                  new ProcessBuilder(from).redirectError(appended),
                  new ProcessBuilder(to).redirectOutput(appended).redirectError(appended)));
      boolean good = endWell(processes, bound);
      String output = Files.readString(said).strip();
      Files.delete(said);
      if (!good) {
        throw new TestBedException(from.get(0) + " | " + to.get(0) + " failed: " + output);
      }
      return output;
    } catch (IOException e) {
      throw new TestBedException("cannot run " + from.get(0) + " | " + to.get(0), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TestBedException("interrupted while running " + from.get(0), e);
    }
  }

  private static boolean endWell(List<Process> processes, Duration bound)
      throws InterruptedException {
    try {
      boolean good = true;
      for (Process process : processes) {
        boolean ended = process.waitFor(bound.toSeconds(), TimeUnit.SECONDS);
        good &= ended && process.exitValue() == 0;
      }
      return good;
    } finally {
      for (Process process : processes) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }

  private static String run(ProcessBuilder builder) {
    String program = builder.command().get(0);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int status = process.waitFor();
      if (status != 0) {
        throw new TestBedException(program + " ended with status " + status + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new TestBedException("cannot run " + program, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TestBedException("interrupted while running " + program, e);
    }
  }
}
