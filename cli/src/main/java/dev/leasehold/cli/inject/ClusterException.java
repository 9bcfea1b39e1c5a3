// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.cli.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/** The cluster cannot be asked; the message names the cluster and the next step. */
public final class ClusterException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable YamlNode node;
  private final transient @Nullable ManifestPlace place;

  /** Makes a problem of the cluster, which no place of a manifest is known of. */
  public ClusterException(String message) {
    this(message, null, null, null);
  }

  private ClusterException(
      String message,
      @Nullable YamlNode node,
      @Nullable ManifestPlace place,
      @Nullable Throwable cause) {
    super(message, cause);
    this.node = node;
    this.place = place;
  }

  /** Returns the same problem, with the reference that the cluster was asked about. */
  ClusterException at(YamlNode asked) {
    return new ClusterException(String.valueOf(getMessage()), asked, null, this);
  }

  /** Returns the same problem, with the place in the object of that reference. */
  ClusterException in(ManifestObject object) {
    ManifestPlace at = node == null ? object.place() : object.place(node);
    return new ClusterException(String.valueOf(getMessage()), node, at, this);
  }

  /** Returns the message with the place of the file that the cluster was asked for. */
  public String message(String file) {
    return getMessage() + ", at " + (place == null ? file : place.in(file));
  }
}
