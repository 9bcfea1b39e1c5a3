// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import org.jspecify.annotations.Nullable;

/**
 * Requests of one thread that follow each other and share a connection. An example is a login and
 * the read that needs it, or a renewal of the token and of the lease. The connection is closed with
 * the operation, within the same call of the lease source, so that none lies idle. So no timer is
 * needed to close it, and the server has no connection to close in silence.
 *
 * <p>Its requests use the JDK's own security providers.
 */
final class VaultOperation implements AutoCloseable {

  private final ThreadLocal<@Nullable VaultOperation> current;
  private final JdkProviders.Use providers = JdkProviders.use();
  private @Nullable HttpConnection kept;
  private int depth = 1;

  private VaultOperation(ThreadLocal<@Nullable VaultOperation> current) {
    this.current = current;
  }

  /** Begins a conversation, or goes on with the operation that the thread is in. */
  static VaultOperation begin(ThreadLocal<@Nullable VaultOperation> current) {
    VaultOperation conversation = current.get();
    if (conversation != null) {
      conversation.depth++;
      return conversation;
    }
    VaultOperation begun = new VaultOperation(current);
    current.set(begun);
    return begun;
  }

  /** Takes the connection to a server out, if it is kept and the server has not closed it. */
  @Nullable HttpConnection take(VaultAddress address) {
    HttpConnection channel = kept;
    kept = null;
    if (channel == null) {
      return null;
    }
    if (channel.address().equals(address) && !channel.isStale()) {
      return channel;
    }
    channel.close();
    return null;
  }

  /** Keeps a connection whose answer was read whole for the next request. */
  void keep(HttpConnection channel) {
    kept = channel;
  }

  @Override
  public void close() {
    if (--depth > 0) {
      return;
    }
    current.remove();
    try {
      if (kept != null) {
        kept.close();
        kept = null;
      }
    } finally {
      providers.close();
      DescriptorReserve.fill();
    }
  }
}
