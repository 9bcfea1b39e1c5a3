// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.jdbc;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the connect method that woven code names. */
public final class ConnectMethods {

  private ConnectMethods() {}

  /** Returns the application's request; null when the call is nobody's. */
  public static @Nullable ConnectionRequest read(
      Map<String, ConnectMethod> connectMethods,
      String name,
      @Nullable Object target,
      @Nullable Object first,
      @Nullable Object second) {
    ConnectMethod connectMethod = connectMethods.get(name);
    if (connectMethod == null) {
      throw new IllegalStateException("woven for " + name + ", which is not known");
    }
    return connectMethod.request(target, first, second);
  }
}
