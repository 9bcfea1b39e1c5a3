// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.mysql;

import dev.leasehold.inject.url.JdbcTargets;
import dev.leasehold.inject.url.UrlQuery;
import dev.leasehold.target.Targets;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * A URL of Connector/J and its properties without {@code propertiesTransform}. That parameter names
 * a class of the application's. The driver hands it user and password whenever it reads a URL. The
 * class may change them, or fail at a password that stands for another password. So the driver is
 * asked without it, and it is a detour.
 */
final class UntransformedUrl {

  private static final String TRANSFORM = "propertiesTransform";

  private final String url;
  private final Properties info;
  private final Map<String, String> transforms = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  UntransformedUrl(String url, Properties info) {
    this.url =
        UrlQuery.without(
            url, parameter -> take(UrlQuery.name(parameter), UrlQuery.valueOf(parameter)));
    this.info = withoutTransform(info);
  }

  private Properties withoutTransform(Properties given) {
    Properties kept = new Properties();
    for (String name : given.stringPropertyNames()) {
      if (!take(name, given.getProperty(name))) {
        kept.setProperty(name, given.getProperty(name));
      }
    }
    return kept;
  }

  /** The driver takes the blanks off a name. */
  private boolean take(String name, String value) {
    boolean one = name.trim().equalsIgnoreCase(TRANSFORM);
    if (one && !value.trim().isEmpty()) {
      JdbcTargets.add(TRANSFORM, value.trim(), transforms);
    }
    return one;
  }

  String url() {
    return url;
  }

  Properties info() {
    return info;
  }

  /** Returns the targets, with the parameters that were taken out among their detours. */
  Targets withTransforms(Targets targets) {
    Map<String, String> detours = new TreeMap<>(targets.detours());
    detours.putAll(transforms);
    return targets.withDetours(detours);
  }
}
