// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Vault's default name of a role: {@code v-DISPLAY-ROLE-RANDOM-SECOND}, with at most eight
 * characters of the display name and of the database role ({@code username_template} of Vault's
 * {@code postgresql.go}).
 *
 * @param stem {@code DISPLAY-ROLE}
 * @param bornAt the second in which Vault made the name, in milliseconds since 1970
 */
public record RoleName(String stem, long bornAt) {

  private static final Pattern FORM =
      Pattern.compile("v-(.{1,8}-.{1,8})-[A-Za-z0-9]{20}-(\\d{10})");
  private static final long MILLIS = 1000;

  /** Returns the parts of a name; null if it is not of the form. */
  public static @Nullable RoleName parse(String name) {
    if (!name.startsWith("v-")) {
      return null;
    }
    Matcher form = FORM.matcher(name);
    return form.matches()
        ? new RoleName(form.group(1), Long.parseLong(form.group(2)) * MILLIS)
        : null;
  }
}
