// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import dev.leasehold.target.Target;
import java.sql.Connection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the holder of a connection, by the stack of the thread that connects. Some microseconds a
 * connect, and nothing is allocated but the array of classes. Safe for many threads.
 */
public final class ConnectionHolders {

  private final Set<String> pools;
  private final CallStack stack = new CallStack();
  private final ThreadLocal<RecentHolder> recent = ThreadLocal.withInitial(RecentHolder::new);

  private final ClassValue<ConnectionHolder> untold =
      new ClassValue<ConnectionHolder>() {
        @Override
        protected ConnectionHolder computeValue(Class<?> type) {
          return new ConnectionHolder(type, false);
        }
      };

  private final ClassValue<ConnectionHolder> told =
      new ClassValue<ConnectionHolder>() {
        @Override
        protected ConnectionHolder computeValue(Class<?> type) {
          return new ConnectionHolder(type, true);
        }
      };

  /**
   * Knows the pools that are told to let go.
   *
   * @param pools the names of their classes, one of which is on the stack when one of them connects
   */
  public ConnectionHolders(Set<String> pools) {
    this.pools = pools;
  }

  /**
   * Returns the holder that opens a connection on this thread; null where that is not known.
   * Without JDBC it is the client, whose threads have nothing of its user on their stacks.
   *
   * @param exact whether the holder is not to be guessed: it decides how the connection is moved
   */
  @Nullable ConnectionHolder opener(Object connection, Target target, boolean exact) {
    if (!(connection instanceof Connection)) {
      return untold.get(connection.getClass());
    }
    return exact ? current() : current(target);
  }

  /**
   * Returns the holder that opens a connection to a target on this thread. Where one holder has
   * opened several in a row, returns that holder.
   */
  @Nullable ConnectionHolder current(Target target) {
    RecentHolder known = recent.get();
    ConnectionHolder holder = known.of(target);
    if (holder == null) {
      holder = current();
      known.read(target, holder);
    }
    return holder;
  }

  /**
   * Returns the holder that opens a connection on this thread, called from its driver. It is the
   * first class that is neither of the JDK nor of the driver. A thread of the driver's own pool has
   * none, and then it is the driver's outermost class. Null where the stack cannot be seen.
   */
  public @Nullable ConnectionHolder current() {
    Class<?>[] running = stack.classes();
    return running == null ? null : of(running);
  }

  /** Returns the same of these classes, the innermost first. */
  @Nullable ConnectionHolder of(Class<?>[] classes) {
    String driver = null;
    Class<?> ofDriver = null;
    Class<?> first = null;
    for (Class<?> type : classes) {
      if (isOfTheJvm(type)) {
        continue;
      }
      if (driver == null) {
        driver = home(type.getName());
      }
      if (isPool(type.getName())) {
        return told.get(type);
      }
      if (type.getName().startsWith(driver)) {
        ofDriver = type;
      } else if (first == null) {
        first = type;
      }
    }
    Class<?> holder = first == null ? ofDriver : first;
    return holder == null ? null : untold.get(holder);
  }

  /** Returns whether a class is the JDK's or the agent's. */
  private static boolean isOfTheJvm(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null
        || loader == ConnectionHolders.class.getClassLoader()
        || loader == ClassLoader.getSystemClassLoader().getParent();
  }

  /** Returns the prefix of the names of all classes of a driver, as {@code org.postgresql.}. */
  private static String home(String name) {
    int second = name.indexOf('.', name.indexOf('.') + 1);
    return second < 0 ? name : name.substring(0, second + 1);
  }

  /** Returns whether it is a pool's class, or nested in a pool's class. */
  private boolean isPool(String name) {
    int nested = name.indexOf('$');
    return pools.contains(nested < 0 ? name : name.substring(0, nested));
  }
}
