// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import dev.leasehold.config.ConfigException;
import dev.leasehold.config.DeliverySettings;
import dev.leasehold.config.ProcessInputs;
import dev.leasehold.config.Setting;
import dev.leasehold.config.SidecarSettings;
import dev.leasehold.sidecar.delivery.FileRenderers;
import dev.leasehold.sidecar.format.CredentialRenderer;
import dev.leasehold.sidecar.log.LogOutput;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Settings on the command line, before settings of the environment and of the file. */
final class SettingsOption {

  private final @Nullable String settings;

  SettingsOption(ModeArguments arguments) {
    this.settings = arguments.value(ModeOption.SETTINGS);
  }

  /**
   * Returns the settings of this process, and lets the log be written as they say.
   *
   * @param child whether the sidecar starts a program itself
   * @throws ConfigException naming every problem found
   */
  SidecarSettings read(boolean child) throws ConfigException {
    SidecarSettings read =
        SidecarSettings.read(ProcessInputs.ofProcess(settings), child, SettingsOption::check);
    LogOutput.set(read.logLevel(), read.logFormat());
    return read;
  }

  /** The template is read and tried, by its renderer. */
  private static void check(DeliverySettings binding, BiConsumer<Setting, String> problems) {
    if (FileRenderers.lackTemplate(binding.file())) {
      return; // Which is a problem already.
    }
    try {
      CredentialRenderer ignored = FileRenderers.of(binding.file());
    } catch (IllegalArgumentException bad) {
      problems.accept(Setting.FILE_TEMPLATE, String.valueOf(bad.getMessage()));
    }
  }
}
