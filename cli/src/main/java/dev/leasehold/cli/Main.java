// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** The entry point of the command. */
public final class Main {

  /** System property: how the command was called, as its help names it. */
  private static final String NAME = "cli.name";

  private Main() {}

  /** Runs the command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    // Not System.out: that recodes text in the platform's character set.
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    PrintWriter messages = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int status = run(System.in, out, messages, arguments);
    messages.flush();
    System.exit(status);
  }

  /**
   * Runs the command.
   *
   * @param out where manifests go
   * @param messages where the report and errors go
   * @return the exit code
   */
  static int run(InputStream in, OutputStream out, PrintWriter messages, String... arguments) {
    PrintWriter answers = new PrintWriter(out, true, StandardCharsets.UTF_8);
    CommandLine line =
        new CommandLine(new LeaseholdCommand())
            .addSubcommand(new InjectCommand(new Streams(in, out, messages)))
            .addSubcommand(new StatusCommand(answers))
            .addSubcommand(new AuditCommand(System.getenv("PATH")))
            .setCommandName(System.getProperty(NAME, "leasehold"))
            .setOut(answers)
            .setErr(messages)
            .setUsageHelpWidth(100)
            .setExecutionExceptionHandler(
                (e, command, parsed) -> {
                  messages.println("leasehold: " + message(e));
                  return exitCode(e).status();
                });
    int status = line.execute(arguments);
    answers.flush();
    return status;
  }

  private static String message(Exception e) {
    return e instanceof CommandException
        ? String.valueOf(e.getMessage())
        : "a fault in the program, please report it: " + e;
  }

  private static CommandExitCode exitCode(Exception e) {
    return e instanceof CommandException expected ? expected.exitCode() : CommandExitCode.INTERNAL;
  }
}
