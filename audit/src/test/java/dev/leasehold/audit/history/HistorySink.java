// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.history;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Takes the events of a history. Times are by Vault's clock. */
interface HistorySink {

  /** A pod as Kubernetes has it. */
  default void pod(HistoryPod pod) throws IOException {}

  /** A login with the identity of a pod, from an address. */
  default void login(HistoryPod pod, String token, String address, long at) throws IOException {}

  /**
   * A login whose answer is wrapped. The pod takes it out, and tries so again from its other
   * address.
   */
  default void wrappedLogin(HistoryPod pod, String token, long at) throws IOException {}

  /** Any other call with a token. */
  default void call(HistoryPod pod, String token, String address, long at) throws IOException {}

  /** A lease is taken. */
  default void taken(HistoryLease lease, String token, String address) throws IOException {}

  /** A lease is taken in a wrapped answer. An address takes it out before the pod does. */
  default void intercepted(HistoryLease lease, String token, String address) throws IOException {}

  /** A lease is renewed. */
  default void renewed(HistoryLease lease, String token, long at) throws IOException {}

  /** A lease is revoked by its holder. */
  default void revoked(HistoryLease lease, String token, long at) throws IOException {}

  /** A lease expires. */
  default void expired(HistoryLease lease, long at) throws IOException {}

  /** Credentials are read by a person. */
  default void readBy(String displayName, String service, String address, long at)
      throws IOException {}

  /** A session; a session without an end is open at the end of the history. */
  default void session(
      String role, String application, String address, long from, @Nullable Long to)
      throws IOException {}
}
