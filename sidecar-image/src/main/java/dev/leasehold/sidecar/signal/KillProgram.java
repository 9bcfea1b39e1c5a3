// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.signal;

import dev.leasehold.config.Signal;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program {@code kill}, for a JVM that cannot call the C library. */
final class KillProgram implements Signaller.Kill {

  private static final List<Path> PLACES = List.of(Path.of("/bin/kill"), Path.of("/usr/bin/kill"));

  /** It takes a few milliseconds. */
  private static final long BOUND_SECONDS = 5;

  private final Path program;

  private KillProgram(Path program) {
    this.program = program;
  }

  static KillProgram find() throws SignalException {
    for (Path place : PLACES) {
      if (Files.isExecutable(place)) {
        return new KillProgram(place);
      }
    }
    throw new SignalException(
        "Java "
            + Runtime.version().feature()
            + " cannot send signals, and there is no program kill here; run the sidecar on Java 22"
            + " or later");
  }

  @Override
  public boolean send(long pid, Signal signal) throws SignalException {
    ProcessBuilder builder =
        new ProcessBuilder(program.toString(), "-" + signal.name(), Long.toString(pid));
    try {
      Process process =
          builder.redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD).start();
      if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      throw new SignalException(program + " cannot be run (" + e.getMessage() + ")", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SignalException("The thread was interrupted while a signal was sent", e);
    }
  }
}
