// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import dev.leasehold.audit.join.BoundedText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import picocli.CommandLine;

/** The entry point of {@code leasehold audit}. */
public final class AuditMain {

  private AuditMain() {}

  /** Answers the question and ends the JVM with the exit code. */
  public static void main(String[] arguments) {
    // Not System.out: that recodes text in the platform's character set.
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    PrintWriter messages = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int status = run(System.in, out, messages, arguments);
    messages.flush();
    System.exit(status);
  }

  /**
   * Answers the question.
   *
   * @param in a log, where an option names {@code -}
   * @param out where the answer goes
   * @param messages where errors go
   * @return the exit code
   */
  static int run(InputStream in, OutputStream out, PrintWriter messages, String... arguments) {
    PrintWriter answers = new PrintWriter(out, false, StandardCharsets.UTF_8);
    CommandLine line =
        new CommandLine(new AuditQuestions())
            .addSubcommand(new AuditQuestions.RoleQuestion(in))
            .addSubcommand(new AuditQuestions.PodQuestion(in))
            .addSubcommand(new AuditQuestions.LeaseQuestion(in))
            .addSubcommand(new AuditQuestions.AtQuestion(in))
            .addSubcommand(new AuditQuestions.FindingsQuestion(in))
            .addSubcommand(new ExportCommand(in))
            .addSubcommand(new WatchCommand(in, out))
            .registerConverter(Duration.class, AuditMain::duration)
            .setOut(answers)
            .setErr(messages)
            .setUsageHelpWidth(100)
            .setExecutionExceptionHandler(
                (e, command, parsed) -> {
                  say(messages, message(e));
                  return status(e).code();
                });
    try {
      int status = line.execute(arguments);
      answers.flush();
      return status;
    } catch (OutOfMemoryError | StackOverflowError e) {
      // Java itself would end with 1, which means findings.
      messages.println("leasehold audit: a fault in the program, please report it: " + e);
      return AuditStatus.INTERNAL.code();
    }
  }

  /** Writes a message; names in logs are not to be trusted. */
  static void say(PrintWriter messages, String message) {
    messages.println("leasehold audit: " + BoundedText.printable(message));
  }

  private static Duration duration(String text) {
    try {
      return AuditTime.duration(text);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  private static String message(Exception e) {
    return e instanceof AuditException
        ? String.valueOf(e.getMessage())
        : "a fault in the program, please report it: " + e;
  }

  private static AuditStatus status(Exception e) {
    return e instanceof AuditException expected ? expected.status() : AuditStatus.INTERNAL;
  }
}
