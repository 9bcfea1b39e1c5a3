// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.oracle;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.jdbc.LoginPoint;
import dev.leasehold.target.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.regex.Pattern;

/**
 * The {@code ConnOption} of Oracle's driver: one address: of a URL, of a resolved name, or of a
 * listener's redirect. Its field was found with javap in 12.2, 19.29, 21.24 and 23.26.4.
 */
public final class OracleLoginPoint implements LoginPoint {

  /** Stands for an address that cannot be read; no host has such a name. */
  private static final String NOT_READ = "(an address that Leasehold cannot read)";

  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+");

  /** Makes the login point; it has no state. */
  public OracleLoginPoint() {}

  /** The driver's socket goes by the address, and in no version by host and port beside it. */
  @Override
  public Target server(Object option) throws ReflectiveOperationException {
    String text = (String) MemberAccess.get(option, "addr");
    Target server = text == null ? null : ConnectDescriptor.server(text);
    return server == null ? Target.of(NOT_READ, Target.NO_PORT, null) : server;
  }

  /**
   * Only at an {@code IOException} does the driver stop the clock that would interrupt the thread.
   */
  @Override
  public Exception asFailure(SQLException refusal) {
    return new IOException(refusal.getMessage(), refusal);
  }

  /**
   * A name of {@code tnsnames.ora} may be any server. Up to 19 the driver replaces a name in {@code
   * //host:port/service} by its addresses before it comes here. They are looked up once more, out
   * of the JVM's cache as a rule.
   */
  @Override
  public boolean isAlso(Target matched, Target server, Object option) {
    if (matched.port() == Target.NO_PORT && matched.host().startsWith("jdbc:oracle:")) {
      return true; // It was matched by its text, or is the only one that there is.
    }
    if (matched.port() != server.port() || !isAddress(server.host()) || isAddress(matched.host())) {
      return false;
    }
    try {
      for (InetAddress address : InetAddress.getAllByName(matched.host())) {
        if (Target.of(address.getHostAddress(), server.port(), null).isAt(server)) {
          return true;
        }
      }
      return false;
    } catch (UnknownHostException unknown) {
      return false;
    }
  }

  private static boolean isAddress(String host) {
    return host.indexOf(':') >= 0 || ADDRESS.matcher(host).matches();
  }
}
