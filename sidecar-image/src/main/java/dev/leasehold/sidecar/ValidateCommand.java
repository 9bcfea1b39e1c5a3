// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import dev.leasehold.config.DeliverySettings;
import dev.leasehold.config.SidecarSettings;
import java.util.concurrent.Callable;

/** Reads all settings and says all that is wrong with them. */
final class ValidateCommand implements Callable<Integer> {

  private final SettingsOption settings;
  private final boolean exec;

  ValidateCommand(ModeArguments arguments) {
    this.settings = new SettingsOption(arguments);
    this.exec = arguments.has(ModeOption.EXEC);
  }

  @Override
  public Integer call() throws Exception {
    SidecarSettings read = settings.read(exec);
    for (DeliverySettings binding : read.bindings()) {
      System.out.println(
          binding.name()
              + ": "
              + binding.creds()
              + " is written to "
              + read.volume().toPath().resolve(binding.file().name())
              + " as "
              + binding.file().format().formatName());
    }
    read.describe().forEach(System.out::println);
    return ExitCode.OK.status();
  }
}
