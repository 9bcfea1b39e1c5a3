// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.oracle;

import dev.leasehold.inject.url.DriverParameters;
import dev.leasehold.inject.url.ShownUrl;
import dev.leasehold.target.Targets;
import java.sql.Driver;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The targets of Oracle's driver: the text behind the {@code @} is read as an {@link EasyConnect}
 * text or as a {@link ConnectDescriptor}. Any other text, such as a name of {@code tnsnames.ora} or
 * of a directory, cannot be read, and is matched as text alone. "Database URLs and Database
 * Specifiers" in its manual.
 */
final class OracleTargets {

  /** Drivers before 19 take a query for a part of the service's name. */
  private static final ClassValue<Boolean> KNOWS_PLUS =
      new ClassValue<Boolean>() {
        @Override
        protected Boolean computeValue(Class<?> driver) {
          try {
            ClassLoader application = driver.getClassLoader();
            Class.forName("oracle.net.resolver.EZConnectResolver", false, application);
            return true;
          } catch (ClassNotFoundException | LinkageError older) {
            return false;
          }
        }
      };

  private OracleTargets() {}

  /**
   * Returns the targets.
   *
   * @param url without a login
   */
  static Targets of(Driver driver, String url, Properties info) {
    boolean plus = KNOWS_PLUS.get(driver.getClass());
    int at = url.indexOf('@');
    int query = url.indexOf('?');
    int end = query < 0 ? url.length() : query;
    Targets read = at < 0 || at > end ? null : read(url.substring(at + 1, end), plus);
    Map<String, String> detours = OracleDetours.of(url, end, info, plus);
    OracleDetours.add(AmbientParameters.of(driver, url, info), detours);
    if (read != null) {
      detours.putAll(read.detours());
    }
    return (read == null ? Targets.unreadable(standIn(url, at, end)) : read)
        .withDetours(detours)
        .withParameters(DriverParameters.ofText(url, end, info));
  }

  /** Returns a text that tells a URL from others; it may still hold a part of a login. */
  private static String standIn(String url, int at, int end) {
    boolean plain =
        at > 0
            && url.charAt(at - 1) == ':'
            && url.lastIndexOf('@', end) == at
            && url.lastIndexOf('"', at) < 0;
    return plain ? ShownUrl.standIn(url.substring(0, end)) : ShownUrl.numbered(url);
  }

  /** Blanks before it make the driver cut its end off, where a query is behind it. */
  private static @Nullable Targets read(String text, boolean plus) {
    String specifier = text.trim();
    if (!text.startsWith(specifier)) {
      return null;
    }
    return specifier.startsWith("(")
        ? ConnectDescriptor.read(specifier)
        : EasyConnect.read(specifier, plus);
  }
}
