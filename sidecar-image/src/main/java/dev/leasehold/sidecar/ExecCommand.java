// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import dev.leasehold.config.SidecarSettings;
import dev.leasehold.config.Signal;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.termination.TerminationMessage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Runs a program that has the credential for as long as it runs. */
final class ExecCommand implements Callable<Integer> {

  private final SettingsOption settings;
  private final TerminationMessage termination;
  private final @Nullable String usernameVariable;
  private final @Nullable String passwordVariable;
  private final List<String> command;

  ExecCommand(ModeArguments arguments, TerminationMessage termination) {
    this.settings = new SettingsOption(arguments);
    this.termination = termination;
    this.usernameVariable = arguments.value(ModeOption.USERNAME_VARIABLE);
    this.passwordVariable = arguments.value(ModeOption.PASSWORD_VARIABLE);
    this.command = arguments.operands();
  }

  @Override
  public Integer call() throws Exception {
    JdkPreparation.begin();
    requireName(ModeOption.USERNAME_VARIABLE, usernameVariable);
    requireName(ModeOption.PASSWORD_VARIABLE, passwordVariable);
    SidecarSettings read = settings.read(true);
    if ((usernameVariable != null || passwordVariable != null) && read.bindings().size() > 1) {
      throw new UsageException(
          SidecarMode.EXEC_COMMAND,
          "variables hold the credential of one binding, and there are several");
    }
    ChildProgram child = new ChildProgram(command);
    CredentialSidecar sidecar =
        CredentialSidecar.open(read, new NoticeFactory(child::process), termination);
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

  private static void requireName(ModeOption option, @Nullable String name) throws UsageException {
    if (name != null && (name.isEmpty() || name.indexOf('=') >= 0)) {
      throw new UsageException(
          SidecarMode.EXEC_COMMAND, option + " needs the name of a variable, without =");
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
