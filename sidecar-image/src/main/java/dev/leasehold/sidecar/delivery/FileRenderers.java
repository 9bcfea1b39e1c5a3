// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

import dev.leasehold.config.CredentialFormat;
import dev.leasehold.config.OutputFileSettings;
import dev.leasehold.file.BoundedFile;
import dev.leasehold.file.UnfitFileException;
import dev.leasehold.sidecar.format.CredentialRenderer;
import dev.leasehold.sidecar.format.CredentialRenderers;
import dev.leasehold.sidecar.format.FormatOptions;
import java.io.File;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Makes renderers from settings. */
public final class FileRenderers {

  private FileRenderers() {}

  /**
   * Returns the renderer that a file's settings ask for, having read its template.
   *
   * @throws IllegalArgumentException when the template has a fault; the message names the fix
   */
  public static CredentialRenderer of(OutputFileSettings file) {
    FormatOptions options =
        FormatOptions.DEFAULTS
            .withNames(file.usernameAs(), file.passwordAs())
            .withTemplate(template(file.template()));
    return CredentialRenderers.of(
        file.format(), file.hasClearPassword() ? options.withClearPassword() : options);
  }

  /** Returns whether the format wants a template, and none is named. */
  public static boolean lackTemplate(OutputFileSettings file) {
    return file.format() == CredentialFormat.TEMPLATE && file.template() == null;
  }

  private static String template(@Nullable File file) {
    if (file == null) {
      return "";
    }
    try {
      byte[] content = BoundedFile.read(file, BoundedFile.MAX_BYTES, "a template");
      if (content.length == 0) {
        throw new UnfitFileException("is empty; check the program that writes it");
      }
      return new String(content, StandardCharsets.UTF_8);
    } catch (UnfitFileException e) {
      throw new IllegalArgumentException("the template " + file + " " + e.getMessage(), e);
    }
  }
}
