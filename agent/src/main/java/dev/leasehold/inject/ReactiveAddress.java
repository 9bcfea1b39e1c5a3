// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.inject.url.ShownUrl;
import org.jspecify.annotations.Nullable;

/**
 * The server and the database in the options of a reactive client, for the log. The options are of
 * R2DBC's own interface, or of Vert.x's, so they are the same for a client that is not known.
 */
public final class ReactiveAddress {

  private static final String VERTX = "vertx:";

  private ReactiveAddress() {}

  /**
   * Returns the address without a login.
   *
   * @param first R2DBC's options, or Vert.x's context
   * @param second Vert.x's options; null for R2DBC
   * @return null where options of another version do not tell it
   */
  public static @Nullable String of(Object first, @Nullable Object second) {
    try {
      return second == null ? r2dbcUrl(first) : vertxAddress(second);
    } catch (ReflectiveOperationException | RuntimeException unreadable) {
      return null;
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
