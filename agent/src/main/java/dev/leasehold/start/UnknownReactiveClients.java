// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.config.KnownClients;
import dev.leasehold.inject.ReactiveAddress;
import dev.leasehold.inject.jdbc.ConnectMethod;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.observe.Log;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Says of each reactive client that is not known, once, that its connections keep the configured
 * password.
 */
final class UnknownReactiveClients implements ConnectMethod {

  private final Log log;

  /** Classes of applications, which may go. */
  private final Set<Class<?>> told =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  UnknownReactiveClients(Log log) {
    this.log = log;
  }

  /**
   * Looks at the object that connects.
   *
   * @param first R2DBC's options, or Vert.x's context
   * @param second Vert.x's options
   */
  @Override
  public @Nullable ConnectionRequest request(
      @Nullable Object target, @Nullable Object first, @Nullable Object second) {
    if (target != null && first != null && told.add(target.getClass())) {
      String address = ReactiveAddress.of(first, second);
      log.warn(
          "the client "
              + target.getClass().getName()
              + " is not known, so connections through it"
              + (address == null ? "" : ", as to " + address + ',')
              + " keep the password that is configured. Of reactive clients, "
              + KnownClients.sentence()
              + " alone get a credential. If a binding is meant for these connections, open them"
              + " through a JDBC driver. Otherwise set leasehold.url to the URLs that bindings are"
              + " for");
    }
    return null;
  }
}
