// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.signal;

import dev.leasehold.config.Signal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Programs that do one thing or another at a signal; all of them end with the test. */
final class Programs implements AutoCloseable {

  private final List<Process> started = new ArrayList<>();

  /** Prints {@code got} at the signal and ends. Returns when the handler is in. */
  Process withHandler(Signal signal) throws IOException {
    String script =
        "sleep 300 & child=$!; trap 'kill $child; echo got; exit 0' "
            + signal.name()
            + "; echo ready; wait";
    Process process = start("sh", "-c", script);
    String line = process.inputReader().readLine();
    if (!"ready".equals(line)) {
      throw new IOException("the program said " + line);
    }
    return process;
  }

  /** Has no handler for anything. */
  Process withoutHandler() throws IOException {
    return start("sleep", "300");
  }

  Process thatIgnores(Signal signal) throws IOException {
    Process process = start("sh", "-c", "trap '' " + signal.name() + "; exec sleep 300");
    await(process, name -> name.equals("sleep"));
    return process;
  }

  Process thatBlocks(Signal signal) throws IOException {
    return start("env", "--block-signal=" + signal.name(), "sleep", "300");
  }

  /**
   * Starts a program with every signal as it is by default. A shell cannot trap a signal that was
   * ignored when it started, as HUP is where the tests run under nohup. Returns when it is that
   * program.
   */
  Process start(String... command) throws IOException {
    List<String> whole = new ArrayList<>(List.of("env", "--default-signal"));
    whole.addAll(List.of(command));
    Process process =
        new ProcessBuilder(whole).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    started.add(process);
    awaitCommandLine(process);
    return process;
  }

  /** For a moment of its start, a program has no command line. */
  private static void awaitCommandLine(Process process) {
    List<String> commandLine = List.of();
    while (process.isAlive() && (commandLine.isEmpty() || commandLine.get(0).equals("env"))) {
      commandLine = ProcessTable.commandLine(process.pid());
    }
  }

  private static void await(Process process, Predicate<String> name) throws IOException {
    while (ProcessTable.at(process.pid()).map(TargetProcess::name).filter(name).isEmpty()) {
      if (!process.isAlive()) {
        throw new IOException("the program ended with status " + process.exitValue());
      }
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    for (Process process : started) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
