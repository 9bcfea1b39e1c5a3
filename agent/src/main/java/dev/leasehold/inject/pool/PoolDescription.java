// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool;

import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * All that the agent is told of one pool. A description is made on the thread of {@code premain},
 * before it is known whether the application has the pool. So it loads none of the pool's other
 * classes then.
 */
public interface PoolDescription {

  /** Returns the pool's classes that are woven, and which calls go into them. */
  List<WovenClass> classes();

  /** Adds how instances of the pool are reached, by the kind that woven code names. */
  void addTo(Map<String, PoolIntegration> kinds);

  /**
   * Returns the names of classes that are not woven. One of them is on the stack where the pool
   * opens a connection on a thread of its own.
   */
  default List<String> openers() {
    return Collections.emptyList();
  }
}
