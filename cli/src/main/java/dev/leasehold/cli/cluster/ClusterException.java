// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.cluster;

/** The cluster cannot be asked; the message says which one, and what to do. */
public final class ClusterException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ClusterException(String message) {
    super(message);
  }
}
