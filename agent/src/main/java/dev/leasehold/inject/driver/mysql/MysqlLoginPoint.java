// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.mysql;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.jdbc.LoginPoint;
import dev.leasehold.target.Target;
import java.util.Objects;

/** Connector/J's {@code HostInfo}; its methods were found with javap in 8.4.0 and 9.7.0. */
public final class MysqlLoginPoint implements LoginPoint {

  /** Makes the login point; it has no state. */
  public MysqlLoginPoint() {}

  @Override
  public Target server(Object host) throws ReflectiveOperationException {
    String name = (String) Objects.requireNonNull(MemberAccess.call(host, "getHost"));
    int port = (Integer) Objects.requireNonNull(MemberAccess.call(host, "getPort"));
    return Target.of(name, port, null);
  }
}
