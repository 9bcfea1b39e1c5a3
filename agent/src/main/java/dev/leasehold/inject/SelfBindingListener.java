// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.target.Targets;

/**
 * A listener for the servers that a binding without {@code leasehold.url} finds itself to be for.
 */
public interface SelfBindingListener {

  /**
   * The binding is for these servers from now on.
   *
   * @param setting the setting that would name them
   * @param pattern the value for that setting
   */
  void bound(String binding, String setting, String pattern, Targets servers);

  /**
   * A connection elsewhere is left as it is configured. Called once for each such server.
   *
   * @param setting the setting that would name the binding's own servers
   * @param pattern the value for that setting
   */
  void leftAlone(
      String binding, String setting, String pattern, Targets servers, Targets elsewhere);
}
