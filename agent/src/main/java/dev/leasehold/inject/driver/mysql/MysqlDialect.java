// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.mysql;

import dev.leasehold.collection.FixedSet;
import dev.leasehold.inject.jdbc.MysqlFamilyDialect;
import dev.leasehold.inject.url.UrlQuery;
import dev.leasehold.target.Targets;
import java.sql.Driver;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Connector/J: a host in the URL beats the properties, and the properties beat the URL's query. */
public final class MysqlDialect extends MysqlFamilyDialect {

  static final Set<String> CREDENTIAL_PROPERTIES =
      FixedSet.of(USER, PASSWORD, "password1", "password2", "password3");

  /** Makes the dialect; it has no state. */
  public MysqlDialect() {}

  @Override
  public boolean accepts(String url) {
    return isOne(url) || isOne(MysqlUrl.withPlainScheme(url));
  }

  private static boolean isOne(String url) {
    return begins(url, "jdbc:mysql:") || begins(url, "jdbc:mysql+srv:");
  }

  /** AWS's driver would log in later to each instance of a cluster, or with a token of its own. */
  @Override
  public Map<String, String> safeguards(Driver driver) {
    if (!MysqlDetours.isAwss(driver.getClass())) {
      return Collections.emptyMap();
    }
    Map<String, String> safeguards = new HashMap<>();
    safeguards.put("enableClusterAwareFailover", "false");
    safeguards.put("useAwsIam", "false");
    return safeguards;
  }

  /** The driver's own comparison. */
  private static boolean begins(String url, String scheme) {
    return url.regionMatches(true, 0, scheme, 0, scheme.length());
  }

  @Override
  public Set<String> credentialProperties() {
    return CREDENTIAL_PROPERTIES;
  }

  @Override
  public String withoutCredentials(String url) {
    String plain = MysqlUrl.withPlainScheme(url);
    return UrlQuery.without(MysqlUrl.withoutCredentials(plain), CREDENTIAL_PROPERTIES);
  }

  /** A login of a host beats the properties. */
  @Override
  public String without(String url, Set<String> lowerCaseNames) {
    return UrlQuery.without(MysqlUrl.without(url, lowerCaseNames), lowerCaseNames);
  }

  @Override
  public @Nullable Targets targets(Driver driver, String url, Properties info) {
    return MysqlTargets.of(driver.getClass()).targets(driver, url, masked(info, userName(info)));
  }

  /** A class that transforms the properties is a detour, and so is the DNS. */
  @Override
  public boolean readsArgumentsAlone(Driver driver, String url, Properties info, Targets targets) {
    return targets.detours().isEmpty();
  }

  @Override
  public @Nullable String remainingLogin(Driver driver, String clean, Properties info) {
    return MysqlTargets.of(driver.getClass()).remainingLogin(clean, masked(info, null));
  }

  /** Returns the name of the property that names the user; null where none does, or two differ. */
  private static @Nullable String userName(Properties info) {
    String found = null;
    for (String name : info.stringPropertyNames()) {
      if (name.equalsIgnoreCase(USER)) {
        if (found != null && !info.getProperty(name).equals(info.getProperty(found))) {
          return null;
        }
        found = name;
      }
    }
    return found;
  }

  /**
   * Returns the properties with another password, since the driver keeps the properties of a call.
   * They have another user, too, unless a user is to be kept. Both are there, as they are when it
   * connects with a credential. Of two names that differ in case alone, 8.0.11 takes the later name
   * in a hash table. The number of names decides on their order there.
   */
  private static Properties masked(Properties info, @Nullable String user) {
    Properties copy = new Properties();
    copy.setProperty(
        user == null ? USER : user, user == null ? MysqlTargets.MASK : info.getProperty(user));
    copy.setProperty(PASSWORD, MysqlTargets.MASK);
    for (String name : info.stringPropertyNames()) {
      if (!CREDENTIAL_PROPERTIES.contains(name.toLowerCase(Locale.ROOT))) {
        copy.setProperty(name, info.getProperty(name));
      }
    }
    return copy;
  }

  @Override
  public @Nullable String user(String url, @Nullable String inProperties) {
    String ofHost = MysqlUrl.user(url);
    if (ofHost != null) {
      return ofHost;
    }
    return inProperties == null ? UrlQuery.value(url, USER) : inProperties;
  }
}
