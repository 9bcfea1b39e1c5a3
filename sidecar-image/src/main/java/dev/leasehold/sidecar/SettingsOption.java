// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import dev.leasehold.config.ConfigException;
import dev.leasehold.config.DeliverySettings;
import dev.leasehold.config.Setting;
import dev.leasehold.config.SettingsSources;
import dev.leasehold.config.SidecarSettings;
import dev.leasehold.sidecar.delivery.FileRenderers;
import dev.leasehold.sidecar.format.CredentialRenderer;
import dev.leasehold.sidecar.log.LogOutput;
import dev.leasehold.sidecar.reload.HttpReload;
import dev.leasehold.sidecar.signal.SignalTarget;
import dev.leasehold.sidecar.volume.FileMode;
import java.net.URI;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Settings on the command line, before those of the environment and of the file. */
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
        SidecarSettings.read(SettingsSources.ofProcess(settings), child, SettingsOption::check);
    LogOutput.set(read.logLevel(), read.logFormat());
    return read;
  }

  private static void check(DeliverySettings binding, BiConsumer<Setting, String> problems) {
    if (!FileRenderers.lackTemplate(binding.file())) { // Which is a problem already.
      check(
          () -> {
            CredentialRenderer ignored = FileRenderers.of(binding.file());
          },
          Setting.FILE_FORMAT,
          problems);
    }
    check(
        () -> {
          FileMode ignored = FileMode.parse(binding.file().mode());
        },
        Setting.FILE_MODE,
        problems);
    URI url = binding.reload().url();
    if (url != null) {
      check(
          () -> {
            HttpReload ignored = Notices.http(url, binding.reload());
          },
          Setting.RELOAD_URL,
          problems);
    }
    String commandLine = binding.signal().commandLine();
    if (commandLine != null) {
      check(
          () -> {
            SignalTarget ignored = SignalTarget.commandLine(commandLine);
          },
          Setting.SIGNAL_COMMAND_LINE,
          problems);
    }
  }

  private static void check(Runnable use, Setting setting, BiConsumer<Setting, String> problems) {
    try {
      use.run();
    } catch (IllegalArgumentException bad) {
      problems.accept(setting, String.valueOf(bad.getMessage()));
    }
  }
}
