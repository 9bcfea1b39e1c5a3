// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import dev.leasehold.config.SidecarSettings;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.sidecar.signal.Signal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a program that has the credential for as long as it runs. */
@Command(
    name = "exec",
    description = {
      "Writes the first credential, runs COMMAND, keeps the file fresh meanwhile, forwards signals to"
          + " it, revokes the lease when it ends, and ends with its status.",
      "leasehold.signal goes to COMMAND unless another target is set."
    })
final class ExecCommand implements Callable<Integer> {

  @Mixin private SettingsOption settings = new SettingsOption();

  @Option(
      names = "--username-variable",
      paramLabel = "NAME",
      description = {
        "Variable of COMMAND that has the user, as in PGUSER. What is in variables stays as it was at"
            + " the start: for commands that end before the credential is replaced."
      })
  private @Nullable String usernameVariable;

  @Option(
      names = "--password-variable",
      paramLabel = "NAME",
      description = "Variable of COMMAND that has the password, as in PGPASSWORD.")
  private @Nullable String passwordVariable;

  @Parameters(paramLabel = "COMMAND", arity = "1..*", description = "Program with its arguments.")
  private List<String> command = List.of();

  @Spec
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    SidecarSettings read = settings.read(true);
    if ((usernameVariable != null || passwordVariable != null) && read.bindings().size() > 1) {
      throw new ParameterException(
          spec.commandLine(),
          "variables hold the credential of one binding, and there are several");
    }
    ChildProgram child = new ChildProgram(command);
    CredentialSidecar sidecar = CredentialSidecar.open(read, new Notices(child::process));
    for (Signal signal : Signal.values()) {
      SignalHandlers.on(signal, () -> child.forward(signal));
    }
    try {
      sidecar.answerHealth();
      sidecar.start();
      int asked = child.awaitSignalOr(sidecar::awaitFirst);
      if (asked != 0) {
        return asked;
      }
      child.start(variables -> put(variables, sidecar));
      sidecar.keepFresh();
      return child.await();
    } finally {
      sidecar.close();
    }
  }

  private void put(Map<String, String> variables, CredentialSidecar sidecar)
      throws NoCredentialException, InterruptedException {
    Credential credential = sidecar.current();
    if (usernameVariable != null) {
      variables.put(usernameVariable, credential.username());
    }
    if (passwordVariable != null) {
      variables.put(passwordVariable, credential.password().reveal());
    }
  }
}
