// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import dev.leasehold.config.DeliverySettings;
import dev.leasehold.config.SidecarSettings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads all settings and says all that is wrong with them. */
@Command(
    name = "validate",
    description = {
      "Reads all settings and the templates, and names every error. Asks nothing of Vault.",
      "Ends with 78 where there is an error."
    })
final class ValidateCommand implements Callable<Integer> {

  @Mixin private SettingsOption settings = new SettingsOption();

  @Option(names = "--exec", description = "As `exec` reads them.")
  private boolean exec;

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
              + binding.file().format());
    }
    read.describe().forEach(System.out::println);
    return ExitCode.OK.status();
  }
}
