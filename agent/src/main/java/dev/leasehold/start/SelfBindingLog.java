// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.config.SuggestedPattern;
import dev.leasehold.inject.SelfBindingListener;
import dev.leasehold.observe.Log;
import dev.leasehold.target.Targets;

/**
 * Names the servers that a binding without {@code leasehold.url} is for, and the servers that it
 * leaves alone.
 */
final class SelfBindingLog implements SelfBindingListener {

  private final Log log;

  SelfBindingLog(Log log) {
    this.log = log;
  }

  @Override
  public void bound(String binding, String setting, String url, Targets servers) {
    log.info(
        "binding "
            + binding
            + " is for "
            + servers.whole().server()
            + ", which was the first to accept its credential; connections to other servers are left"
            + " as they are configured. Set "
            + setting
            + "="
            + SuggestedPattern.of(url, servers)
            + " to say so, or "
            + setting
            + "=* for all servers");
  }

  @Override
  public void leftAlone(
      String binding, String setting, String url, Targets servers, Targets elsewhere) {
    log.warn(
        "connections to "
            + elsewhere.whole().server()
            + " are left as they are configured, with the configured password. Binding "
            + binding
            + " has no "
            + setting
            + ", so it is for "
            + servers.whole().server()
            + ", which was the first to accept its credential. Set "
            + setting
            + "="
            + SuggestedPattern.of(url, servers)
            + " if that is meant, or a pattern for both, or * for all");
  }
}
