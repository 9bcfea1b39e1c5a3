// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.config.KnownClients;
import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.jdbc.ConnectMethod;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.inject.url.ShownUrl;
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

  private static final String VERTX = "vertx:";

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
      log.warn(
          "the client "
              + target.getClass().getName()
              + " is not known, so connections through it"
              + leading(first, second)
              + " keep the password that is configured. Of reactive clients, "
              + KnownClients.sentence()
              + " alone get a credential. If a binding is meant for these connections, open them"
              + " through a JDBC driver. Otherwise set leasehold.url to the URLs that bindings are"
              + " for");
    }
    return null;
  }

  /** Options of a version that is not known do not tell where they lead. */
  private static String leading(Object first, @Nullable Object second) {
    try {
      return ", as to " + (second == null ? r2dbcUrl(first) : vertxAddress(second)) + ',';
    } catch (ReflectiveOperationException | RuntimeException unreadable) {
      return "";
    }
  }

  private static String r2dbcUrl(Object options) throws ReflectiveOperationException {
    Object protocol = value(options, "PROTOCOL");
    String scheme =
        "r2dbc:" + value(options, "DRIVER") + (protocol == null ? "" : ":" + protocol) + ':';
    Object port = value(options, "PORT");
    return shown(scheme, value(options, "HOST"), port, value(options, "DATABASE"));
  }

  private static @Nullable Object value(Object options, String option)
      throws ReflectiveOperationException {
    return MemberAccess.call(options, "getValue", MemberAccess.part(options, option));
  }

  /** Vert.x's options have no scheme. */
  private static String vertxAddress(Object options) throws ReflectiveOperationException {
    Object host = MemberAccess.call(options, "getHost");
    Object port = MemberAccess.call(options, "getPort");
    String shown = shown(VERTX, host, port, MemberAccess.call(options, "getDatabase"));
    return shown.substring(VERTX.length());
  }

  private static String shown(
      String scheme, @Nullable Object host, @Nullable Object port, @Nullable Object database) {
    return ShownUrl.of(
        scheme
            + "//"
            + (host == null ? "" : host)
            + (port == null ? "" : ":" + port)
            + (database == null ? "" : "/" + database));
  }
}
