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
   * @param url of the connection that has accepted the credential; may hold secrets
   */
  void bound(String binding, String setting, String url, Targets servers);

  /**
   * A connection elsewhere is left as it is configured. Called once for each such server.
   *
   * @param setting the setting that would name the binding's own servers
   * @param url as {@link #bound} takes it
   */
  void leftAlone(String binding, String setting, String url, Targets servers, Targets elsewhere);
}
