// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.inject.MemberAccess;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The server's parameters as a query executor has heard them. Some it keeps in fields of its own;
 * from 42.2.6 on it has a map of all. Immutable.
 */
final class ReportedParameters {

  private static final String STATUSES = "parameterStatuses";
  private static final String SYNTAX = "standardConformingStrings";
  private static final String[] OWN = {"timeZone", "applicationName", SYNTAX};

  private final Map<String, @Nullable Object> own;
  private final Map<String, String> statuses;

  private ReportedParameters(Map<String, @Nullable Object> own, Map<String, String> statuses) {
    this.own = own;
    this.statuses = statuses;
  }

  static ReportedParameters of(Object executor) throws ReflectiveOperationException {
    Map<String, @Nullable Object> own = new HashMap<>();
    for (String field : OWN) {
      own.put(field, MemberAccess.get(executor, field));
    }
    return new ReportedParameters(own, new HashMap<>(statuses(executor)));
  }

  /** Returns whether both read literals the same way, as parsing depends on it. */
  boolean hasSyntaxOf(ReportedParameters other) {
    return Objects.equals(own.get(SYNTAX), other.own.get(SYNTAX));
  }

  /** Returns the parameters that were reported since. */
  ReportedParameters since(ReportedParameters before) {
    Map<String, @Nullable Object> ownSince = new HashMap<>(own);
    ownSince.entrySet().removeAll(before.own.entrySet());
    Map<String, String> statusesSince = new HashMap<>(statuses);
    statusesSince.entrySet().removeAll(before.statuses.entrySet());
    return new ReportedParameters(ownSince, statusesSince);
  }

  /** Tells an executor. With its lock. */
  void putInto(Object executor) throws ReflectiveOperationException {
    for (Map.Entry<String, @Nullable Object> field : own.entrySet()) {
      MemberAccess.set(executor, field.getKey(), field.getValue());
    }
    statuses(executor).putAll(statuses);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, String> statuses(Object executor) throws ReflectiveOperationException {
    return MemberAccess.has(executor, STATUSES)
        ? (Map<String, String>) MemberAccess.part(executor, STATUSES)
        : new HashMap<>();
  }
}
