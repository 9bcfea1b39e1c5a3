// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The pod and container whose log a file is, by the name that a node gives it: {@code
 * NAMESPACE_POD_UID/CONTAINER/N.log} in {@code /var/log/pods}, and {@code
 * POD_NAMESPACE_CONTAINER-ID.log} in {@code /var/log/containers}. The kubelet makes both names, and
 * the application has no say in them. Names of Kubernetes have no underscore.
 */
record PodLogFile(
    @Nullable String namespace,
    @Nullable String pod,
    @Nullable String uid,
    @Nullable String container) {

  static final PodLogFile UNKNOWN = new PodLogFile(null, null, null, null);

  private static final String NAME = "([a-z0-9.-]{1,253})";
  private static final Pattern FOLDER =
      Pattern.compile(NAME + "_" + NAME + "_([a-zA-Z0-9-]{1,64})");
  private static final Pattern LINK =
      Pattern.compile(NAME + "_" + NAME + "_([a-z0-9.-]{1,253})-[0-9a-f]{64}\\.log.*");

  /** A container that was restarted has another number; a rotated file has a time after it. */
  private static final Pattern RUN = Pattern.compile("[0-9]+\\.log.*");

  /** Reads the name of a file; null is an input that is none. */
  static PodLogFile of(@Nullable Path file) {
    Path absolute = file == null ? null : file.toAbsolutePath().normalize();
    if (absolute == null) {
      return UNKNOWN;
    }
    Path container = absolute.getParent();
    Matcher folder = FOLDER.matcher(container == null ? "" : name(container.getParent()));
    if (folder.matches() && RUN.matcher(name(absolute)).matches()) {
      return new PodLogFile(folder.group(1), folder.group(2), folder.group(3), name(container));
    }
    Matcher link = LINK.matcher(name(absolute));
    return link.matches()
        ? new PodLogFile(link.group(2), link.group(1), null, link.group(3))
        : UNKNOWN;
  }

  private static String name(@Nullable Path path) {
    Path name = path == null ? null : path.getFileName();
    return name == null ? "" : name.toString();
  }
}
