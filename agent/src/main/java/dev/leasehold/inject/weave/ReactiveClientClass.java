// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.weave;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;

/**
 * Tells class files of reactive clients from all others. They are providers of R2DBC's, and the
 * connecting classes of Vert.x's clients that open sockets themselves. Their names hold for R2DBC
 * 1.0 and for Vert.x 4.4.2 to 5.0.7, found with javap.
 */
final class ReactiveClientClass {

  private static final String FACTORY = "ConnectionFactory";
  private static final String PROVIDER = "ConnectionFactoryProvider";

  /** Wrappers of any client. */
  private static final List<String> WRAPPERS = Arrays.asList("io/r2dbc/pool/", "io/r2dbc/proxy/");

  private static final String CREATE =
      "create(Lio/r2dbc/spi/ConnectionFactoryOptions;)Lio/r2dbc/spi/ConnectionFactory;";

  private static final String CONNECT =
      "connect(Lio/vertx/core/Context;Lio/vertx/sqlclient/SqlConnectOptions;)"
          + "Lio/vertx/core/Future;";

  private final String connectMethod;
  private final List<String> others = new ArrayList<>(WRAPPERS);

  /**
   * Tells the classes of clients that are not known.
   *
   * @param connectMethod the name with which the bridge is told of them
   * @param known the beginnings of the names of known clients' classes
   */
  ReactiveClientClass(String connectMethod, List<String> known) {
    this.connectMethod = connectMethod;
    others.addAll(known);
  }

  /** Returns whether the name may be that of such a class. Quick, as every class is asked about. */
  boolean isNamed(String internalName) {
    if (!internalName.endsWith(FACTORY) && !internalName.endsWith(PROVIDER)) {
      return false;
    }
    for (String other : others) {
      if (internalName.startsWith(other)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the woven methods of a class; null when it is no such class. */
  @Nullable WovenClass of(String internalName, byte[] classfile) {
    ClassReader reader = new ClassReader(new ClassVersion(classfile).readable());
    if (Arrays.asList(reader.getInterfaces()).contains("io/r2dbc/spi/" + PROVIDER)) {
      return new WovenClass(
          internalName, InstrumentedMethods.connectByOneIfThere(connectMethod, CREATE));
    }
    return "io/vertx/sqlclient/impl/ConnectionFactoryBase".equals(reader.getSuperName())
        ? new WovenClass(
            internalName, InstrumentedMethods.connectByTwoIfThere(connectMethod, CONNECT))
        : null;
  }
}
