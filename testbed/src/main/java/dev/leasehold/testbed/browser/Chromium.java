// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.browser;

import dev.leasehold.testbed.ServerBuild;
import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.process.Command;
import dev.leasehold.testbed.process.ProgramPath;
import dev.leasehold.testbed.process.ServerDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Chromium without a window: the program on {@code PATH}, else the program that {@code
 * testbed/servers/build} unpacks. It reaches no host, so that a page shows its own content alone.
 *
 * @param command the command that runs it, without arguments
 */
public record Chromium(List<String> command) {
  private static final List<String> NAMES =
      List.of("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome");
  private static final String LIBRARIES = "usr/lib/x86_64-linux-gnu";

  public Chromium {
    command = List.copyOf(command);
  }

  /** Finds it; empty, with the reason on standard error, where none is to be had. */
  public static Optional<Chromium> find() {
    Optional<Path> installed =
        NAMES.stream().map(name -> ProgramPath.find(name)).flatMap(Optional::stream).findFirst();
    return installed
        .map(program -> new Chromium(List.of(program.toString())))
        .or(Chromium::unpacked);
  }

  private static Optional<Chromium> unpacked() {
    try {
      Path base = ServerBuild.directory("chromium");
      Path libraries = base.resolve(LIBRARIES);
      return Optional.of(
          new Chromium(
              List.of(
                  "env",
                  "LD_LIBRARY_PATH=" + libraries + ":" + libraries.resolve("pulseaudio"),
                  base.resolve("usr/lib/chromium/chromium-headless-shell").toString())));
    } catch (TestBedException none) {
      System.err.println("testbed: no Chromium: " + none.getMessage());
      return Optional.empty();
    }
  }

  /** Opens a file, runs its scripts, and gives the resulting page, as HTML. */
  public String dom(Path page) {
    return run("--dump-dom", page.toUri().toString());
  }

  /** Opens a file, and writes its visible part as a PNG of this size. */
  public void screenshot(Path page, Path png, int width, int height) {
    run("--screenshot=" + png, "--window-size=" + width + "," + height, page.toUri().toString());
  }

  private String run(String... arguments) {
    Path profile = ServerDirectory.create("chromium");
    try {
      List<String> all = new ArrayList<>(List.of("timeout", "120"));
      all.addAll(command);
      all.addAll(List.of("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"));
      all.addAll(List.of("--user-data-dir=" + profile, "--host-resolver-rules=MAP * ~NOTFOUND"));
      Stream.of(arguments).forEach(all::add);
      return Command.runQuietly(all);
    } finally {
      ServerDirectory.remove(profile);
    }
  }
}
