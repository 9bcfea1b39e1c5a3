// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.format;

import dev.leasehold.config.CredentialFormat;
import dev.leasehold.config.EntryNames;

/** The renderer of each format. */
public final class CredentialRenderers {

  private CredentialRenderers() {}

  /**
   * Returns the renderer of a format. A template is compiled and tried here, so that its faults
   * show at validation and not at the first rotation.
   *
   * @throws IllegalArgumentException when the template has a fault; the message names the fix
   */
  public static CredentialRenderer of(CredentialFormat format, FormatOptions options) {
    return switch (format) {
      case PROPERTIES -> new PropertiesRenderer(names(format, options));
      case JSON -> new JsonRenderer(names(format, options));
      case YAML -> new YamlRenderer(names(format, options));
      case ENV -> new EnvRenderer(names(format, options));
      case PGPASS -> new PgpassRenderer();
      case PG_SERVICE -> new PgServiceRenderer();
      case USERLIST -> new UserlistRenderer(options.clearPassword());
      case TEMPLATE -> new TemplateRenderer(options.template());
    };
  }

  private static EntryNames names(CredentialFormat format, FormatOptions options) {
    return EntryNames.of(format, options.usernameName(), options.passwordName());
  }
}
