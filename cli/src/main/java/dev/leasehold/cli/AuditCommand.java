// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * {@code leasehold audit}: runs the program {@code leasehold-audit}, which is an archive of its own
 * (docs/decisions/0115). Standard streams, arguments and exit code are that program's.
 */
@Command(
    name = "audit",
    description = {
      "Says which pod had which role of the database, from logs.",
      "Runs the program leasehold-audit, which is beside this program or on PATH."
    })
final class AuditCommand implements Callable<Integer> {

  private static final String PROGRAM = "leasehold-audit";

  @Unmatched private List<String> arguments = new ArrayList<>();

  private final @Nullable String path;

  /**
   * Makes the command.
   *
   * @param path where programs are looked for, as in the variable {@code PATH}; null for nowhere
   */
  AuditCommand(@Nullable String path) {
    this.path = path;
  }

  @Override
  public Integer call() throws CommandException {
    Path program =
        candidates()
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(
                () ->
                    new CommandException(
                        CommandExitCode.UNAVAILABLE,
                        "there is no program "
                            + PROGRAM
                            + ", neither beside leasehold nor on PATH: docs/audit.md says where it"
                            + " comes from"));
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new CommandException(CommandExitCode.UNAVAILABLE, program + " cannot be run: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(CommandExitCode.INTERNAL, program + " was not waited for");
    }
  }

  private Stream<Path> candidates() {
    Stream<Path> onPath =
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
            .splitAsStream(Objects.requireNonNullElse(path, ""))
            .filter(folder -> !folder.isEmpty())
            .map(folder -> Path.of(folder, PROGRAM));
    return Stream.concat(beside().stream(), onPath);
  }

  /** {@code bin/} beside {@code lib/}, which has the jar of this class. */
  private static List<Path> beside() {
    try {
      Path jar =
          Path.of(AuditCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path home = jar.resolve("../..").normalize();
      return List.of(home.resolve("bin").resolve(PROGRAM));
    } catch (URISyntaxException e) {
      return List.of();
    }
  }
}
