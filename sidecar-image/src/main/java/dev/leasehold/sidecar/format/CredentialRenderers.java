// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.format;

/** The renderer of each format. */
public final class CredentialRenderers {

  private CredentialRenderers() {}

  /**
   * Returns the renderer of a format. A template is compiled and tried here, so that its faults
   * show at validation and not at the first rotation.
   *
   * @throws IllegalArgumentException when an option is not of this format, a name is not one that
   *     it can use, or the template has a fault; the message says what to write
   */
  public static CredentialRenderer of(CredentialFormat format, FormatOptions options) {
    check(format, options);
    return switch (format) {
      case PROPERTIES -> new PropertiesRenderer(EntryNames.ofKeys(format, options));
      case JSON -> new JsonRenderer(EntryNames.ofKeys(format, options));
      case YAML -> new YamlRenderer(EntryNames.ofKeys(format, options));
      case ENV -> new EnvRenderer(EntryNames.ofVariables(format, options));
      case PGPASS -> new PgpassRenderer();
      case PG_SERVICE -> new PgServiceRenderer();
      case USERLIST -> new UserlistRenderer(options.clearPassword());
      case TEMPLATE -> new TemplateRenderer(options.template());
    };
  }

  private static void check(CredentialFormat format, FormatOptions options) {
    if (options.hasNames() && !hasNames(format)) {
      throw notOf(format, "names of entries");
    }
    if (options.clearPassword() && format != CredentialFormat.USERLIST) {
      throw notOf(format, "choice of a clear password");
    }
    boolean templated = format == CredentialFormat.TEMPLATE;
    if (!options.template().isEmpty() && !templated) {
      throw notOf(format, "template");
    }
    if (options.template().isEmpty() && templated) {
      throw new IllegalArgumentException("the format template needs a template; name its file");
    }
  }

  private static boolean hasNames(CredentialFormat format) {
    return switch (format) {
      case PROPERTIES, JSON, YAML, ENV -> true;
      case PGPASS, PG_SERVICE, USERLIST, TEMPLATE -> false;
    };
  }

  private static IllegalArgumentException notOf(CredentialFormat format, String option) {
    return new IllegalArgumentException(
        "the format " + format.formatName() + " has no " + option + "; leave the option out");
  }
}
