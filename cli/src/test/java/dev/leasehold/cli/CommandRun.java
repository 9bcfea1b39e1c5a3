// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/** The output of the command, run in this process. */
record CommandRun(int status, String output, String report) {

  static CommandRun of(String input, String... arguments) {
    ByteArrayInputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringWriter report = new StringWriter();
    int status = Main.run(in, out, new PrintWriter(report, true), arguments);
    return new CommandRun(status, out.toString(StandardCharsets.UTF_8), report.toString());
  }

  /** Returns the output of a command that succeeds. */
  static String succeed(String input, String... arguments) {
    CommandRun run = of(input, arguments);
    assertThat(run.status).as("%s", run.report).isZero();
    return run.output;
  }
}
