// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import dev.leasehold.lease.Printable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Words the differences by which a connection is not a binding's. */
final class PatternMismatch {

  private PatternMismatch() {}

  /**
   * Returns the differences and the fix; null where there is no difference.
   *
   * @param parameters as {@link UrlPattern#differences} returns them
   * @param userSetting the setting that asks for another user; null where the user is the same
   * @param configured the user that the application configured
   */
  static @Nullable String explain(
      BindingSettings binding,
      List<String> parameters,
      @Nullable String userSetting,
      @Nullable String configured) {
    List<String> differences = new ArrayList<>();
    for (String parameter : parameters) {
      differences.add(binding.urlSetting() + " asks for " + parameter);
    }
    if (userSetting != null) {
      String given = configured == null ? "none" : Printable.of(configured);
      differences.add(
          userSetting + " asks for " + binding.user() + ", and the configured user is " + given);
    }
    if (differences.isEmpty()) {
      return null;
    }
    List<String> fixes = new ArrayList<>();
    if (!parameters.isEmpty()) {
      fixes.add(
          "write the driver's value in " + binding.urlSetting() + ", or leave the parameter out");
    }
    if (userSetting != null) {
      fixes.add("correct or remove " + userSetting);
    }
    return String.join("; ", differences)
        + ". If the binding is meant for these connections, "
        + String.join(", and ", fixes);
  }
}
