// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.jdbc;

import org.jspecify.annotations.Nullable;

/** A method of a driver that opens physical connections, and the reading of its arguments. */
@FunctionalInterface
public interface ConnectMethod {

  /**
   * Reads a call.
   *
   * @param target the instance that the method was called on; null for a static method
   * @param first the method's first argument
   * @param second its second; null where a single argument matters
   * @return null when the driver will not take the call, so that it is nobody's
   */
  @Nullable ConnectionRequest request(
      @Nullable Object target, @Nullable Object first, @Nullable Object second);
}
