// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import static dev.leasehold.sidecar.ModeOption.EXEC;
import static dev.leasehold.sidecar.ModeOption.HELP;
import static dev.leasehold.sidecar.ModeOption.PASSWORD_VARIABLE;
import static dev.leasehold.sidecar.ModeOption.SETTINGS;
import static dev.leasehold.sidecar.ModeOption.USERNAME_VARIABLE;

import dev.leasehold.termination.TerminationMessage;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The modes of the program: the first word of its command line. */
enum SidecarMode {
  INIT(
      "init",
      null,
      "Takes out a lease, or takes over the lease of the previous run, writes the file, and ends."
          + " `run` takes the lease over. Waits as long as leasehold.first-credential-timeout"
          + " says.",
      SETTINGS),
  RUN(
      "run",
      null,
      "Keeps the file fresh, and tells the program of each change, until SIGTERM or SIGINT. Takes"
          + " over the lease of `init` or of the previous sidecar. SIGHUP asks for a new"
          + " credential. At the end it removes the file and revokes the lease within two seconds.",
      SETTINGS),
  EXEC_COMMAND(
      "exec",
      "COMMAND...",
      "Writes the first credential and runs COMMAND. Keeps the file fresh meanwhile, and forwards"
          + " HUP, INT, TERM, USR1, USR2 and WINCH to COMMAND. Revokes the lease when COMMAND ends, and"
          + " ends with its status. leasehold.signal goes to COMMAND unless another target is set.",
      SETTINGS,
      USERNAME_VARIABLE,
      PASSWORD_VARIABLE),
  VALIDATE(
      "validate",
      null,
      "Reads all settings and the templates, and names every error. Asks nothing of Vault. Ends"
          + " with 78 where there is an error.",
      SETTINGS,
      EXEC),
  HEALTHCHECK(
      "healthcheck",
      null,
      "Ends with 0 when the file of each binding is there and its lease lives, else with 1. For the"
          + " startup probe of `run`. Reads the volume and asks nobody.",
      SETTINGS),
  COPY_AGENT(
      "copy-agent",
      "DIR",
      "Copies leasehold-agent.jar, which is beside this program, to DIR, a directory of a volume"
          + " that the JVM mounts. Needs no shell."),
  VERSION("version", null, "Prints the version of the program and of its Java.");

  private final String word;
  private final @Nullable String operand;
  private final String description;
  private final List<ModeOption> options;

  SidecarMode(String word, @Nullable String operand, String description, ModeOption... options) {
    this.word = word;
    this.operand = operand;
    this.description = description;
    this.options = List.of(options);
  }

  /** Returns the mode of this word; null for none. */
  static @Nullable SidecarMode of(String word) {
    for (SidecarMode mode : values()) {
      if (mode.word.equals(word)) {
        return mode;
      }
    }
    return null;
  }

  /**
   * Returns whether the container ends with the program; the other modes are run beside a program.
   */
  boolean endsContainer() {
    return this == INIT || this == RUN || this == EXEC_COMMAND || this == COPY_AGENT;
  }

  /**
   * Returns the command that does the mode's work and returns the program's exit status.
   *
   * @param termination hears of bindings that have no credential
   */
  Callable<Integer> command(ModeArguments arguments, TerminationMessage termination) {
    return switch (this) {
      case INIT -> new InitCommand(arguments, termination);
      case RUN -> new RunCommand(arguments, termination);
      case EXEC_COMMAND -> new ExecCommand(arguments, termination);
      case VALIDATE -> new ValidateCommand(arguments);
      case HEALTHCHECK -> new HealthcheckCommand(arguments);
      case COPY_AGENT -> new CopyAgentCommand(arguments);
      case VERSION -> new VersionCommand();
    };
  }

  /** Returns the option that a word is; null where this mode has none of that name. */
  @Nullable ModeOption option(String given) {
    if (HELP.isWord(given)) {
      return HELP;
    }
    for (ModeOption option : options) {
      if (option.isWord(given)) {
        return option;
      }
    }
    return null;
  }

  /** Returns the options that this mode has besides help. */
  List<ModeOption> options() {
    return options;
  }

  /** Returns the words after the options, as the help shows them; null where there are none. */
  @Nullable String operand() {
    return operand;
  }

  /** Returns whether more than one word may follow the options: a command with its arguments. */
  boolean takesCommand() {
    return this == EXEC_COMMAND;
  }

  String description() {
    return description;
  }

  @Override
  public String toString() {
    return word;
  }
}
