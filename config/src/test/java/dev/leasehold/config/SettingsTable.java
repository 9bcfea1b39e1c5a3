// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

/** The settings as the table of docs/settings.md. */
final class SettingsTable {

  static final String BEGIN = "<!-- settings -->\n";
  static final String END = "<!-- /settings -->\n";

  private SettingsTable() {}

  static String markdown() {
    StringBuilder table =
        new StringBuilder(
            "| setting | value | default | per binding | only for | meaning |\n|---|---|---|---|---|---|\n");
    for (Setting setting : Setting.values()) {
      String alias = setting.alias();
      table
          .append("| `")
          .append(setting.propertyName())
          .append('`')
          .append(alias == null ? "" : ", `" + alias + "`")
          .append(" | ")
          .append(setting.type().label())
          .append(" | ")
          .append(setting.defaultText() == null ? "" : "`" + setting.defaultText() + "`")
          .append(" | ")
          .append(perBinding(setting))
          .append(" | ")
          .append(setting.program() == null ? "" : "the " + setting.program().label())
          .append(" | ")
          .append(setting.description())
          .append(" |\n");
    }
    return table.toString();
  }

  private static String perBinding(Setting setting) {
    return switch (setting.scope()) {
      case PROCESS -> "";
      case BINDING -> "yes";
      case INHERITED -> "or for all";
    };
  }
}
